"""The sentences of templates in other languages: PO files, `templates/wording/<language>.po`."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from reporter import assets
from reporter.wording.languages import ENGLISH, locale


@cache
def catalogue(language: str = ENGLISH) -> NullTranslations:
    """Return the translations of a language; what is missing, or marked as fuzzy, stays English."""
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - English documents do without
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (assets.folder("templates") / "wording" / f"{language}.po").open("rb") as stream:
        found = read_po(stream, locale=locale(language), abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return GNUTranslations(compiled)
