"""Senders that die: a process that has everything imported forks one for each job, and it kills itself at a step.

`python -m tests.delivery.crashing` is that process; `Forge` speaks with it. A step is what `reporter` announces, and
each commit of the ledger. The servers that the senders speak to are real and live elsewhere.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, event

from reporter.ledger import connect
from reporter.ledger.outbox import LedgerOutbox, table
from reporter.mail.envelope import Envelope, sealed
from reporter.mail.sending import messages, sender
from reporter.mail.sending.graph import Direct, Draft
from reporter.mail.sending.pace import Pace
from reporter.mail.sending.quiet import Quiet
from reporter.mail.sending.sender import Setting
from reporter.mail.sending.smtp import Password, Server, Smtp
from reporter.mail.sending.standing import Choices
from reporter.microsoft import Cloud, Graph, Registration, Tokens, Wire, wire
from reporter.microsoft.credentials import Secret
from reporter.model.delivery import Mail, State, Step, Transport
from reporter.model.vocabulary import MailKind
from reporter.pseudonyms import Key
from tests.mailserver import PASSWORD, USER, Post
from tests.microsoft.tenant import CLIENT, NAME, SECRET, Tenant

ROOT = Path(__file__).parent.parent.parent
PERIOD = "2026-Q4"
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
SENDER = Address("Privacy Office", "privacy", NAME)


def mail(number: int, kind: MailKind = MailKind.REMEDIATION, says: str = "Hello") -> tuple[Mail, bytes]:
    """Return a message to person `number`, and what is known of it."""
    person = f"P-{number:04}-0000-0000"
    recipient = Address(f"Person {'ABCDEFGHIJ'[number]}", f"person{number}", NAME)
    identity = sha256(f"{number}{kind}{says}".encode()).hexdigest()[:32]
    envelope = Envelope(
        sender=SENDER,
        reply_to=SENDER,
        recipient=recipient,
        subject=f"A {kind}",
        message_id=f"{identity}@{NAME}",
        language="en",
    )
    data = sealed(envelope, text=f"{says}\nCase reference 0000-1111-2222\n", html=f"<p>{says}</p>")
    found = Mail(
        name=f"mail/{kind}/{person}.eml",
        row=number + 2,
        kind=kind,
        language="en",
        person=person,
        place="DE",
        digest=sha256(data).hexdigest(),
        says=messages.says(envelope.subject, messages.text_of(data)),
        subject=envelope.subject,
        recipient=recipient.addr_spec,
        message_id=f"<{envelope.message_id}>",
    )
    return found, data


PEOPLE = 2
MAILS = dict(mail(number) for number in range(PEOPLE))


def outbox_of(engine: Engine) -> LedgerOutbox:
    return LedgerOutbox(engine, lambda secret, said: Key(secret, stable=True).digest("a", said))


@contextmanager
def transport(job: Mapping[str, Any], step: Step) -> Iterator[Transport]:
    if job["transport"] == "smtp":
        server = Server(host="127.0.0.1", port=job["at"], security="starttls")
        login = Password(username=USER, value=PASSWORD)
        yield Smtp(server, SENDER.addr_spec, login, sleep=lambda _: None, step=step)
        return
    cloud = Cloud(authority=job["at"], graph=job["at"])
    with wire.client() as client:
        line = Wire(client, sleep=lambda _: None)
        registration = Registration(cloud=cloud, tenant=NAME, client_id=CLIENT, credential=Secret(SECRET))
        kind = Draft if job["transport"] == "graph-draft" else Direct
        yield kind(Graph(cloud, Tokens(registration, line), line), SENDER.addr_spec, step)


def setting(made: Transport, outbox: LedgerOutbox, now: datetime, step: Step) -> Setting:
    return Setting(
        period=PERIOD,
        read=MAILS.__getitem__,
        outbox=outbox,
        transport=made,
        pace=Pace(1000, lambda: now, lambda _: None),
        quiet=Quiet(),
        clock=lambda: now,
        step=step,
    )


def work(job: Mapping[str, Any], tell: Callable[[str], object]) -> None:
    """Send as a job says, and die where it says."""
    steps = 0

    def step(name: str) -> None:
        nonlocal steps
        tell(name)
        if steps == job["dies_at"]:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1

    engine = connect(job["database"], Path())
    outbox = outbox_of(engine)
    event.listen(engine, "commit", lambda _: step("commit"))
    with transport(job, step) as made:
        sent = sender.send(list(MAILS), Choices(), setting(made, outbox, NOW, step))
    if sent.stopped is not None:
        raise sent.stopped
    engine.dispose()


def warm() -> None:
    """Do once what is slow the first time, so that no sender has to."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/ledger.db", Path())
        outbox = outbox_of(engine)
        outbox.add(PERIOD, list(MAILS))
        [row, *_] = outbox.rows(PERIOD)
        outbox.begin(row, at=NOW, transport="smtp")
        engine.dispose()


def main() -> None:
    """Fork a sender for each job on stdin; say in a line how it ended and which steps it took."""
    warm()
    for line in sys.stdin:
        reading, writing = os.pipe()
        if (pid := os.fork()) == 0:
            os._exit(_forked(json.loads(line), writing))
        os.close(writing)
        with os.fdopen(reading) as stream:
            steps = stream.read().split("\n")[:-1]
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(json.dumps({"ended": ended, "steps": steps}) + "\n")
        sys.stdout.flush()


