from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import keyring
import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import load_pem_x509_certificate

from reporter import vault
from reporter.errors import UsageError
from reporter.microsoft import CLOUDS, clouds, credentials, wire
from reporter.microsoft.credentials import Certificate, Credential, Device, Secret, Workload
from tests.microsoft.keyrings import Chain, Locked, Memory, PlainText, ring

__all__ = ["ring"]

HIDDEN = "hunter2-never-shown"


def read(text: str, environ: Mapping[str, str] | None = None, folder: Path = Path()) -> Credential:
    return credentials.read(text, environ=environ or {}, folder=folder, where="reporter.toml, [microsoft] credential")


def refused(text: str, environ: Mapping[str, str] | None = None, folder: Path = Path()) -> str:
    with pytest.raises(UsageError) as caught:
        read(text, environ, folder)
    [problem] = caught.value.problems
    assert HIDDEN not in f"{problem} {problem.hint}"
    return f"{problem} {problem.hint}"


def test_a_secret_comes_from_the_environment_without_its_line_end() -> None:
    assert read("env:GRAPH", {"GRAPH": f"{HIDDEN}\n"}) == Secret(HIDDEN)


def test_no_record_prints_its_secret(tmp_path: Path) -> None:
    assert HIDDEN not in repr(Secret(HIDDEN))
    assert HIDDEN not in repr(Certificate({"private_key": HIDDEN}))
    assert "token" in repr(Workload(tmp_path / "token"))


@pytest.mark.parametrize("environ", [{}, {"GRAPH": ""}, {"GRAPH": "  "}])
def test_a_variable_that_is_not_set_or_empty_is_no_secret(environ: dict[str, str]) -> None:
    assert "env:GRAPH holds no secret" in refused("env:GRAPH", environ)


