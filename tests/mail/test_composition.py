from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date
from email.header import decode_header, make_header
from typing import Any

import polars as pl
import pytest
import yaml

from reporter import assets
from reporter.errors import RenderError
from reporter.model.documents import Document, Organisation, Report, Sender
from reporter.model.policy import Control, PolicySet
from reporter.model.tables import MAIL
from reporter.model.vocabulary import Kind, Level, Severity
from tests.mail.conftest import HEADERS

Write = Callable[[Report], list[Any]]
ComposeAll = Callable[[Report], tuple[Document, ...]]
MakeReport = Callable[..., Report]
BLAME = r"fail|violat|non-?complian|breach|offen[cs]e|sanction|disciplin|must\b|immediately|urgent"
LINK = "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"


def person(place: str | None = "DE", **more: object) -> dict[str, object]:
    row = {"employee_id": ME, "address": "ada@brightwater.example", "name": "Ada Lovelace", "place": place}
    return row | more


ME = "41"  # the fixture waives LI-01 for employee 1
COMPANY = {"linkedin.account": "company"}
ON = {"employee_id": ME, "LI-01": "On"}


def only(mails: Sequence[Any]) -> Any:  # noqa: ANN401 - conftest's Mail
    (mail,) = mails
    return mail


def planned(report: Report, *rows: tuple[int, str]) -> Report:
    """Return the report with another plan of mails than `assess` made."""
    mails = pl.DataFrame(list(rows), schema=MAIL, orient="row")
    plan = dataclasses.replace(report.assessment.mail, mails=mails)
    return dataclasses.replace(report, assessment=dataclasses.replace(report.assessment, mail=plan))


def test_each_planned_mail_is_one_file_named_by_kind_and_pseudonym(
    make_report: MakeReport, compose_all: ComposeAll
) -> None:
    report = make_report()
    people = report.assessment.mail.mails.join(report.assessment.population, on="employee")
    expected = sorted(f"mail/{r['kind']}/{r['pseudonym']}.eml" for r in people.iter_rows(named=True))
    *names, last = (d.name for d in compose_all(report))
    assert (sorted(names), last) == (expected, "mail/index.csv")
    assert {name.split("/")[1] for name in expected} == {"remediation", "reminder"}


def test_the_index_lists_every_mail_with_its_hash(
    make_report: MakeReport, compose_all: ComposeAll, read_index: Callable[[Sequence[Document]], list[dict[str, str]]]
) -> None:
    documents = compose_all(make_report())
    mails = {d.name: d for d in documents if d.name.endswith(".eml")}
    rows = read_index(documents)
    assert [r["name"] for r in rows] == sorted(mails)
    for row in rows:
        assert row["sha256"] == hashlib.sha256(mails[row["name"]].data).hexdigest()
        assert row["kind"] == row["name"].split("/")[1]
        assert row["language"] == "en"
    assert documents[-1].data.startswith(b"name,sha256,kind,language\n")


def test_an_organisation_of_nobody_gets_an_index_without_rows(make_report: MakeReport, compose_all: ComposeAll) -> None:
    assert [(d.name, d.data) for d in compose_all(make_report([], []))] == [
        ("mail/index.csv", b"name,sha256,kind,language\n")
    ]


def test_the_same_report_gives_the_same_bytes(make_report: MakeReport, compose_all: ComposeAll) -> None:
    assert compose_all(make_report()) == compose_all(make_report())


def test_the_headers_say_what_they_must_and_no_more(make_report: MakeReport, write: Write) -> None:
    for mail in write(make_report()):
        message = mail.message
        assert message.keys() == HEADERS
        assert message["From"] == "Privacy Office <privacy@brightwater.example>"
        assert message["Reply-To"] == "privacy@brightwater.example"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "en"
        assert "2026-Q4" in message["Subject"]
        assert re.fullmatch(r"<[0-9a-f]{32}@brightwater\.example>", message["Message-ID"])
        assert not message.defects
        assert not any(part.defects for part in message.walk())


