"""Mails as a mail program reads them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser

import pytest

from reporter.mail import compose
from reporter.mail.sending import messages
from reporter.model.documents import Document, Report

HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
]
"""Those of each mail, in their order, and no other."""


def digest(purpose: str, text: str) -> str:
    return hashlib.sha256(f"{purpose}\0{text}".encode()).hexdigest()[:32]


class Page(HTMLParser):
    """What a reader sees of an HTML part: its words, headings, steps and links."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.steps: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.words = ""
        self._open: list[str] = []
        self._text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "link", "img"}:
            self._open.append(tag)
        if tag in {"li", "a", "h1", "h2", "h3"}:
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag == "li" and "ol" in self._open:
            self.steps.append(self._text)
        if tag == "a":
            self.links.append((str(self.tags[-1][1]["href"]), self._text))
        if tag in {"h1", "h2", "h3"}:
            self.headings.append((tag, self._text))

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & {*self._open}:
            self._text += data
            self.words += f" {data}"


@dataclass(frozen=True)
class Mail:
    name: str
    data: bytes
    message: EmailMessage

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def plain(self) -> str:
        """The text part on one line, so that a sentence is found however it was wrapped."""
        return " ".join(self.text.split())

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        assert part is not None
        return str(part.get_content())

    @property
    def page(self) -> Page:
        return Page(self.html)

    @property
    def seen(self) -> str:
        """The words of the HTML part on one line."""
        return " ".join(self.page.words.split())

    @property
    def recipients(self) -> list[str]:
        return [a.addr_spec for header in self.message.get_all("To", []) for a in header.addresses]


def mails_of(documents: Iterable[Document]) -> list[Mail]:
    """Return the mails, each of which passes for one of ours when it is read back before it is sent."""
    parser = BytesParser(EmailMessage, policy=policy.SMTP)
    found = [Mail(d.name, d.data, parser.parsebytes(d.data)) for d in documents if d.name.endswith(".eml")]
    for mail in found:
        assert messages.headers(mail.data).subject == mail.message["Subject"]
        assert messages.text_of(mail.data).strip() == mail.text.strip()
    return found


def index_of(documents: Sequence[Document]) -> list[dict[str, str]]:
    (found,) = (d for d in documents if d.name == "mail/index.csv")
    return list(csv.DictReader(io.StringIO(found.data.decode("utf-8"))))


@pytest.fixture
def write() -> Callable[[Report], list[Mail]]:
    """Compose a report's mails and parse them back."""
    return lambda report: mails_of(compose(report, digest))


@pytest.fixture
def compose_all() -> Callable[[Report], tuple[Document, ...]]:
    return lambda report: tuple(compose(report, digest))


@pytest.fixture
def read_index() -> Callable[[Sequence[Document]], list[dict[str, str]]]:
    return index_of
