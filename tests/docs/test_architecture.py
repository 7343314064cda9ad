"""The tree in docs/architecture.md is the tree of the sources, and the layers drawn are those that are checked."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = [REPOSITORY / "docs" / "architecture.md", REPOSITORY / "CONTRIBUTING.md"]
TREE = re.compile(r"```\n(src/notebook_meet/.*?)```", re.DOTALL)
NAME = re.compile(r"[\w./-]+(/|\.py|\.tsx?)")
PACKAGES = ("src/notebook_meet", "server_extension/notebook_meet_server")


def named() -> Iterator[str]:
    """Every path of the tree, relative to the repository."""
    tree = TREE.search(PAGES[0].read_text(encoding="utf-8"))
    assert tree is not None, "the page has no tree"
    top = ""
    for line in tree[1].splitlines():
        if not line.startswith(" "):
            top = line.split()[0]
            yield top
            continue
        for word in line.split():
            if NAME.fullmatch(word) is None:
                break
            yield top + word


def modules() -> Iterator[str]:
    """What stands directly in the packages and in js/src, as the tree writes it."""
    for package in PACKAGES:
        for path in (REPOSITORY / package).iterdir():
            if (path / "__init__.py").is_file():
                yield f"{package}/{path.name}/"
            elif path.suffix == ".py" and path.name != "__init__.py":
                yield f"{package}/{path.name}"
    for path in (REPOSITORY / "js" / "src").iterdir():
        yield f"js/src/{path.name}{'/' if path.is_dir() else ''}"


def test_every_path_exists() -> None:
    paths = list(named())
    assert len(paths) > len(PACKAGES)
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []
    assert [path for path in paths if path.endswith("/") != (REPOSITORY / path).is_dir()] == []


def test_every_module_is_named() -> None:
    assert sorted(set(modules()) - set(named())) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("contract", ["server-layers", "kernel-layers"])
def test_the_layers_drawn_are_those_checked(page: Path, contract: str) -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    [checked] = [each["layers"] for each in contracts if each["id"] == contract]
    layers = [set(re.findall(r"\w+", layer)) - {"wire", "_version"} for layer in reversed(checked)]

    side = contract.removesuffix("-layers")
    [drawn] = re.findall(rf"^    {side} +wire (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [set(re.findall(r"\w+", layer)) for layer in re.split("←|<-", drawn)[1:]] == [
        layer for layer in layers if layer
    ]
