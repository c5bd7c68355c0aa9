"""Preview, approve, send, and the truth about it, over a real mail server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import webbrowser
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reporter.cli.mail_send import _patient
from reporter.delivery import RunMails, read
from reporter.ledger import connect, events, opened
from reporter.model.delivery import Mail
from reporter.run import run
from reporter.settings import load
from tests.delivery.conftest import post
from tests.delivery.crashing import outbox_of
from tests.mailserver import PASSWORD, USER, Post, dated_out
from tests.microsoft.tenant import CLIENT, EVENT, LOOPBACK, NAME, PERSON, SECRET, Tenant, authority, status, tenant

__all__ = ["authority", "post", "tenant"]

pytestmark = LOOPBACK

Call = Callable[..., Any]
ROSTER = """\
Employee ID,Work Email,Full Name,Country,State
1,ana@small.example,Ana Lindqvist,IE,
2,bo@small.example,Bo Tran,DE,
4,di@small.example,Di Marsh,GB,
5,,Ed Novak,GB,
"""
ANSWERED = "Timestamp,Email Address,[LI-01] the switch,[LI-05] posts\n2026-11-02 10:00,ana@small.example,On,Yes\n"
RUN = ("run", "--roster", "people.csv", "--survey", "answers.csv", "--outputs", "mail")
HEARD = '[consultation]\nDE = {date = 2026-09-01, reference = "12/2026"}\n'


def configuration(port: int, more: str = "", mail: str = "") -> str:
    return (
        '[organisation]\nname = "Small"\ncontact = "privacy@small.example"\n'
        '[mail]\nfrom = "Privacy Office <privacy@small.example>"\ntransport = "smtp"\nper_minute = 60000\n'
        f'smtp = {{host = "127.0.0.1", port = {port}, username = "{USER}", credential = "env:SMTP"}}\n'
        f"{mail}{HEARD}{more}"
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with a run."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "people.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "answers.csv").write_text(ANSWERED, encoding="utf-8")
    (folder / "reporter.toml").write_text(configuration(1), encoding="utf-8")
    (folder / "pseudonym.key").write_text("5e" * 32 + "\n")
    (folder / "pseudonym.key").chmod(0o600)
    flags = {"run.roster": folder / "people.csv", "run.survey": folder / "answers.csv", "run.outputs": "mail"}
    settings = load(folder / "reporter.toml", environ={}, flags=flags)
    run(settings, as_of=date(2026, 11, 23), out=folder / "runs" / "first")
    return folder


@pytest.fixture
def space(here: Path, made: Path, post: Post, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the workspace, whose server takes mail."""
    monkeypatch.setenv("SMTP", PASSWORD)
    shutil.copytree(made, here, dirs_exist_ok=True)
    (here / "reporter.toml").write_text(configuration(post.port), encoding="utf-8")
    return here


@pytest.fixture
def safe(space: Path, call: Call) -> Call:
    """Call `reporter`, and make sure that the password is nowhere."""

    def called(*arguments: str | Path) -> Any:  # noqa: ANN401 - what `call` returns
        said = call(*arguments)
        assert PASSWORD not in said.out + said.err
        assert not [p for p in space.rglob("*") if p.is_file() and PASSWORD.encode() in p.read_bytes()]
        return said

    return called


def to(message: EmailMessage) -> str:
    return str(message["To"].addresses[0].addr_spec)


def pseudonym(space: Path, address: str) -> str:
    return next(p.stem for p in space.glob("runs/first/mail/*/*.eml") if address.encode() in p.read_bytes())


def told(space: Path) -> list[str]:
    engine = connect("sqlite:///ledger.db", space)
    with engine.begin() as connection:
        found = events(connection)
    engine.dispose()
    assert "@" not in "".join(str(dict(e.details)) for e in found)
    return [e.action for e in found]


def tamper(run: Path, name: str, old: bytes, new: bytes) -> None:
    """Change a file of a run, and every hash that stands for it anywhere in the run."""
    before = (run / name).read_bytes()
    after = before.replace(old, new)
    assert after != before
    (run / name).write_bytes(after)
    was, now = (sha256(data).hexdigest().encode() for data in (before, after))
    for listing in ("mail/index.csv", "manifest.json", "SHA256SUMS"):
        if listing != name and was in (run / listing).read_bytes():
            tamper(run, listing, was, now)