def test_no_two_mails_share_a_message_id_or_a_case_reference(make_report: MakeReport, write: Write) -> None:
    mails = write(make_report())
    assert len({m.message["Message-ID"] for m in mails}) == len(mails)
    references = [re.search(r"Case reference ([0-9A-F]{4}(?:-[0-9A-F]{4}){2})\b", m.plain) for m in mails]
    assert len({r.group(1) for r in references if r}) == len(mails)
    assert all(r and r.group(1) in m.seen for r, m in zip(references, mails, strict=True))


def test_a_mail_has_a_text_part_and_an_html_part_in_lines_any_server_carries(
    make_report: MakeReport, write: Write
) -> None:
    for mail in write(make_report()):
        assert mail.message.get_content_type() == "multipart/alternative"
        parts = list(mail.message.iter_parts())
        assert [p.get_content_type() for p in parts] == ["text/plain", "text/html"]
        assert [p["Content-Transfer-Encoding"] for p in parts] == ["quoted-printable"] * 2
        assert [p.get_content_charset() for p in parts] == ["utf-8"] * 2
        assert mail.data.isascii()
        assert max(len(line) for line in mail.data.split(b"\r\n")) <= 98
        assert b"\n" not in mail.data.replace(b"\r\n", b"")
        assert all(len(line) <= 76 for line in mail.text.splitlines() if not line.startswith("https://"))


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nBcc: evil@elsewhere.example",
        "Ada\u2028Bcc: evil@elsewhere.example",
        '"a@x.example, evil@elsewhere.example"',
        "Ada <evil@elsewhere.example>",
        "evil@elsewhere.example, Ada",
        "Müller, evil@elsewhere.example",
        "x" * 10_000,
        "\0",
        '=HYPERLINK("https://evil.example","x")',
        "<script>alert(1)</script>",
    ],
)
def test_a_hostile_name_changes_neither_recipient_nor_headers_nor_words(
    make_report: MakeReport, write: Write, name: str
) -> None:
    mail = only(write(make_report([person(name=name, **COMPANY)], [ON])))
    nameless = only(write(make_report([person(name=None, **COMPANY)], [ON])))
    assert mail.recipients == ["ada@brightwater.example"]
    assert mail.message.items() == nameless.message.items()
    assert mail.text == nameless.text
    assert mail.html == nameless.html


@pytest.mark.parametrize("name", ["Zoë Ó Briain-D’Arcy", "आर्या राव", "Ж" * 79])
def test_a_name_outside_ascii_stays_one_name_of_one_recipient(make_report: MakeReport, write: Write, name: str) -> None:
    mail = only(write(make_report([person(name=name, **COMPANY)], [ON])))
    line = re.search(rb"^To: (.*?)\r\n(?! )", mail.data, flags=re.MULTILINE | re.DOTALL)
    assert line
    # Python 3.11's own parser keeps the space between two encoded words, which RFC 2047 §6.2 has readers drop.
    assert str(make_header(decode_header(line[1].decode("ascii")))) == f"{name} <ada@brightwater.example>"
    assert mail.recipients == ["ada@brightwater.example"]
    assert f"Hello {name}," in mail.seen


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example, evil@elsewhere.example",
        "a@x.example\r\nBcc: evil@elsewhere.example",
        "a\u2028b@x.example",
        "jörg@x.example",
        f"{'a' * 10_000}@x.example",
    ],
)
def test_an_address_that_is_not_one_mailbox_stops_composing_and_is_not_repeated(
    make_report: MakeReport, compose_all: ComposeAll, address: str
) -> None:
    with pytest.raises(RenderError, match="no mail can be written to P-") as caught:
        compose_all(make_report([person(address=address, address_usable=True, **COMPANY)], [ON]))
    assert address not in str(caught.value)


def test_a_person_without_usable_address_is_never_written_to(make_report: MakeReport, compose_all: ComposeAll) -> None:
    report = make_report([person(address=None, **COMPANY)], [ON])
    assert [d.name for d in compose_all(report)] == ["mail/index.csv"]
    with pytest.raises(RenderError, match="there is no usable address"):
        compose_all(planned(report, (0, "remediation")))


