"""Floor 3: the words of documents: the Jinja environment, fixed wording, disclaimer, formats and colours."""

from reporter.wording.disclaimer import Disclaimer, disclaimer
from reporter.wording.environment import environment
from reporter.wording.words import Words, words

__all__ = ["Disclaimer", "Words", "disclaimer", "environment", "words"]