def test_a_new_ledger_is_said_to_know_of_no_mail(safe: Call, space: Path) -> None:
    """Where the old one was lost, everybody would get this quarter's mail again."""
    new = "The ledger is new: it knows of no mail."
    assert new in safe("mail", "approve", "--by", "Grace").err
    assert new not in safe("mail", "approve", "--by", "Grace").err
    (space / "ledger.db").unlink()
    assert new in safe("mail", "approve", "--by", "Grace").err


def test_a_whole_cycle(safe: Call, space: Path, post: Post) -> None:
    preview = safe("mail", "preview")
    assert preview.code == 0, preview.err
    for words in ("3 messages for 2026-Q4", "Ireland", "Germany", "United Kingdom", "No usable address", "not yet"):
        assert words in preview.out
    unapproved = safe("mail", "send")
    assert unapproved.code == 0
    assert "3 of 3 messages would go now" in unapproved.out
    assert "nobody has approved" in unapproved.out
    assert not post.accepted

    approved = safe("mail", "approve", "--by", "Grace Hopper")
    assert approved.code == 0, approved.err
    listed = b"".join((space / f"runs/first/mail/{name}.csv").read_bytes() for name in ("index", "places"))
    assert sha256(listed).hexdigest() in approved.out
    assert "this was a dry run" in safe("mail", "send", "--dry-run").out
    assert not post.accepted

    assert safe("mail", "send", "--limit", "1").code == 0
    assert len(post.accepted) == 1
    sent = safe("mail", "send")
    assert sent.code == 0, sent.err
    assert "Accepted now: 2." in sent.out
    assert post.recipients == {f"{name}@small.example": 1 for name in ("ana", "bo", "di")}
    files = {p.read_bytes() for p in space.glob("runs/first/mail/*/*.eml")}
    assert {dated_out(data) for _, _, data in post.accepted} == files
    assert "Nothing was left to send." in safe("mail", "send").out
    assert len(post.accepted) == 3
    status_said = safe("mail", "status").out
    assert "Accepted means that the next mail server took it." in status_said
    assert "delivered" not in status_said + sent.out
    assert told(space) == ["mail-approved", *["mail-sending", "mail-sent"] * 2]