def test_a_secret_comes_from_an_open_descriptor(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(HIDDEN)
    descriptor = os.open(tmp_path / "secret", os.O_RDONLY)
    assert read(f"fd:{descriptor}") == Secret(HIDDEN)


@pytest.mark.parametrize("name", ["99", "x", "-1"])
def test_a_descriptor_that_is_not_open_is_said_to_be_so(name: str) -> None:
    assert f"fd:{name} cannot be read" in refused(f"fd:{name}")


def test_a_secret_comes_from_the_keyring(ring: Memory) -> None:
    ring.kept["reporter", "graph"] = HIDDEN
    assert read("keyring:graph") == Secret(HIDDEN)
    assert "keyring set reporter other" in refused("keyring:other")


@pytest.mark.usefixtures("ring")
def test_a_keyring_that_is_locked_is_said_to_be_so() -> None:
    keyring.set_keyring(Locked())
    assert "the keyring cannot be opened (KeyringLocked)" in refused("keyring:graph")
    with pytest.raises(UsageError) as caught:
        vault.keep("tokens", HIDDEN)
    assert HIDDEN not in str(caught.value)


@pytest.mark.usefixtures("ring")
def test_tokens_are_never_kept_in_plain_text() -> None:
    plain, safe = PlainText(), Memory()
    for unsafe in (plain, Chain(safe, plain)):
        keyring.set_keyring(unsafe)
        with pytest.raises(UsageError, match="no keyring that encrypts"):
            vault.keep("tokens", HIDDEN)
    assert not plain.kept
    assert not safe.kept
    keyring.set_keyring(Chain(safe))
    vault.check()


def test_a_workload_reads_its_token_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("first\n")
    found = read("workload", {"AZURE_FEDERATED_TOKEN_FILE": str(file)})
    assert isinstance(found, Workload)
    file.write_text("second\n")
    assert found.assertion() == "second"


def test_a_workload_outside_one_is_said_to_be_so(tmp_path: Path) -> None:
    assert "AZURE_FEDERATED_TOKEN_FILE, and it is not set" in refused("workload")
    assert "No such file" in refused("workload", {"AZURE_FEDERATED_TOKEN_FILE": str(tmp_path / "nothing")})


def test_a_person_who_signs_in_needs_no_secret() -> None:
    assert read("device") == Device()


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    """Return a private key and its certificate, as PEM."""
    issued = trustme.CA().issue_cert("reporter.example", key_type=trustme.KeyType.RSA)
    return issued.private_key_pem.bytes(), issued.cert_chain_pems[0].bytes()


def private(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.touch(0o600)
    path.write_bytes(data)
    return f"certificate:{name}"


def packed(pair: tuple[bytes, bytes], passphrase: bytes | None) -> bytes:
    key = load_pem_private_key(pair[0], None)
    assert isinstance(key, rsa.RSAPrivateKey)
    lock = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", key, load_pem_x509_certificate(pair[1]), None, lock)


def test_a_certificate_is_read_from_pem_and_pfx_relative_to_the_workspace(
    tmp_path: Path, pair: tuple[bytes, bytes]
) -> None:
    key, certificate = pair
    lock = BestAvailableEncryption(HIDDEN.encode())
    locked = load_pem_private_key(key, None).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    environ = {"REPORTER_CERTIFICATE_PASSPHRASE": HIDDEN}
    found = [
        read(private(tmp_path, "plain.pem", key + certificate), folder=tmp_path),
        read(private(tmp_path, "locked.pem", locked + certificate), environ, tmp_path),
        read(private(tmp_path, "plain.pfx", packed(pair, None)), folder=tmp_path),
        read(private(tmp_path, "locked.pfx", packed(pair, HIDDEN.encode())), environ, tmp_path),
    ]
    assert all(one == found[0] for one in found)
    assert isinstance(found[0], Certificate)
    assert found[0].content["public_certificate"] == certificate.decode()


def test_a_certificate_that_is_none_is_said_to_be_none(tmp_path: Path, pair: tuple[bytes, bytes]) -> None:
    key, certificate = pair
    curved = trustme.CA().issue_cert("reporter.example", key_type=trustme.KeyType.ECDSA).private_key_and_cert_chain_pem
    for number, data in enumerate(
        (b"", b"-----BEGIN", key, certificate, packed(pair, HIDDEN.encode()), curved.bytes(), b"\0" * 200_000)
    ):
        name = private(tmp_path, f"{number}.pem", data)
        assert "holds no certificate with its private key" in refused(name, folder=tmp_path)
    plain = private(tmp_path, "plain.pem", key + certificate)
    assert "another passphrase" in refused(plain, {"REPORTER_CERTIFICATE_PASSPHRASE": HIDDEN}, tmp_path)


def test_a_private_key_that_others_can_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open.pem").write_bytes(b"x")
    (tmp_path / "open.pem").chmod(0o644)
    assert "chmod 600" in refused("certificate:open.pem", folder=tmp_path)
    assert "No such file" in refused("certificate:nothing.pem", folder=tmp_path)


def test_a_cloud_is_known_by_its_name_alone() -> None:
    assert clouds.cloud(None, where="x") == CLOUDS["global"]
    assert clouds.cloud("us-dod", where="x").graph == "https://dod-graph.microsoft.us"
    with pytest.raises(UsageError, match='there is no cloud "chna"') as caught:
        clouds.cloud("chna", where="x")
    assert caught.value.problems[0].hint.startswith("Did you mean `china`?")


def test_every_cloud_is_reached_over_tls_and_no_two_share_a_graph() -> None:
    assert all(c.graph.startswith("https://") and c.authority.startswith("https://") for c in CLOUDS.values())
    assert len({c.graph for c in CLOUDS.values()}) == len(CLOUDS)


def test_an_environment_that_cannot_be_followed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SSL_CERT_FILE", "/nowhere.pem"), ("HTTPS_PROXY", "gopher://x")):
        with monkeypatch.context() as changed:
            changed.setenv(name, value)
            with pytest.raises(UsageError, match="the environment names cannot be used"):
                wire.client()
