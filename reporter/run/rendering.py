"""From what was judged to the files of the output folder (DESIGN §5, Outputs)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from itertools import chain
from multiprocessing import get_context

from reporter import mail
from reporter.errors import RenderError
from reporter.model.documents import MANIFEST, Document, Made, Report
from reporter.model.vocabulary import Edition
from reporter.pseudonyms import FOLLOW_UP
from reporter.reports import annex as annexes
from reporter.reports import excel, findings, guidance, html, manifest, oscal, pdf, rejects
from reporter.reports.annex import Grouping
from reporter.run import signing
from reporter.run.judged import Judged
from reporter.settings import Output
from reporter.signatures import Seal


def render(
    judged: Judged,
    *,
    outputs: Sequence[Output],
    edition: Edition,
    annex: Grouping | None = None,
    workers: int = 1,
    seal: Seal | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Document]:
    """Make the documents of the run, and return an iterator of all its files, the manifest and the checksums last.

    Mails are composed one at a time as they are asked for, so that thousands of them need no memory: what is handed
    on is known by its hash alone.

    Args:
        judged: What was decided.
        outputs: Which kinds of document to make. The manifest and the checksums are always made.
        edition: HR: its editions of PDF and page are made as well.
        annex: A PDF with names is made for each department or country.
        workers: With more than one, PDFs are laid out in other processes, beside everything else.
        seal: What the reports on paper are signed with; None: they are not.
        say: Is told what is made next.

    Raises:
        RenderError: A document could not be made; for a mail, when it is asked for.
    """
    documents: list[Document] = []
    with ExitStack() as stack:
        pages = _pages(judged, outputs, edition) | (_annexes(judged, annex) if annex else {})
        printing: dict[str, Future[bytes]] = {}
        if workers > 1:
            printing = _start(stack, {name: make for name, make in pages.items() if name.endswith(".pdf")}, workers)
        for name, make in (_tables(judged, outputs) | pages).items():
            if name not in printing:
                say(f"Making {name}")
                documents.append(Document(name=name, data=make()))
        if "csv" in outputs:
            documents += rejects.render(judged.report, judged.roster.written, judged.survey.written)
        if "mail" in outputs:
            documents.append(mail.places(judged.report.assessment))
        for name, future in printing.items():
            say(f"Making {name}")
            documents.append(Document(name=name, data=_finished(future, name)))
    if seal is not None:
        documents = signing.signed(documents, seal, say)
    documents.sort(key=lambda d: d.name)
    mails = mail.compose(judged.report, judged.key.digest) if "mail" in outputs else ()
    return _listed(judged.report, chain(documents, mails))


def _listed(report: Report, documents: Iterable[Document]) -> Iterator[Document]:
    """Hand the documents on, then the two lists of them."""
    made: list[Made] = []
    for document in documents:
        made.append(document.made())
        yield document
    listing = Document(name=MANIFEST, data=manifest.render(report, made))
    yield listing
    yield Document(name=manifest.CHECKSUMS, data=manifest.checksums([*made, listing.made()]))


def _tables(judged: Judged, outputs: Sequence[Output]) -> dict[str, Callable[[], bytes]]:
    """Return what is the same in every edition: name → how it is made."""
    made: dict[str, tuple[Output, Callable[[], bytes]]] = {
        "findings.csv": ("csv", partial(findings.render, judged.report)),
        "assessment.oscal.json": ("oscal", partial(oscal.render, judged.report)),
        "report.xlsx": ("excel", partial(excel.render, judged.report, seal=_seal(judged))),
    }
    return {name: make for name, (output, make) in made.items() if output in outputs}


def _seal(judged: Judged) -> Callable[[str], str] | None:
    """Return what makes the hidden keys of the action plan; only what a key file seals can come back."""
    return partial(judged.key.seal, FOLLOW_UP) if judged.key.stable else None


def _pages(judged: Judged, outputs: Sequence[Output], edition: Edition) -> dict[str, Callable[[], bytes]]:
    """Return what is laid out in pages, by edition where it has one: name → how it is made."""
    stems = {"report": Edition.AUDITOR} | ({"report-hr": Edition.HR} if edition is Edition.HR else {})
    made: dict[str, Callable[[], bytes]] = {}
    for stem, reader in stems.items():
        if "html" in outputs:
            made[f"{stem}.html"] = partial(html.render, judged.report, reader)
        if "pdf" in outputs:
            made[f"{stem}.pdf"] = partial(pdf.render, judged.report, reader)
    if {"pdf", "mail"} & set(outputs) and guidance.is_due(judged.report.assessment):
        made[guidance.NAME] = partial(guidance.render, judged.report)
    return made


def _annexes(judged: Judged, by: Grouping) -> dict[str, Callable[[], bytes]]:
    found = annexes.annexes(judged.report, by)
    bare = annexes.bare(judged.report)
    made: dict[str, Callable[[], bytes]] = {a.name: partial(annexes.render, bare, a, by) for a in found}
    totals = judged.report.assessment.totals
    hidden = sum(group.hidden for group in (totals.by_department if by == "department" else totals.by_country))
    made[annexes.INDEX] = partial(annexes.render_index, bare, found, by, hidden)
    return made


def _start(stack: ExitStack, jobs: dict[str, Callable[[], bytes]], workers: int) -> dict[str, Future[bytes]]:
    """Start the jobs in other processes; spawned ones, for a fork of a process with Polars' threads may hang."""
    if not jobs:
        return {}
    pool: Executor = stack.enter_context(ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")))
    return {name: pool.submit(job) for name, job in jobs.items()}


def _finished(future: Future[bytes], name: str) -> bytes:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise RenderError(
            "the process that made it ended without a word; it may have run out of memory",
            where=name,
            hint="Run again with --workers 1.",
        ) from error