def test_a_domain_of_other_letters_is_written_in_ascii(make_report: MakeReport, write: Write) -> None:
    mail = only(write(make_report([person(address="ada@müller.example", **COMPANY)], [ON])))
    assert mail.recipients == ["ada@xn--mller-kva.example"]


def test_a_required_finding_asks_by_its_date(make_report: MakeReport, write: Write) -> None:
    mail = only(write(make_report([person(**COMPANY)], [ON], due=date(2026, 12, 14))))
    assert mail.message["Subject"].endswith("what we ask you to do")
    for words in (mail.plain, mail.seen):
        assert "Required. This is about an account that the organisation provides." in words
        assert "Please do this by 14 December 2026." in words
        assert "your choice. Nothing follows" not in words


def test_without_a_date_nothing_is_said_of_one(make_report: MakeReport, write: Write) -> None:
    mail = only(write(make_report([person(**COMPANY)], [ON], due=None)))
    assert "Please do this. It takes about two minutes." in mail.plain
    assert "It holds one thing we ask you to do (about two minutes)." in mail.plain


@pytest.mark.parametrize("account", ["Mine", "Mine, mostly for work", "Prefer not to say", None])
def test_a_finding_about_an_account_of_ones_own_is_a_choice(
    make_report: MakeReport, write: Write, account: str | None
) -> None:
    mail = only(write(make_report([person()], [ON | {"linkedin.account": account}])))
    assert mail.message["Subject"].endswith("the choice is yours")
    for words in (mail.plain, mail.seen):
        assert "Recommended. The choice is yours. Nothing follows from it either way." in words
        assert "no consequences for you" in words
        assert "23 December 2026" not in words
        assert "Required." not in words
        assert "Please do this" not in words


def test_information_rides_along_and_asks_for_nothing(
    make_report: MakeReport, write: Write, make_control: Callable[..., Control], make_policies: Callable[..., PolicySet]
) -> None:
    policies = make_policies(
        make_control("LI-02", level=Level.INFORMATION, severity=Severity.CRITICAL, title="The form is known"),
        make_control("LI-07", level=Level.RECOMMENDED, severity=Severity.LOW, title="The second step"),
        make_control("LI-03", level=Level.RECOMMENDED, severity=Severity.HIGH, title="No sharing"),
        make_control("LI-05", kind=Kind.CONDUCT, severity=Severity.LOW, title="Careful posts"),
    )
    answers = dict.fromkeys(("LI-02", "LI-03", "LI-05", "LI-07"), "On")
    mail = only(write(make_report([person()], [{"employee_id": ME, **answers}], policies)))
    aims = [heading for tag, heading in mail.page.headings if tag == "h2" and "Aim" in heading]
    assert aims == [
        "1. Aim: Careful posts",
        "2. Aim: No sharing",
        "3. Aim: The second step",
        "4. Aim: The form is known",
    ]
    assert "Information. You need not do anything." in mail.plain
    assert (
        "It holds one thing we ask you to do by 23 December 2026 (about two minutes), two suggestions that are yours "
        "to take or leave (about four minutes) and one note for your information."
    ) in mail.plain


def test_the_mail_says_what_was_asked_answered_and_when(make_report: MakeReport, write: Write) -> None:
    survey = [ON | {"LI-01": " \u200bON\n", "on": date(2026, 11, 3)}]
    mail = only(write(make_report([person(**COMPANY)], survey)))
    for words in (mail.plain, mail.seen):
        assert "On 3 November 2026 you answered our survey" in words
        assert "We asked: How is the switch of LI-01 set?" in words
        assert "You answered: “ON”, on 3 November 2026." in words
        assert "What goes into a model does not come out again." in words
        assert "Training that has already taken place." in words


def test_both_parts_hold_the_same_steps_in_the_same_order(make_report: MakeReport, write: Write) -> None:
    mails = [m for m in write(make_report()) if "/remediation/" in m.name]
    assert mails
    for mail in mails:
        in_text = re.findall(r"^\d+\. (?!Aim:)(.*)$", mail.text, flags=re.MULTILINE)
        assert in_text == mail.page.steps
        assert in_text[:6] == [
            "Open Settings & Privacy.",
            "Open Data privacy.",
            "Switch it off.",
            "Tap your photo.",
            "Tap Settings.",
            "Switch it off.",
        ]


