"""An earlier run's findings, from its folder: what this run is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import polars as pl

from reporter import claims
from reporter.claims import Claims
from reporter.errors import Problem, SourceError
from reporter.model.comparison import Earlier
from reporter.model.documents import MANIFEST
from reporter.model.inputs import InputFile
from reporter.model.tables import EARLIER, conform

FINDINGS = "findings.csv"
_MAX_BYTES = 4 << 30
_COLUMNS = {"employee": "pseudonym", "control": "control", "outcome": "outcome"}
_VERIFY = "Look at it with reporter verify, or name another run with --previous."


def latest(folders: Iterable[Path], *, before: date, period: str, key: str) -> Path | None:
    """Return the newest run of an earlier period that can be compared; None: there is none.

    Args:
        folders: Where runs may be; what holds none, or a broken one, is passed over.
        before: The day of this assessment.
        period: The quarter it is for.
        key: The fingerprint of its pseudonym key.
    """
    found: list[tuple[str, str, str, Path]] = []
    for folder in folders:
        said, problems = claims.read(folder / MANIFEST) if (folder / MANIFEST).is_file() else (None, [])
        if (
            said is None
            or problems
            or said.pseudonym_key != key
            or said.as_of >= before.isoformat()
            or said.period >= period
        ):
            continue
        if any(output.name == FINDINGS for output in said.outputs):
            found.append((said.as_of, said.report_id, folder.name, folder))
    return max(found)[-1] if found else None


def surveys(folders: Iterable[Path], *, period: str) -> Iterator[tuple[str, date, frozenset[str]]]:
    """Yield period, day and the surveys, by SHA-256, of each run of an earlier period.

    Args:
        folders: Where runs may be; what holds none, or a broken one, is passed over.
        period: The quarter of this assessment.
    """
    for folder in folders:
        said, problems = claims.read(folder / MANIFEST) if (folder / MANIFEST).is_file() else (None, [])
        if said is not None and not problems and said.period < period:
            read = frozenset(file.sha256 for file in said.inputs if file.role == "survey")
            yield said.period, date.fromisoformat(said.as_of), read


def read_earlier(folder: Path, *, before: date, key: str | None) -> Earlier:
    """Read the findings of an earlier run.

    Args:
        folder: The folder of the run.
        before: The day of this assessment.
        key: The fingerprint of its pseudonym key; None: it has no key file.

    Raises:
        SourceError: The folder holds no run, or one that cannot be compared with this, or one that was changed.
    """
    if not (folder / MANIFEST).is_file():
        raise _no(folder, "the folder holds no run", _VERIFY)
    said, problems = claims.read(folder / MANIFEST)
    if said is None or problems:
        raise _no(folder, "; ".join(str(problem) for problem in problems), _VERIFY)
    if key is None or said.pseudonym_key != key:
        why = "its pseudonyms come from another key, so nobody can be found again"
        raise _no(folder, why, "Compare runs of one workspace: their key file makes pseudonyms hold across periods.")
    if said.as_of >= before.isoformat():
        raise _no(folder, f"is as of {said.as_of}, which is not before {before}", "Name the run of an earlier period.")
    data = _bytes(folder, said)
    return Earlier(
        report_id=said.report_id,
        period=said.period,
        as_of=date.fromisoformat(said.as_of),
        tool_version=said.tool.version,
        policies={p.id: (p.version, p.sha256) for p in said.policies},
        findings=(rows := _table(data, folder, said)),
        file=InputFile(
            role="previous",
            name=FINDINGS,
            sha256=sha256(data).hexdigest(),
            size=len(data),
            rows=rows.height,
            dialect={
                "encoding": "utf-8",
                "delimiter": ",",
                "header_row": 1,
                "date_order": None,
                "sheet": None,
            },
            columns={name: name for name in _COLUMNS},
            dropped=(),
        ),
    )


def _bytes(folder: Path, said: Claims) -> bytes:
    """Return findings.csv, if it is the one that the manifest lists."""
    path = folder / FINDINGS
    listed = {output.name: output.sha256 for output in said.outputs}
    try:
        if FINDINGS not in listed or path.stat().st_size > _MAX_BYTES:
            raise _no(folder, f"has no {FINDINGS} that could be compared", "Run it again with csv among the outputs.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path), hint=_VERIFY) from error
    if sha256(data).hexdigest() != listed[FINDINGS]:
        raise SourceError(f"is not the file that the run's {MANIFEST} lists", where=str(path), hint=_VERIFY)
    return data


def _table(data: bytes, folder: Path, said: Claims) -> pl.DataFrame:
    """Return the findings, if they are those that the manifest counts."""
    try:
        rows = pl.read_csv(BytesIO(data), columns=list(_COLUMNS), infer_schema=False)
        findings = conform(rows.rename(_COLUMNS), EARLIER)
    except pl.exceptions.PolarsError as error:
        raise SourceError("is no table of findings", where=str(folder / FINDINGS), hint=_VERIFY) from error
    counts = findings.group_by("control", pl.col("outcome").cast(pl.String)).len()
    counted = {(control, outcome): n for control, outcome, n in counts.iter_rows()}
    stated = {(c, outcome): n for c, of in said.controls.items() for outcome, n in of.outcomes.items() if n}
    single = findings.select("pseudonym", "control").n_unique() == findings.height
    people = findings["pseudonym"].n_unique() if said.controls else said.population.in_scope
    if claims.equations(said) or counted != stated or not single or people != said.population.in_scope:
        raise _no(folder, f"its {FINDINGS} and its {MANIFEST} count differently", _VERIFY)
    return findings


def _no(folder: Path, why: str, hint: str) -> SourceError:
    return SourceError(Problem(what=f"the earlier run cannot be compared: {why}", where=str(folder), hint=hint))
