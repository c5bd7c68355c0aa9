"""Which of several columns is meant, where the shape of a survey tool's export settles it."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.model.text import comparable
from reporter.sources.headers.survey_tools import known_address, own_columns, recognised

CHOICE = " - selected choice"
"""What Qualtrics adds to a question one of whose answers asks for a text, compared as text is."""


def question(columns: Sequence[int], titles: Sequence[str]) -> tuple[int, ...]:
    """Return the columns of a question that stand beside no other of them; all of them where there is no such column.

    Beside `Is it off?` a tool writes `Points - Is it off?` (Microsoft Forms, a quiz), `Is it off? [Score]` (Google
    Forms, the same), and beside `Is it off? - Selected Choice` the text of one choice (Qualtrics).
    """
    main = [c for c in columns if not any(c != other and _beside(titles[c], titles[other]) for other in columns)]
    return tuple(main) or tuple(columns)


def own(columns: Sequence[int], titles: Sequence[str]) -> tuple[int, ...]:
    """Return the one among a tool's own columns: the others are questions in like words. Else return all of them."""
    known = known_address(titles, recognised(titles))
    if known is not None and known in columns:
        return (known,)
    first = [column for column in columns if column < own_columns(titles)]
    return tuple(first if len(first) == 1 else columns)


def _beside(title: str, question: str) -> bool:
    """Return whether a title is a question's own with something before or behind it, as survey tools write that."""
    title, question = comparable(title), comparable(question)
    bare = question.removesuffix(CHOICE)
    if bare != question:
        return title.startswith(f"{bare} - ")
    quiz = title.endswith((f" - {question}", f" – {question}", f": {question}"))
    return quiz or (title.startswith(f"{question} [") and title.endswith("]"))