def test_both_parts_say_the_same_words(make_report: MakeReport, write: Write) -> None:
    def bare(text: str) -> str:
        return " ".join(re.sub(r":(?=\s)", " ", text).split())

    for mail in write(make_report()):
        marks = re.compile(r"^[-=]{4,}$|^- |^\d+\. (?!Aim)", re.MULTILINE)
        assert bare(marks.sub("", mail.text)) == bare(mail.page.words)


def test_the_only_links_are_official_and_show_where_they_lead(make_report: MakeReport, write: Write) -> None:
    mails = write(make_report())
    for mail in mails:
        assert all(shown == target == LINK for target, shown in mail.page.links)
        assert set(re.findall(r"https?://\S+", mail.text)) <= {LINK}
    linked = {m.name.split("/")[1] for m in mails if m.page.links}
    assert linked == {"remediation"}


@pytest.mark.parametrize(
    "link",
    [
        "http://www.linkedin.com/x",
        "https://www.linkedin.com.evil.example/x",
        "https://evil-www.linkedin.com.example/",
        "https://www.linkedin.com@evil.example/x",
        "https://www.linkedin.com:8443/x",
        "https://lnkd.in/x",
        "https://evil.example@www.linkedin.com/x",
        "https://evil.example\\@www.linkedin.com/x",
        "https://evil.example\\.www.linkedin.com/x",
        "javascript:alert(1)",
        "https://www.linkedin.com/x y",
        "https://www.linkedin.com/é",
    ],
)
def test_a_link_that_leaves_the_listed_hosts_is_refused(
    make_report: MakeReport,
    compose_all: ComposeAll,
    make_control: Callable[..., Control],
    make_policies: Callable[..., PolicySet],
    link: str,
) -> None:
    control = make_control()
    assert control.remediation
    mended = dataclasses.replace(control.remediation, link=link)
    with pytest.raises(RenderError, match="the link of LI-01 is not an https address on a host the policy allows"):
        compose_all(make_report(policies=make_policies(make_control(remediation=mended))))


@pytest.mark.parametrize("place", ["US-CO", "US-AR"])
def test_no_finding_of_a_personal_account_ever_appears_where_the_law_bars_it(
    make_report: MakeReport, write: Write, place: str
) -> None:
    """DESIGN §6: findings about personal accounts in US-CO and US-AR never appear in a mail to one person."""
    survey = [{"employee_id": ME, "LI-01": "On", "LI-05": "No", "LI-08": "On", "linkedin.account": "Mine"}]
    mail = only(write(make_report([person(place)], survey)))
    for words in (mail.plain, mail.seen):
        assert "No confidential details in public posts" in words
        assert "LI-01" not in words
        assert "visibility" not in words
    assert mail.plain.count("Aim:") == 1


@pytest.mark.parametrize("place", ["US-CO", "US-AR"])
def test_a_finding_wrongly_marked_writable_stops_composing(
    make_report: MakeReport, compose_all: ComposeAll, place: str
) -> None:
    report = make_report([person(place)], [ON | {"linkedin.account": "Mine", "LI-05": "No"}])
    wrong = report.assessment.findings.with_columns(writable=pl.lit(value=True))
    report = dataclasses.replace(report, assessment=dataclasses.replace(report.assessment, findings=wrong))
    with pytest.raises(RenderError, match=f"the law in {place}"):
        compose_all(report)


def test_waived_and_satisfied_findings_are_not_written_about(make_report: MakeReport, write: Write) -> None:
    survey = [{"employee_id": "1", "LI-01": "On", "LI-05": "No", "LI-08": "Off"}]
    report = make_report([person(employee_id="1", **COMPANY)], survey)
    mail = only(write(report))
    waived = report.assessment.findings.filter(pl.col("waiver").is_not_null())["control"].to_list()
    assert waived == ["LI-01"]
    assert "LI-01" not in mail.plain
    assert mail.plain.count("Aim:") == 1


