"""The Jinja environment every document is rendered with: escaped, strict, in one language, its formats as filters."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporter import assets
from reporter.wording.catalogue import catalogue
from reporter.wording.disclaimer import disclaimer
from reporter.wording.formats import Formats, whole, whole_up
from reporter.wording.languages import ENGLISH, or_english, tag
from reporter.wording.words import words

__all__ = ["at_least", "at_most", "bounds", "country", "day", "environment", "number", "percent", "percent_up"]
__all__ += ["whole", "whole_up"]

# Of what is English whatever the report's language: the terminal, the workbook, OSCAL.
_ENGLISH = Formats(ENGLISH)
number, day, country, bounds = _ENGLISH.number, _ENGLISH.day, _ENGLISH.country, _ENGLISH.bounds
percent, percent_up, at_least, at_most = _ENGLISH.percent, _ENGLISH.percent_up, _ENGLISH.at_least, _ENGLISH.at_most


def environment(language: str = ENGLISH) -> Environment:
    """Return the environment over `templates/` for documents in `language`; for English where its words are not there.

    Everything is escaped, also in `*.html.j2`; a template that wants plain text (mail) switches escaping off itself.
    A template says its sentences in English inside `{% trans %}`; they are said in the environment's language. A
    translation is escaped no more and no less than the template's own text; what fills its blanks is, as ever.
    """
    return _environment(or_english(language))


@cache
def _environment(language: str) -> Environment:
    env = Environment(
        loader=FileSystemLoader(assets.folder("templates"), encoding="utf-8"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    said = Formats(language)
    env.filters.update(number=said.number, day=said.day, country=said.country, region=said.region)
    env.filters.update(percent=said.percent, percent_up=said.percent_up, bounds=said.bounds)
    env.filters.update(at_least=said.at_least, at_most=said.at_most)
    env.globals.update(word=words(language), disclaimer=disclaimer(language), lang=tag(language))
    return env
