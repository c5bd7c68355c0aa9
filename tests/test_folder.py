from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reporter import folder
from reporter.errors import RenderError, UsageError
from reporter.model.documents import Document

MANIFEST = b'{"tool": {"name": "reporter"}, "outputs": [{"name": "mail/index.csv"}]}\n'
DOCUMENTS = [
    Document(name="manifest.json", data=MANIFEST),
    Document(name="mail/index.csv", data=b"name\n"),
    Document(name="mail/reminder/P-1.eml", data=b"Subject: x\n"),
]


def files(path: Path) -> dict[str, bytes]:
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def hidden(parent: Path) -> list[Path]:
    return [path for path in parent.iterdir() if path.name.startswith(".")]


def test_all_documents_are_written_for_the_owner_alone(tmp_path: Path) -> None:
    folder.write(tmp_path / "out", DOCUMENTS)
    assert files(tmp_path / "out") == {d.name: d.data for d in DOCUMENTS}
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    assert not hidden(tmp_path)


def test_a_missing_parent_is_made(tmp_path: Path) -> None:
    folder.write(tmp_path / "runs" / "2026" / "q4", DOCUMENTS)
    assert files(tmp_path / "runs" / "2026" / "q4")


def test_a_second_run_never_overwrites_the_first_without_force(tmp_path: Path) -> None:
    folder.write(tmp_path / "out", DOCUMENTS)
    with pytest.raises(UsageError) as caught:
        folder.write(tmp_path / "out", [Document(name="manifest.json", data=b"2")])
    assert "--force" in caught.value.problems[0].hint
    assert files(tmp_path / "out") == {d.name: d.data for d in DOCUMENTS}


def test_force_replaces_the_whole_of_an_earlier_run(tmp_path: Path) -> None:
    folder.write(tmp_path / "out", DOCUMENTS)
    folder.write(tmp_path / "out", [Document(name="manifest.json", data=b"2")], replace=True)
    assert files(tmp_path / "out") == {"manifest.json": b"2"}
    assert not hidden(tmp_path)


def test_force_replaces_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    folder.write(tmp_path / "out", DOCUMENTS, replace=True)
    assert files(tmp_path / "out")


def test_force_replaces_nothing_that_no_run_made(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError):
        folder.write(tmp_path / "out", DOCUMENTS, replace=True)
    assert files(tmp_path / "out") == {"thesis.txt": b"mine"}


def test_a_link_or_a_file_at_the_target_is_refused(tmp_path: Path) -> None:
    folder.write(tmp_path / "real", DOCUMENTS)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("mine")
    for name in ("link", "file", "file/below"):
        with pytest.raises(UsageError):
            folder.write(tmp_path / name, DOCUMENTS, replace=True)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a b", "a\n", "", ".hidden", "a//b", "a/", "ä", "-rf"])
def test_a_document_with_a_name_outside_the_allowed_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError):
        folder.write(tmp_path / "out", [Document(name=name, data=b"")])
    assert list(tmp_path.iterdir()) == []


def test_two_documents_with_one_name_are_refused_also_where_case_does_not_count(tmp_path: Path) -> None:
    with pytest.raises(RenderError):
        folder.write(tmp_path / "out", [Document(name="a", data=b""), Document(name="A", data=b"")])


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RenderError) as caught:
        folder.write(tmp_path / "out", DOCUMENTS)
    assert "disk is full" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_replacing_leaves_the_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(tmp_path / "out", DOCUMENTS)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "out" and (self / "new").exists():
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(RenderError):
        folder.write(tmp_path / "out", [Document(name="new", data=b"")], replace=True)
    assert files(tmp_path / "out") == {d.name: d.data for d in DOCUMENTS}
    assert not hidden(tmp_path)


def test_ctrl_c_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        folder.write(tmp_path / "out", DOCUMENTS)
    assert list(tmp_path.iterdir()) == []


WRITER = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from reporter import folder
    from reporter.model.documents import Document

    calls, die_at = 0, int(sys.argv[2])

    def dying(real):
        def call(*args, **kwargs):
            global calls
            calls += 1
            if calls == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        return call

    folder._AT_ONCE = 1
    os.fsync = dying(os.fsync)
    Path.rename = dying(Path.rename)
    documents = [Document(name=f"mail/{n}.eml", data=b"x" * 1000) for n in range(5)]
    folder.write(Path(sys.argv[1]), [Document(name="manifest.json", data=b"{}"), *documents], replace=len(sys.argv) > 3)