def test_a_mail_holds_nothing_of_anybody_else(make_report: MakeReport, write: Write) -> None:
    mails = write(make_report())
    assert len(mails) > 5
    for mail in mails:
        others = {r for m in mails for r in m.recipients if r not in mail.recipients}
        assert not any(other in mail.text or other in mail.html for other in others)
        assert len(mail.recipients) == 1


def test_a_reminder_informs_and_asks_for_no_change(make_report: MakeReport, write: Write) -> None:
    mail = only(write(make_report([person()], [])))
    assert mail.name.startswith("mail/reminder/")
    assert mail.message["Subject"] == "Privacy settings survey 2026-Q4: you can still answer, if you like"
    for words in (mail.plain, mail.seen):
        assert "By 23 November 2026 we had no answer from you" in words
        assert "this time it is about LinkedIn. It has four questions and takes a few minutes." in words
        assert "Answering is voluntary, and “prefer not to say” is an answer." in words
        assert "If you do not answer, that has no consequences for you; we count it as unknown" in words
        assert "Aim:" not in words
        assert "December" not in words
    assert not mail.page.steps
    assert not mail.page.links


@pytest.mark.parametrize("survey", [[ON], []])
def test_every_mail_says_rights_objection_contact_and_what_is_never_asked(
    make_report: MakeReport, write: Write, survey: list[dict[str, object]]
) -> None:
    mail = only(write(make_report([person()], survey)))
    heads = [heading for tag, heading in mail.page.headings if tag == "h2"]
    for head in ("Your choice", "Your right to object", "Your rights", "What we never ask", "Disclaimer"):
        assert head in heads
    for words in (mail.plain, mail.seen):
        assert "You may object at any time to our using your details and your answers for this survey." in words
        assert (
            "The law where you work (Germany), in short: General Data Protection Regulation. This is a summary" in words
        )
        assert "not legal advice; not reviewed by counsel." in words
        assert "(Provision gdpr-21)" in words
        assert "ccpa" not in words
        assert "privacy@brightwater.example" in words
        assert "We never ask you for passwords, codes, screenshots or links to your profile" in words
        assert "your newest answer counts" in words or not survey
        assert "This is information, not legal advice." in words


@pytest.mark.parametrize(
    ("place", "shown", "hidden"),
    [("US-CA", "ccpa-1798-120", "us-co"), ("US-WA", "us-wa-49-44-200", "us-co"), ("US-CO", "us-co-8-2-127", "us-wa")],
)
def test_rights_are_those_of_the_place_of_work(
    make_report: MakeReport, write: Write, place: str, shown: str, hidden: str
) -> None:
    mail = only(write(make_report([person(place)], [{"employee_id": ME, "LI-05": "No"}])))
    name = {"US-CA": "California", "US-CO": "Colorado", "US-WA": "Washington"}[place]
    assert f"The law where you work ({name}, United States), in short: " in mail.plain
    assert f"(Provision {shown})" in mail.plain
    assert hidden not in mail.plain


def test_an_unknown_place_of_work_is_said_to_be_unknown(make_report: MakeReport, write: Write) -> None:
    """No plan writes to such a person; were there one, the mail would guess nothing."""
    mail = only(write(planned(make_report([person(None)], []), (0, "reminder"))))
    assert "We do not know where you work, so we cannot say which law applies to you. Ask us." in mail.plain


def test_what_is_not_configured_is_not_stated_and_replies_still_reach_somebody(
    make_report: MakeReport, write: Write
) -> None:
    box = "privacy-office@example.invalid"
    report = make_report(
        [person()], [], organisation=Organisation(), sender=Sender(sender=box, reply_to=box, stated=False)
    )
    mail = only(write(report))
    assert mail.message["From"] == mail.message["Reply-To"] == box
    for words in (mail.plain, mail.seen):
        assert "Organisation: not stated" in words
        assert f"Contact: not stated. Reply to this mail; replies go to {box}." in words
        assert f"Write to {box}; one sentence is enough." in words


