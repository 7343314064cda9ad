"""Lock files with addresses are refused."""

import json
from pathlib import Path

import pytest

from scripts import check_locks

NAMES = {
    "npm": "js/package-lock.json",
    "npm for the benchmarks": "benchmarks/peer-server/package-lock.json",
    "pip": "constraints.txt",
}
_NPM = json.dumps({"packages": {"": {}}})
PLAIN = {"npm": _NPM, "npm for the benchmarks": _NPM, "pip": "msgspec==0.19.0\n"}


def check(folder: Path, monkeypatch: pytest.MonkeyPatch, **changed: str) -> None:
    """Runs the script on the lock files of a folder; ``npm`` and ``pip`` are what differs in them."""
    for tool, name in NAMES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(changed.get(tool, PLAIN[tool]))
    monkeypatch.setattr(check_locks, "REPOSITORY", folder)
    check_locks.main()


def test_ours_are_plain() -> None:
    check_locks.main()


def test_plain_files_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(tmp_path, monkeypatch)


def test_a_resolved_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = {"packages": {"": {}, "node_modules/preact": {"resolved": "https://registry.example/preact.tgz"}}}
    with pytest.raises(SystemExit, match="node_modules/preact has"):
        check(tmp_path, monkeypatch, npm=json.dumps(lock))


def test_an_address_among_the_constraints_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match=r"constraints\.txt: line 2 has"):
        check(tmp_path, monkeypatch, pip="msgspec==0.19.0\n--index-url https://index.example/simple\n")


def test_a_file_that_is_no_lock_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no packages"):
        check(tmp_path, monkeypatch, npm="{}")
