"""What administrators copy from our pages can be read by what reads it, and says what the code says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from notebook_meet_server.config import Meet
from notebook_meet_server.service import MeetService
from notebook_meet_server.stanza import STANZA

REPOSITORY = Path(__file__).parents[2]
FENCED = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
HOWTO = REPOSITORY / "docs" / "howto"
PAGES = [*sorted(HOWTO.glob("*.md")), REPOSITORY / "README.md"]


def snippets(kind: str, pages: list[Path] = PAGES) -> Iterator[str]:
    """The fenced blocks of a kind."""
    for page in pages:
        for _, name, text in FENCED.findall(page.read_text(encoding="utf-8")):
            if name == kind:
                yield dedent(text)


def test_python_is_python() -> None:
    found = list(snippets("python"))
    assert len(found) >= 4
    for text in found:
        ast.parse(text)


def test_yaml_is_yaml() -> None:
    found = [yaml.safe_load(text) for text in snippets("yaml")]
    assert len(found) >= 3
    assert all(isinstance(one, dict) for one in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_a_page_names_is_one(page: Path) -> None:
    named = set(re.findall(r"(?:c\.|--)Meet\.(\w+)", page.read_text(encoding="utf-8")))
    assert named <= set(Meet.class_trait_names(config=True))


def test_every_option_of_the_service_that_a_page_names_is_one() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"notebook-meet-service[\"', ]+--([a-z-]+)", text))
    assert named
    assert named <= {*MeetService.aliases, *MeetService.flags}


@pytest.mark.parametrize(
    "page", [HOWTO / "jupyterhub.md", HOWTO / "deploy.md", HOWTO / "kernel-elsewhere.md"]
)
def test_where_a_page_installs_the_package_it_says_how_from_a_clone(page: Path) -> None:
    sections = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    installs = [one for one in sections if re.search(r"pip install .*notebook-meet\b", one)]
    assert installs
    for section in installs:
        assert all(words in section for words in ("From a clone", "make build", "dist/notebook_meet-….whl"))


class _Config:
    """``c`` in a ``jupyterhub_config.py``, as far as the printed lines use it."""

    def __init__(self) -> None:
        self.services: list[dict[str, Any]] = []
        self.load_roles: list[dict[str, Any]] = []
        self.environment: dict[str, str] = {}

    def __getattr__(self, name: str) -> "_Config":
        if name in {"JupyterHub", "Spawner"}:
            return self
        raise AttributeError(name)


def test_the_values_for_kubernetes_hold_what_the_printed_lines_hold() -> None:
    printed = _Config()
    exec(compile(STANZA, "stanza", "exec"), {"c": printed})
    ((service,), page) = printed.services, HOWTO / "deploy.md"
    (values,) = (yaml.safe_load(text) for text in snippets("yaml", [page]))
    hub, ((name, own),) = values["hub"], values["hub"]["services"].items()
    assert name == service["name"]
    assert own["oauth_no_confirm"] is service["oauth_no_confirm"]
    assert own["command"][0] == service["command"][0]
    assert hub["loadRoles"] == {role["name"]: {"scopes": role["scopes"]} for role in printed.load_roles}
    assert set(values["singleuser"]["extraEnv"]) == set(printed.environment)
    port = int(own["url"].rpartition(":")[2])
    assert port == int(service["url"].rpartition(":")[2])
    policies = [hub["networkPolicy"]["ingress"], *(
        part["networkPolicy"]["egress"] for part in (values["proxy"]["chp"], values["singleuser"])
    )]  # fmt: skip
    assert [rule["ports"] for (rule,) in policies] == [[{"port": port}]] * 3
    assert [extra["port"] for extra in hub["service"]["extraPorts"]] == [port]


def test_the_line_that_the_littlest_jupyterhub_changes_is_there() -> None:
    (replaced,) = re.findall(r"s\|(.*?)\|", (HOWTO / "deploy.md").read_text(encoding="utf-8"))
    assert len(re.findall(replaced, STANZA)) == 1
