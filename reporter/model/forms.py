"""What our own questionnaires are known by when they come back; never by a file's name.

Both workbooks carry the ids of questions, so the survey's ordinary columns are found in them as in any export.
"""

from __future__ import annotations

PERSON = "reporter survey 1"
"""Heads the first column of a questionnaire for one person: below it one line for each of `IDENTITY` and each question,
its id in the first column and what was entered in the third."""

PHONE = "reporter phone survey 1"
"""Heads the first column of the sheet for answers given by phone: a table headed by `IDENTITY` and the questions."""

EMPLOYEE, ADDRESS, DATE = "employee_id", "work_email", "submitted_at"
IDENTITY = (EMPLOYEE, ADDRESS, DATE)
"""Headers of who answered, and when."""

ANSWER_COLUMN = 2
"""Of a person's questionnaire, counted from 0."""
