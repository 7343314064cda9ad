"""The lines for ``jupyterhub_config.py``, read by JupyterHub itself, which then makes its roles."""

from pathlib import Path

import pytest
from jupyterhub.app import JupyterHub
from jupyterhub.auth import NullAuthenticator
from jupyterhub.orm import Role

from notebook_meet_server.stanza import STANZA
from tests.web.hub_service import MAY

USER, SERVER = {"self", MAY}, {"users:activity!user", "access:servers!server", MAY}
"""What the roles hold on a hub that has none of its own."""


async def roles_of(folder: Path, config: str) -> dict[str, set[str]]:
    """The scopes of each role that a hub with this configuration makes when it starts.

    Raises:
        ValueError: the hub does not start.
    """
    (folder / "jupyterhub_config.py").write_text(config, encoding="utf-8")
    hub = JupyterHub(db_url="sqlite:///:memory:")
    hub.load_config_file("jupyterhub_config.py", str(folder))
    hub.authenticator = NullAuthenticator(parent=hub)
    hub.init_db()
    try:
        await hub.init_role_creation()
        return {role.name: set(role.scopes) for role in hub.db.query(Role)}
    finally:
        hub.db.close()
        hub.session_factory.kw["bind"].dispose()


@pytest.mark.parametrize("times", [1, 2])
async def test_the_lines_give_everybody_the_scope_also_if_they_stand_there_twice(
    tmp_path: Path, times: int
) -> None:
    roles = await roles_of(tmp_path, STANZA * times)
    assert (roles["user"], roles["server"]) == (USER, SERVER)


@pytest.mark.parametrize("define", ["c.JupyterHub.load_roles = {}", "c.JupyterHub.load_roles.extend({})"])
async def test_roles_that_are_there_keep_what_they_have_and_get_the_scope(
    tmp_path: Path, define: str
) -> None:
    own = [
        {"name": "teachers", "scopes": ["list:users"]},
        {"name": "user", "description": "ours", "scopes": ["self", "read:metrics"]},
        {"name": "server", "scopes": ["access:servers!server"]},
    ]
    roles = await roles_of(tmp_path, f"{define.format(own)}\n{STANZA}")
    assert roles["teachers"] == {"list:users"}
    assert roles["user"] == {*USER, "read:metrics"}
    assert roles["server"] == {"access:servers!server", MAY}


async def test_a_role_without_scopes_gets_the_lines_and_one_with_the_scope_stays(tmp_path: Path) -> None:
    own = [{"name": "user", "description": "ours"}, {"name": "server", "scopes": sorted(SERVER)}]
    roles = await roles_of(tmp_path, f"c.JupyterHub.load_roles = {own}\n{STANZA}")
    assert (roles["user"], roles["server"]) == (USER, SERVER)


async def test_where_the_scope_was_taken_out_of_the_lines_no_role_that_is_there_gets_it(
    tmp_path: Path,
) -> None:
    lines = STANZA.replace('["self", "access:services!service=meet"]', '["self"]')
    assert lines != STANZA
    own = [{"name": "user", "scopes": ["self", "read:metrics"]}]
    roles = await roles_of(tmp_path, f"c.JupyterHub.load_roles = {own}\n{lines}")
    assert roles["user"] == {"self", "read:metrics"}


async def test_a_role_that_another_file_defines_is_named_by_the_hub(tmp_path: Path) -> None:
    """The lines see their own file only; our page says what to do then."""
    (tmp_path / "meet.py").write_text(STANZA, encoding="utf-8")
    own = 'c.JupyterHub.load_roles = [{"name": "user", "scopes": ["self"]}]'
    with pytest.raises(ValueError, match="Role user multiply defined"):
        await roles_of(tmp_path, f"{own}\nload_subconfig('meet.py')")
    page = Path(__file__).parents[2] / "docs" / "howto" / "jupyterhub.md"
    assert "Role user multiply defined" in page.read_text(encoding="utf-8")
