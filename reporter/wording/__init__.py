"""Floor 3: the words of documents in each language: environment, sentences, fixed wording, formats and colours."""

from reporter.wording.disclaimer import Disclaimer, disclaimer
from reporter.wording.environment import environment
from reporter.wording.formats import Formats, formats
from reporter.wording.languages import ENGLISH, languages
from reporter.wording.words import Words, words

__all__ = ["ENGLISH", "Disclaimer", "Formats", "Words", "disclaimer", "environment", "formats", "languages", "words"]