""")


@pytest.mark.parametrize("moment", [1, 3, 6, 7, 8, 9, 10, 99])
def test_a_killed_run_leaves_no_folder_or_a_complete_one_and_the_next_cleans_up(tmp_path: Path, moment: int) -> None:
    """kill -9 in the middle of every file, of every folder, just before the rename, and just after."""
    out = tmp_path / "out"
    done = subprocess.run([sys.executable, "-c", WRITER, str(out), str(moment)], check=False)  # noqa: S603
    assert done.returncode == (0 if moment == 99 else -signal.SIGKILL)
    complete = {"manifest.json", *(f"mail/{n}.eml" for n in range(5))}
    assert not out.exists() or set(files(out)) == complete
    left = hidden(tmp_path)
    assert bool(left) != out.exists()
    assert all(path.stat().st_mode & 0o777 == 0o700 for path in left)
    assert list(folder.leftovers(tmp_path)) == left
    assert folder.clean(tmp_path) == len(left)
    assert not hidden(tmp_path)
    assert not out.exists() or set(files(out)) == complete


@pytest.mark.parametrize("moment", [5, 9, 10, 11, 12])
def test_a_run_killed_while_it_replaces_an_earlier_one_leaves_the_earlier_or_the_new(
    tmp_path: Path, moment: int
) -> None:
    """kill -9 while writing, and before each of the renames: set up, set aside, publish, give up what was set aside."""
    out = tmp_path / "out"
    folder.write(out, DOCUMENTS)
    done = subprocess.run([sys.executable, "-c", WRITER, str(out), str(moment), "force"], check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    assert out.exists() == (moment != 11)
    left = sorted(hidden(tmp_path))
    assert all(path.stat().st_mode & 0o777 == 0o700 for path in left)
    assert list(folder.leftovers(tmp_path)) == left
    assert folder.clean(tmp_path) == len(left) > 0
    assert not hidden(tmp_path)
    complete = {"manifest.json", *(f"mail/{n}.eml" for n in range(5))}
    assert set(files(out)) == (complete if moment == 12 else {d.name for d in DOCUMENTS})


def test_what_was_set_aside_is_not_put_back_over_another_run(tmp_path: Path) -> None:
    folder.write(tmp_path / "out", DOCUMENTS)
    aside = tmp_path / f".reporter-{'d' * 16}-aside"
    (aside / "out").mkdir(parents=True)
    assert folder.clean(tmp_path) == 1
    assert files(tmp_path / "out") == {d.name: d.data for d in DOCUMENTS}
    assert not aside.exists()


def test_an_earlier_run_that_cannot_be_put_back_at_once_is_kept_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write(tmp_path / "out", DOCUMENTS)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target == tmp_path / "out":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", refuse)
        with pytest.raises(RenderError):
            folder.write(tmp_path / "out", [Document(name="new", data=b"")], replace=True)
        assert not (tmp_path / "out").exists()
        assert folder.clean(tmp_path) == 0
    assert folder.clean(tmp_path) == 1
    assert files(tmp_path / "out") == {d.name: d.data for d in DOCUMENTS}
    assert not hidden(tmp_path)


def test_a_live_run_is_no_leftover(tmp_path: Path) -> None:
    live, dead, other = (tmp_path / name for name in (f".reporter-{'a' * 16}", f".reporter-{'b' * 16}", ".reporter-me"))
    for path in (live, dead, other):
        path.mkdir()
    held = os.open(live, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert folder.leftovers(tmp_path) == (dead,)
        assert folder.clean(tmp_path) == 1
    finally:
        os.close(held)
    assert live.exists()
    assert other.exists()
    assert not dead.exists()


def test_a_link_that_looks_like_a_leftover_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / f".reporter-{'c' * 16}").symlink_to(tmp_path / "mine")
    assert folder.clean(tmp_path) == 0
    assert (tmp_path / "mine").exists()


def test_a_parent_that_is_missing_has_no_leftovers(tmp_path: Path) -> None:
    assert folder.clean(tmp_path / "nowhere") == 0


@pytest.mark.parametrize("manifest", ["{}", '{"tool": {"name": "other"}, "outputs": []}', "no json"])
def test_force_replaces_no_folder_that_only_looks_like_a_run(tmp_path: Path, manifest: str) -> None:
    target = tmp_path / "p"
    target.mkdir()
    (target / "manifest.json").write_text(manifest)
    (target / "precious.txt").write_text("years of work")
    with pytest.raises(UsageError, match="--force replaces nothing else"):
        folder.check(target, replace=True)


def test_force_replaces_no_run_into_which_somebody_put_a_file(tmp_path: Path) -> None:
    target = tmp_path / "p"
    target.mkdir()
    (target / "manifest.json").write_text('{"tool": {"name": "reporter"}, "outputs": [{"name": "mail/index.csv"}]}')
    folder.check(target, replace=True)
    (target / "roster.csv").write_text("Employee ID\n1\n")
    with pytest.raises(UsageError, match="other files than its run's"):
        folder.check(target, replace=True)
