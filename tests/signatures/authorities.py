"""A certificate authority to throw away, whom it issues certificates to, and a timestamp authority on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

LOOPBACK = pytest.mark.allow_hosts(["127.0.0.1"])
AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
"""When things are signed."""
STAMPED = AT + timedelta(seconds=3)
PASSPHRASE = "hunter2-never-shown"  # noqa: S105

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def sha256(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def pkcs12(self, path: Path, passphrase: str | None = PASSPHRASE) -> Path:
        """Write key and certificate into a file that its owner alone can open."""
        lock: KeySerializationEncryption = (
            BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        )
        path.touch(0o600)
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", self.key, self.certificate, None, lock))
        return path


def usage(*, signing: bool = True, certifying: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not signing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifying,
        crl_sign=certifying,
        encipher_only=False,
        decipher_only=False,
    )


def issue(
    name: str,
    by: Holder | None = None,
    *,
    key: Key | None = None,
    ends: datetime = AT + timedelta(days=400),
    authority: bool = False,
    kind: x509.ObjectIdentifier = NameOID.COMMON_NAME,
    **extensions: x509.ExtensionType,
) -> Holder:
    """Issue a certificate; by nobody: it is its own issuer. `kind`: what the name is; without a name it has none."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(kind, name)] if name else [])
    stated = {"usage": usage(signing=not authority, certifying=authority)} | extensions
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=400))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    for extension in stated.values():
        builder = builder.add_extension(extension, critical=True)
    signing = by.key if by else key
    assert not isinstance(signing, ed25519.Ed25519PrivateKey)
    return Holder(key, builder.sign(signing, hashes.SHA256()))


@cache
def root() -> Holder:
    return issue("Brightwater Root", authority=True, ends=AT + timedelta(days=4000))


@cache
def organisation() -> Holder:
    return issue("Brightwater Instruments", root())


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def timestamper() -> DummyTimeStamper:
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    holder = issue("Time Authority", root(), key=rsa_key(), ends=AT + timedelta(days=4000), purpose=purpose)
    private = rsa_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(asn1.Certificate.load(holder.der), keys.PrivateKeyInfo.load(private), fixed_dt=STAMPED)


Answer = Callable[[bytes], tuple[int, str, bytes]]
"""A request → status, content type and content."""
_REPLY = "application/timestamp-reply"


def granted(request: bytes) -> tuple[int, str, bytes]:
    """Answer as a timestamp authority does."""
    return 200, _REPLY, timestamper().request_tsa_response(tsp.TimeStampReq.load(request)).dump()


def of_something_else(request: bytes) -> tuple[int, str, bytes]:
    """Stamp another hash than the one that was asked about, with the right nonce."""
    asked = tsp.TimeStampReq.load(request)
    asked["message_imprint"]["hashed_message"] = bytes(32)
    return granted(asked.dump(force=True))


def refused(_request: bytes) -> tuple[int, str, bytes]:
    status = tsp.PKIStatusInfo({"status": "rejection", "status_string": ["no more today"]})
    return 200, _REPLY, b"\x30" + bytes([len(status.dump())]) + status.dump()


@dataclass
class Office:
    """A timestamp authority's office."""

    url: str
    answer: Answer = granted
    asked: list[bytes] = field(default_factory=list)


@contextmanager
def office() -> Iterator[Office]:
    """Open a timestamp authority on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            opened.asked.append(request)
            status, kind, content = opened.answer(request)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of a client that went away: it may be another test's turn to listen."""

    server = Server(("127.0.0.1", 0), Handler)
    opened = Office(f"http://127.0.0.1:{server.server_port}/stamp")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield opened
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(name="office")
def open_office() -> Iterator[Office]:
    """Open a timestamp authority on loopback."""
    with office() as opened:
        yield opened
