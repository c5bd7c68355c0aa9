"""Floor 3: the words of documents: the Jinja environment, fixed wording, number and date formats."""

from reporter.wording.environment import environment
from reporter.wording.words import Words, words

__all__ = ["Words", "environment", "words"]