def test_a_sender_that_is_not_one_address_is_refused_by_its_key(
    make_report: MakeReport, compose_all: ComposeAll
) -> None:
    sender = Sender(sender="a@x.example, b@y.example", reply_to="nobody", stated=True)
    with pytest.raises(RenderError) as caught:
        compose_all(make_report(sender=sender))
    assert [p.what.split(":")[0] for p in caught.value.problems] == ["[mail] from", "[mail] reply_to"]


@pytest.mark.parametrize("account", ["company", None])
def test_nobody_is_blamed(make_report: MakeReport, write: Write, account: str | None) -> None:
    rows = [person(**{"linkedin.account": account}), person(employee_id="2", address="b@x.example")]
    for mail in write(make_report(rows, [ON | {"LI-05": "No", "LI-08": "On"}])):
        for words in (mail.message["Subject"], mail.text, mail.html):
            assert not re.search(BLAME, words, re.IGNORECASE)


def test_the_html_part_is_what_outlook_renders_and_fetches_nothing(make_report: MakeReport, write: Write) -> None:
    for mail in write(make_report()):
        page = mail.page
        tags = [tag for tag, _ in page.tags]
        assert not {"img", "script", "link", "iframe", "form", "input", "object", "svg", "button"} & {*tags}
        assert not re.search(r"url\(|@import|<style[^>]*src|display:\s*(flex|grid)|position:|\{\{|\{%", mail.html)
        assert all(a.get("role") == "presentation" for tag, a in page.tags if tag == "table")
        assert dict(page.tags)["html"]["lang"] == "en"
        assert tags.count("h1") == 1
        assert tags.count("title") == 1
        assert all("style" in a for tag, a in page.tags if tag in {"p", "li", "h1", "h2", "h3", "ol", "ul", "a"})
        schemes = [a["content"] for tag, a in page.tags if tag == "meta" and "color-scheme" in str(a.get("name"))]
        assert schemes == ["light dark"] * 2
        assert "@media (prefers-color-scheme: dark)" in mail.html
        sizes = [int(s) for s in re.findall(r"font-size:\s*(\d+)px", mail.html)]
        assert min(sizes) >= 14


def test_the_accent_colours_the_mail_only_if_it_is_a_colour(make_report: MakeReport, write: Write) -> None:
    def mast(accent: str) -> str:
        organisation = Organisation(name="Brightwater", accent=accent)
        return str(only(write(make_report([person()], [], organisation=organisation))).html)

    assert "#7a1f5c" in mast("#7a1f5c")
    assert "expression" not in mast("red; } body { width: expression(1) }")


def test_words_of_the_policy_are_escaped_in_html_and_plain_in_text(
    make_report: MakeReport, write: Write, make_control: Callable[..., Control], make_policies: Callable[..., PolicySet]
) -> None:
    policies = make_policies(make_control(rationale="Tom & Jerry's <script>x</script> {{ 7 * 7 }}"))
    mail = only(write(make_report([person(**COMPANY)], [ON], policies)))
    assert "Tom & Jerry's <script>x</script> {{ 7 * 7 }}" in mail.plain
    assert "Tom &amp; Jerry&#39;s &lt;script&gt;x&lt;/script&gt; {{ 7 * 7 }}" in mail.html


def test_a_control_without_steps_says_so(
    make_report: MakeReport, write: Write, make_control: Callable[..., Control], make_policies: Callable[..., PolicySet]
) -> None:
    policies = make_policies(make_control(remediation=None))
    mail = only(write(make_report([person(**COMPANY)], [ON], policies)))
    for words in (mail.plain, mail.seen):
        assert "There are no steps to follow. If you want to know more, ask us." in words
    assert not mail.page.links


def test_the_rights_a_mail_shows_exist_among_the_shipped_law_notes() -> None:
    shipped = {
        note["id"]
        for file in sorted((assets.folder("policies") / "law").glob("*.yaml"))
        for note in yaml.safe_load(file.read_text(encoding="utf-8"))["notes"]
    }
    chosen = yaml.safe_load((assets.folder("templates") / "mail" / "rights.yaml").read_text(encoding="utf-8"))
    assert chosen
    assert set(chosen) <= shipped