def _forked(job: Mapping[str, Any], writing: int) -> int:
    try:
        work(job, lambda name: os.write(writing, f"{name}\n".encode()))
    except BaseException:  # noqa: BLE001 - a child must not go on as its parent
        traceback.print_exc()
        sys.stderr.flush()
        return 1
    return 0


class Forge:
    """The process that forks."""

    def __init__(self, authority: Path) -> None:
        proxies = {"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_DIR"}
        environ = {k: v for k, v in os.environ.items() if k.upper() not in proxies} | {"SSL_CERT_FILE": str(authority)}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.delivery.crashing"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, job: Mapping[str, Any], **changes: object) -> tuple[int, list[str]]:
        """Return how a sender ended, and its steps."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({**job, **changes}) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        return said["ended"], said["steps"]

    def close(self) -> None:
        self._process.communicate()


@dataclass(frozen=True)
class Crash:
    """What became of everybody, after a sender was killed at a step, and after others went on."""

    step: str
    number: int
    killed: Counter[str]
    """Recipient → mails that the server has after the kill."""
    resumed: Counter[str]
    doubts: frozenset[str]
    """Addresses in doubt after another sender went on."""
    resent: Counter[str]
    """After `--resend-in-doubt`."""
    left: tuple[State, ...]
    """States in the end."""


def matrix(
    forge: Forge,
    job: Mapping[str, Any],
    accepted: Callable[[], Counter[str]],
    clear: Callable[[], None],
    *,
    whole: bool = False,
) -> list[Crash]:
    """Kill a sender at each step in turn, let another go on, and then one that sends again what is in doubt.

    Args:
        forge: Forks the senders that are killed.
        job: The database and the transport.
        accepted: What the server has.
        clear: Empties the server.
        whole: To the last step; else to where the second mail begins: its steps are the first one's again.
    """
    engine = connect(job["database"], Path())
    outbox = outbox_of(engine)
    addresses = {m.person: m.recipient for m in MAILS}

    def afresh() -> None:
        clear()
        with engine.begin() as connection:
            connection.execute(delete(table))

    afresh()
    ended, steps = forge.send(job, dies_at=None)
    assert ended == 0
    assert accepted() == Counter(addresses.values())
    last = len(steps) if whole else steps.index("ended") + 2
    found = []
    with transport(job, lambda _: None) as made:
        later = setting(made, outbox, LATER, lambda _: None)
        for number, name in enumerate(steps[:last]):
            afresh()
            ended, taken = forge.send(job, dies_at=number)
            assert ended == -signal.SIGKILL, (ended, taken)
            assert taken == steps[: number + 1]
            killed = accepted()
            assert sender.send(list(MAILS), Choices(), later).stopped is None
            resumed = accepted()
            rows = outbox.rows()
            doubts = frozenset(addresses[row.person] for row in rows if row.state is State.IN_DOUBT)
            if doubts:
                assert sender.send(list(MAILS), Choices(resend_in_doubt=True), later).stopped is None
            left = tuple(row.state for row in outbox.rows())
            found.append(Crash(name, number, killed, resumed, doubts, accepted(), left))
    engine.dispose()
    return found


def holds(crash: Crash, *, settles: bool) -> None:
    """Make sure that nobody is lost, and nobody is mailed twice unasked.

    Args:
        crash: What happened.
        settles: The other side can be asked, so that nothing stays in doubt.
    """
    for recipient in (m.recipient for m in MAILS):
        assert crash.resumed[recipient] <= 1, crash
        assert crash.resumed[recipient] == 1 or recipient in crash.doubts, crash
        # Sent again by choice: only who was in doubt may have it twice, and now everybody has it.
        assert 1 <= crash.resent[recipient] <= 1 + (recipient in crash.doubts), crash
    assert set(crash.left) == {State.SENT}, crash
    assert not (settles and crash.doubts), crash
    assert set(crash.resumed) <= {m.recipient for m in MAILS}


def told(crashes: list[Crash]) -> list[str]:
    """Return the matrix as a table, a line for each step of the first mail; the others' are the same again."""
    lines = [f"{'killed at':<22} {'server has':>10} {'then':>5} {'in doubt':>9} {'resent':>7}"]
    for c in crashes:
        counts = (sum(c.killed.values()), sum(c.resumed.values()), len(c.doubts), sum(c.resent.values()))
        lines.append(f"{c.number:>3} {c.step:<18} {counts[0]:>10} {counts[1]:>5} {counts[2]:>9} {counts[3]:>7}")
    return lines


def by_smtp(post: Post) -> tuple[Callable[[], Counter[str]], Callable[[], None]]:
    return (lambda: post.recipients), post.accepted.clear


def by_graph(tenant: Tenant) -> tuple[Callable[[], Counter[str]], Callable[[], None]]:
    def accepted() -> Counter[str]:
        return Counter(messages.headers(_undated(data)).recipient.addr_spec for data in tenant.sent.values())

    def clear() -> None:
        tenant.sent.clear()
        tenant.drafts.clear()
        tenant.asked.clear()

    return accepted, clear


def _undated(data: bytes) -> bytes:
    return data.partition(b"\r\n")[2]


if __name__ == "__main__":
    main()