def test_a_later_run_of_the_period_sends_nobody_a_second_reminder(safe: Call, space: Path, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    safe("mail", "send")
    # Bo has answered meanwhile, Di has not; Di's address is another now, and the pseudonym is the same.
    answers = ANSWERED + "2026-11-24 10:00,bo@small.example,On,Yes\n"
    (space / "answers.csv").write_text(answers, encoding="utf-8")
    (space / "people.csv").write_text(ROSTER.replace("di@", "diana@"), encoding="utf-8")
    assert safe(*RUN, "--as-of", "2026-11-30", "--out", "runs/second").code == 0
    refused = safe("mail", "send")
    assert refused.code == 8
    assert "are not those that Grace approved for 2026-Q4" in refused.err
    safe("mail", "approve", "--by", "Grace")
    sent = safe("mail", "send")
    assert sent.code == 0, sent.err
    assert post.recipients == {"ana@small.example": 1, "bo@small.example": 2, "di@small.example": 1}
    assert "Not again: the person got such a mail for 2026-Q4 already" in sent.out
    # Ana's remediation mail says the same as before. Approved to go again, it still does not: nothing is new in it.
    safe("mail", "approve", "--by", "Grace", "--again")
    safe("mail", "send")
    assert post.recipients["ana@small.example"] == 1


def test_a_remediation_mail_that_says_something_else_goes_again_if_that_was_approved(
    safe: Call, space: Path, post: Post
) -> None:
    safe("mail", "approve", "--by", "Grace")
    safe("mail", "send")
    (space / "answers.csv").write_text(ANSWERED + "2026-11-24 10:00,ana@small.example,On,Yes\n", encoding="utf-8")
    assert safe(*RUN, "--as-of", "2026-11-30", "--out", "runs/second").code == 0
    for again, times in (((), 1), (("--again",), 2), (("--again",), 2)):
        safe("mail", "approve", "--by", "Grace", *again)
        safe("mail", "send")
        assert post.recipients == {"ana@small.example": times, "bo@small.example": 1, "di@small.example": 1}


def test_what_changed_after_the_approval_is_not_sent(safe: Call, space: Path, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    path = next(space.glob("runs/first/mail/reminder/*.eml"))
    path.write_bytes(path.read_bytes().replace(b"To: ", b"Cc: evil@there.example\r\nTo: "))
    said = safe("mail", "send")
    assert said.code == 7
    assert path.name in said.err
    assert "evil" not in said.err
    assert not post.accepted


def test_where_people_work_is_approved_too(safe: Call, space: Path, post: Post) -> None:
    """Quiet times and works councils go by it."""
    safe("mail", "approve", "--by", "Grace")
    tamper(space / "runs/first", "mail/places.csv", b",DE\n", b",IE\n")
    said = safe("mail", "send")
    assert said.code == 8
    assert "are not those that Grace approved" in said.err
    assert not post.accepted


@pytest.mark.parametrize("nonsense", [b'"', b"name,place,\xff\n", b"\n"])
def test_places_that_are_no_table_are_said_to_be_none(nonsense: bytes, safe: Call, space: Path) -> None:
    whole = (space / "runs/first/mail/places.csv").read_bytes()
    tamper(space / "runs/first", "mail/places.csv", whole, nonsense)
    said = safe("mail", "preview")
    assert said.code == 7
    assert "mail/places.csv: " in said.err


def test_a_message_that_is_none_of_ours_is_refused_with_its_row_though_every_hash_fits(
    safe: Call, space: Path, post: Post
) -> None:
    run = space / "runs/first"
    path = next(run.glob("mail/reminder/*.eml"))
    tamper(run, path.relative_to(run).as_posix(), b"To: ", b"Bcc: evil@there.example\r\nTo: ")
    said = safe("mail", "approve", "--by", "Grace")
    assert said.code == 7
    row = [line.split(",")[0] for line in (run / "mail/index.csv").read_text().splitlines()].index(
        f"mail/reminder/{path.name}"
    )
    assert (
        f"mail/index.csv, row {row + 1}: this message cannot be sent: it has a header that no mail of ours has: bcc"
        in said.err
    )
    assert not post.accepted


@pytest.mark.parametrize(
    ("old", "new", "code", "what"),
    [
        ('contact = "privacy@small.example"\n', "", 8, "[organisation] contact: is not stated"),
        ('from = "Privacy Office <privacy@small.example>"\n', "", 8, "[mail] from: is not stated"),
        ("privacy@small.example>", "hr@small.example>", 8, "the mails come from privacy@small.example, and this names"),
        (HEARD, "", 8, "no consultation of the works council in DE is recorded"),
        (HEARD, '[consultation]\nDE = {date = 2099-01-01, reference = "x"}\n', 8, "works council in DE"),
    ],
)
def test_it_is_neither_approved_nor_sent_where_it_may_not_be(
    old: str, new: str, code: int, what: str, safe: Call, space: Path, post: Post
) -> None:
    safe("mail", "approve", "--by", "Grace")
    path = space / "reporter.toml"
    path.write_text(path.read_text().replace(old, new))
    for said in (safe("mail", "approve", "--by", "Grace"), safe("mail", "send")):
        assert (said.code, what in said.err) == (code, True), said.err
    assert not post.accepted


def test_a_message_that_is_changed_while_others_go_stops_it_and_what_went_is_told(
    safe: Call, space: Path, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe("mail", "approve", "--by", "Grace")
    whole = RunMails.read

    def read(run: RunMails, mail: Mail) -> bytes:
        if post.accepted:  # somebody gets at the folder after the first
            (run.folder / mail.name).write_bytes(b"evil")
        return whole(run, mail)

    monkeypatch.setattr(RunMails, "read", read)
    said = safe("mail", "send")
    assert said.code == 7
    assert "was changed while mails were sent" in said.err
    assert "Accepted now: 1." in said.out
    assert told(space) == ["mail-approved", "mail-sending", "mail-sent"]


def test_who_stops_it_lets_the_mail_that_is_going_get_through(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[int] = []
    ignored = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with _patient(asked):
            for number in (signal.SIGTERM, signal.SIGHUP):  # ignored, as by nohup; a terminal that is closed
                os.kill(os.getpid(), number)
    finally:
        signal.signal(signal.SIGTERM, ignored)
    assert asked == [signal.SIGHUP]
    assert "Stopping after this mail" in capsys.readouterr().err


def test_what_a_killed_run_left_is_not_the_latest_run(safe: Call, space: Path) -> None:
    (space / "runs/first").rename(space / "runs/.reporter-left")
    assert "there is none in runs/" in safe("mail", "preview").err


def test_who_was_listed_or_excluded_since_the_run_gets_no_mail(safe: Call, space: Path, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    (space / "suppress.csv").write_text("Employee ID,Email\n4,\n,ANA@small.example\n")
    text = configuration(post.port, '[scope]\nexclude_countries = ["DE"]\n', 'suppress = "suppress.csv"\n').replace(
        HEARD, ""
    )
    (space / "reporter.toml").write_text(text)
    said = safe("mail", "send")
    assert said.code == 0, said.err
    assert not post.accepted
    assert "Withheld since the run was made: 1 consultation-open, 2 suppression-list." in said.out


def test_quiet_times_hold_by_the_place(safe: Call, space: Path, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    week = '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
    quiet = f"quiet = {{ days = [], countries = {{ DE = {{ days = {week} }} }} }}\n"
    (space / "reporter.toml").write_text(configuration(post.port, mail=quiet))
    said = safe("mail", "send")
    assert said.code == 0, said.err
    assert sorted(post.recipients) == ["ana@small.example", "di@small.example"]
    assert "quiet where they work for two weeks and more" in said.out


def test_one_person_or_one_kind_may_be_chosen(safe: Call, space: Path, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    assert safe("mail", "send", "--only", pseudonym(space, "di@small.example")).code == 0
    assert list(post.recipients) == ["di@small.example"]
    assert safe("mail", "send", "--kind", "remediation").code == 0
    assert sorted(post.recipients) == ["ana@small.example", "di@small.example"]
    assert safe("mail", "send", "--only", "P-NONE").code == 2
    assert safe("mail", "send", "--kind", "nonsense").code == 2


def test_a_trial_goes_to_the_operator_and_does_not_count(safe: Call, space: Path, post: Post) -> None:
    said = safe("mail", "send", "--to-me", "grace@small.example", "--limit", "2")
    assert said.code == 0, said.err
    assert post.recipients == {"grace@small.example": 2}
    assert [to(m) for m in post.messages] == ["grace@small.example"] * 2
    assert all(m["Subject"].strip().startswith("[Trial] ") for m in post.messages)
    safe("mail", "approve", "--by", "Grace")
    safe("mail", "send")
    assert post.recipients["ana@small.example"] == 1
    assert told(space) == ["mail-trial", "mail-approved", "mail-sending", "mail-sent"]
    assert safe("mail", "send", "--to-me", "grace@x.example, evil@there.example").code == 2


def test_refusals_are_listed_and_failures_in_a_row_stop_it(safe: Call, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    post.faults += [("rcpt", "bo@", "550 5.1.1 no bo@small.example here"), ("data", "di@", "451 4.3.0 later")]
    said = safe("mail", "send")
    assert said.code == 6
    assert re.search(r"refused +550 5\.1\.1", said.out)
    assert re.search(r"deferred +451 4\.3\.0", said.out)
    assert "Refused means" in said.out
    assert "Deferred means" in said.out
    assert "Unclear means" not in said.out
    assert "bo@" not in said.out + said.err
    post.faults.clear()
    assert safe("mail", "send").code == 0
    assert sorted(post.recipients) == ["ana@small.example", "di@small.example"]
    assert "Refused for good" in safe("mail", "status").out
    assert safe("mail", "send", "--retry-refused").code == 0
    assert post.recipients == {f"{name}@small.example": 1 for name in ("ana", "bo", "di")}


def test_what_is_in_doubt_is_listed_and_goes_again_by_choice_alone(safe: Call, space: Path, post: Post) -> None:
    safe("mail", "approve", "--by", "Grace")
    post.faults.append(("cut", "bo@", ""))
    assert safe("mail", "send").code == 6
    post.faults.clear()
    said = safe("mail", "status")
    assert "In doubt" in said.out
    assert pseudonym(space, "bo@small.example") in said.out
    safe("mail", "send")
    assert post.recipients["bo@small.example"] == 1
    safe("mail", "send", "--resend-in-doubt")
    assert post.recipients == {"ana@small.example": 1, "bo@small.example": 2, "di@small.example": 1}


def test_a_mail_that_is_being_handed_over_is_said_to_be_so(safe: Call, space: Path) -> None:
    run = read(space / "runs/first")
    with opened("sqlite:///ledger.db", space) as engine:
        outbox = outbox_of(engine)
        outbox.add(run.period, run.mails[:1])
        outbox.begin(outbox.rows()[0], at=datetime(2026, 11, 27, 10, tzinfo=UTC), transport="smtp")
    assert re.search(r"10:00 UTC +smtp +on its way just now, or its sender was killed", safe("mail", "status").out)


def test_files_are_all_there_is_where_nothing_else_is_configured(safe: Call, space: Path, post: Post) -> None:
    path = space / "reporter.toml"
    path.write_text(path.read_text().replace('transport = "smtp"\n', ""))
    safe("mail", "approve", "--by", "Grace")
    said = safe("mail", "send")
    assert said.code == 0
    assert "transport is files" in said.out
    assert not post.accepted
    assert safe("mail", "send", "--to-me", "grace@small.example").code == 2


def test_any_one_message_is_shown_by_pseudonym_row_or_name(
    safe: Call, space: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = pseudonym(space, "di@small.example")
    for name in (person, f"reminder/{person}", f"mail/reminder/{person}.eml"):
        said = safe("mail", "preview", "--show", name)
        assert "To          di@small.example" in said.out
        assert "Case reference" in said.out
    assert "row 2 of mail/index.csv" in safe("mail", "preview", "--show", "2").out
    assert safe("mail", "preview", "--show", "P-NONE").code == 2
    shown: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def look(url: str) -> bool:
        shown.append(Path(url.removeprefix("file://")).read_text(encoding="utf-8"))
        return True

    monkeypatch.setattr(webbrowser, "open", look)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "")
    assert safe("mail", "preview", "--show", person, "--browser").code == 0
    assert "<html" in shown[0]


def test_doctor_tries_the_way_and_says_what_to_look_up(safe: Call, post: Post) -> None:
    said = safe("doctor", "--mail", "--to-me", "grace@small.example")
    assert said.code == 0, said.err
    for words in ("TXT small.example", "_domainkey.small.example", "TXT _dmarc.small.example", "over verified TLS"):
        assert words in said.out
    assert post.recipients == {"grace@small.example": 1}
    assert safe("doctor", "--to-me", "grace@small.example").code == 2


def test_doctor_proves_that_graph_cannot_send_as_somebody_else(
    call: Call, here: Path, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPH", SECRET)
    (here / "reporter.toml").write_text(
        f'[organisation]\ncontact = "privacy@{NAME}"\n[mail]\nfrom = "privacy@{NAME}"\ntransport = "graph"\n'
        f'[microsoft]\ncloud = "fake"\ntenant = "{NAME}"\nclient_id = "{CLIENT}"\ncredential = "env:GRAPH"\n'
    )
    ask = ("doctor", "--mail", "--other-mailbox", f"ceo@{NAME}")
    said = call(*ask)
    assert said.code == 0, said.err
    assert "may not send from it (ErrorAccessDenied), as it should be" in said.out
    assert not tenant.sent
    tenant.mailboxes += (f"ceo@{NAME}",)
    said = call(*ask)
    assert said.code == 6
    assert f"the application can send as ceo@{NAME}, and so as anybody; a test mail went to privacy@{NAME}" in said.err
    assert len(tenant.sent) == 1
    tenant.fail("/sendMail", status(500))
    said = call(*ask)
    assert said.code == 6
    assert "is not known" in said.err
    for hidden in (SECRET, PERSON, EVENT[:8] + "x"):
        assert hidden not in said.out + said.err
