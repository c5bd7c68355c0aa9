"""The templates of mails, made ready once for many mails: styles inlined, and what is the same for many kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from textwrap import TextWrapper

import css_inline
from jinja2 import Environment, FunctionLoader
from jinja2.environment import TemplateModule
from markupsafe import Markup

from reporter.model.law import LawNote
from reporter.model.policy import Control, Policy
from reporter.model.text import comparable
from reporter.model.vocabulary import Level, MailKind
from reporter.wording import colours, environment

_LINE = 74  # characters; quoted-printable lines end at 76
_FINAL_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every mail of a report says alike; templates know it as `it`."""

    organisation: str | None
    contact: str | None
    reply_to: str
    """Bare address."""
    period: str
    as_of: date
    due: date | None
    services: tuple[str, ...]
    """Titles of the services the survey asks about."""
    questions: int
    company: tuple[Policy, ...] = ()
    """The company's privacy policies, whose clauses say where a control comes from."""

    @property
    def ask(self) -> str:
        """Whom to write to: the stated contact, else where replies go."""
        return self.contact or self.reply_to


@dataclass(frozen=True, slots=True)
class Block:
    """What a mail says about a control, before and after the person's own answer."""

    control: Control
    """In the mail's language."""
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One finding in a mail."""

    control: Control
    level: Level
    answer: str
    """As written, cleaned; empty if there is none."""
    answered_on: date | None

    @property
    def minutes(self) -> int:
        """What its steps take; 0 if the policy does not say."""
        return (self.control.remediation and self.control.remediation.minutes) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What one mail says to one person; templates know it as `person`."""

    kind: MailKind
    name: str
    """Empty where it cannot be shown safely."""
    reference: str
    """The case reference."""
    responded_on: date | None
    items: tuple[Item, ...]
    invited: bool
    """Whether the mail may invite to answer the survey again."""
    place: str
    """Empty: not known."""
    laws: tuple[str, ...]
    """Titles of the bodies of law that the notes are of."""
    notes: tuple[LawNote, ...]
    """In the mail's language; none where one of them is not there in it."""

    @property
    def required(self) -> bool:
        """Whether anything in the mail is asked, not suggested."""
        return any(item.level is Level.REQUIRED for item in self.items)


class Stationery:
    """One part of the mail, text or HTML, in one language: its templates, and the blocks that many mails share."""

    def __init__(self, setting: Setting, language: str, *, html: bool, accent: str | None) -> None:
        self._setting = setting
        self._language = language
        self._suffix = "html" if html else "txt"
        self._environment = _html_environment(language, accent) if html else _text_environment(language)
        self._page = self._environment.get_template(f"mail/page.{self._suffix}.j2")
        self._blocks: dict[tuple[str, Level], Block] = {}
        self._meanings: dict[tuple[str, str], str] = {}
        self._closings: dict[tuple[MailKind, bool, bool, str, tuple[str, ...]], str] = {}

    @cached_property
    def words(self) -> TemplateModule:
        """The sentences, as macros escaped the way this part needs it."""
        return self._environment.get_template(f"mail/words.{self._language}.j2").module

    def _said(self, macro: str, *given: object) -> str:
        return str(getattr(self.words, macro)(*given))

    def subject(self, person: Person) -> str:
        """Return the subject of a mail; only the text part's is free of HTML's escapes."""
        return self._said("subject", self._setting, person.kind, person.required)

    def page(self, person: Person) -> str:
        """Return the whole part for one person."""
        body = self._page.render(
            it=self._setting,
            words=self.words,
            language=self._language,
            person=person,
            title=self._said("title", person.kind, person.required),
            counts={level.value: sum(i.level is level for i in person.items) for level in Level},
            minutes={level.value: sum(i.minutes for i in person.items if i.level is level) for level in Level},
            items=[(i, self._block(i.control, i.level), self._meaning(i.control, i.answer)) for i in person.items],
            closing=self._closing(person),
        )
        return body if self._suffix == "html" else _tidy(body)

    def _block(self, control: Control, level: Level) -> Block:
        key = (control.id, level)
        if key not in self._blocks:
            said = control.said_in(self._language)
            values = {"control": said, "level": level, "rules": self._rules(control)}
            before, after = (self._render(f"item.{part}", values) for part in ("before", "after"))
            self._blocks[key] = Block(said, before, after)
        return self._blocks[key]

    def _rules(self, control: Control) -> list[tuple[str, list[str]]]:
        """Return the company's policies that a control comes from, each with the numbers of its clauses."""
        found = (
            (policy, [c.id for c in policy.clauses if control.id in c.controls]) for policy in self._setting.company
        )
        return [(policy.titles.get(self._language, policy.title), clauses) for policy, clauses in found if clauses]

    def _meaning(self, control: Control, answer: str) -> str:
        """Return in the mail's language what was answered in another; "" where it was answered in this, or freely."""
        key = (control.id, answer)
        if key not in self._meanings:
            said = comparable(answer)
            here = control.said_in(self._language).question.answers
            own = {comparable(text) for one in here for text in (one.text, *one.also)}
            known = zip(control.question.answers, here, strict=True)
            meant = (there.text for one, there in known if said in {comparable(text) for text in one.wordings})
            self._meanings[key] = "" if said in own else next(meant, "")
        return self._meanings[key]

    def _closing(self, person: Person) -> str:
        key = (person.kind, person.required, person.invited, person.place, tuple(n.id for n in person.notes))
        if key not in self._closings:
            self._closings[key] = self._render("closing", {"person": person, "required": person.required})
        return self._closings[key]

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        template = self._environment.get_template(f"mail/{name}.{self._suffix}.j2")
        text = template.render(values, it=self._setting, words=self.words).rstrip("\n")
        return Markup(text) if self._suffix == "html" else text  # noqa: S704 - rendered with escaping on


@lru_cache(maxsize=1024)
def wrap(text: str, mark: str = "") -> str:
    """Return one paragraph in lines of at most 74 characters, a list's `mark` before it; addresses stay whole."""
    wrapper = TextWrapper(
        width=_LINE,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.fill(" ".join(text.split(" ")).strip())


def _text_environment(language: str) -> Environment:
    env = environment(language).overlay(autoescape=False)
    env.filters = {**env.filters, "wrap": wrap}
    return env


def _html_environment(language: str, accent: str | None) -> Environment:
    """Return an environment that inlines the styles into each template as it loads it: once, not once per mail.

    css-inline reads a template as it would read a page: Jinja's marks are text to it, and stand in the templates
    only where a page may have text.
    """
    plain = environment(language)
    if plain.loader is None:
        raise TypeError("the environment has no loader")
    source_of = plain.loader.get_source
    # A style sheet is no HTML: nothing in it is escaped.
    styles = plain.overlay(autoescape=False).get_template("mail/mail.css.j2")
    css = styles.render(accent=colours.accent(accent))
    rules = css.partition("@media")[0]
    page = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, extra_css=css)
    fragment = css_inline.CSSInliner(load_remote_stylesheets=False)

    def load(name: str) -> str:
        source = source_of(plain, name)[0]
        if not name.startswith("mail/") or not name.endswith(".html.j2"):
            return source
        return page.inline(source) if name == "mail/page.html.j2" else fragment.inline_fragment(source, rules)

    return plain.overlay(loader=FunctionLoader(load))


def _tidy(text: str) -> str:
    """Return the text without spaces at line ends and with no more than two empty lines together."""
    return _BLANK_LINES.sub("\n\n\n", _FINAL_SPACES.sub("", text)).strip("\n") + "\n"
