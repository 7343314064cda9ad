"""Who the server takes a caller for, and which web sites' pages may call."""

import pytest
from jupyter_server.auth.identity import User

from tests.web.conftest import Start
from tests.web.server import BASE, Browser

EVIL = "https://evil.example"
REBOUND = {"Host": "evil.example", "Origin": "http://evil.example"}


async def test_nobody_in_particular(start: Start) -> None:
    async with start() as server:
        assert (await server.call("GET", "me")).json == {
            "name": "",
            "logged_in": False,
            "login_url": f"{BASE}login",
            "public_url": None,
        }


async def test_a_logged_in_browser_gets_its_xsrf_cookie_for_the_whole_server(start: Start) -> None:
    async with start() as server:
        landing = await server.log_in()
        fresh = Browser(server, {name: value for name, value in landing.cookies.items() if name != "_xsrf"})
        answer = await fresh.call("GET", "me")
        assert answer.json["logged_in"] is True
        assert answer.json["name"].startswith("Anonymous ")
        assert answer.json["login_url"] is None
        cookie = next(line for line in answer.headers.get_list("Set-Cookie") if line.startswith("_xsrf="))
        assert cookie.rpartition("Path=")[2] == BASE
        assert (await fresh.call("POST", "meetings", {"title": "a"})).status == 201


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_a_cookie_alone_changes_nothing(start: Start, method: str) -> None:
    """The request that a page of another site can cause: cookies come along, the header does not."""
    async with start() as server:
        ada = await server.log_in()
        meeting = (await ada.call("POST", "meetings", {"title": "a"})).json["meeting"]["id"]
        path = "meetings" if method == "POST" else f"meetings/{meeting}"
        for token in ("", "wrong", "2|00000000|00000000000000000000000000000000|1700000000"):
            answer = await ada.call(method, path, {"title": "b"}, **{"X-XSRFToken": token})
            assert (answer.status, answer.code) == (403, "xsrf_missing")
        assert (await ada.call("GET", "meetings")).json["meetings"][0]["title"] == "a"


async def test_a_cookies_user_stays_the_same_and_is_not_another(start: Start) -> None:
    async with start() as server:
        ada, grace = await server.log_in(), await server.log_in()
        meeting = (await ada.call("POST", "meetings", {"title": "a"})).json["meeting"]["id"]
        assert [found["id"] for found in (await ada.call("GET", "meetings")).json["meetings"]] == [meeting]
        assert (await grace.call("GET", "meetings")).json["meetings"] == []
        assert (await grace.call("GET", f"meetings/{meeting}")).json["role"] == "attendee"
        for method, path, body in (
            ("PATCH", f"meetings/{meeting}", {"title": "mine"}),
            ("DELETE", f"meetings/{meeting}", None),
            ("POST", f"meetings/{meeting}/invites", {}),
            ("GET", f"meetings/{meeting}/invites", None),
            ("GET", f"meetings/{meeting}/attendance", None),
        ):
            answer = await grace.call(method, path, body)
            assert (answer.status, answer.code) == (403, "not_allowed")


@pytest.mark.parametrize("scheme", ["token", "Token", "Bearer"])
async def test_jupyters_token_is_one_person_however_often_it_calls(start: Start, scheme: str) -> None:
    async with start() as server:
        headers = {"Authorization": f"{scheme} {server.token}"}
        made = await server.call("POST", "meetings", {"title": "a"}, headers)
        assert made.status == 201
        assert "Set-Cookie" not in made.headers
        meeting = made.json["meeting"]["id"]
        assert (await server.call("PATCH", f"meetings/{meeting}", {"title": "b"}, headers)).status == 200
        assert (await server.call("GET", "meetings", headers=headers)).json["meetings"][0]["title"] == "b"
        jar = {**headers, "Cookie": "_xsrf=2|23ab6ea1|62017278106dd0a76017df961fd9f489|1795373065; other=1"}
        assert (await server.call("GET", "meetings", headers=jar)).json["meetings"][0]["title"] == "b"
        assert (await server.as_kernel("GET", "meetings")).json["meetings"] == []


async def test_a_login_named_token_is_not_the_holder_of_the_token(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as server:
        made = await server.call(
            "POST", "meetings", {"title": "a"}, {"Authorization": f"token {server.token}"}
        )
        meeting = made.json["meeting"]["id"]
        user = await server.log_in()
        monkeypatch.setattr(
            server.app.identity_provider, "get_user", lambda _: User(username="token", name="Token")
        )
        assert (await user.call("GET", "meetings")).json["meetings"] == []
        answer = await user.call("PATCH", f"meetings/{meeting}", {"title": "mine"})
        assert (answer.status, answer.code) == (403, "not_allowed")


async def test_a_token_beside_a_cookie_is_the_cookies_user_without_xsrf(start: Start) -> None:
    async with start() as server:
        ada = await server.log_in()
        token = {"Authorization": f"token {server.token}", "X-XSRFToken": ""}
        made = await ada.call("POST", "meetings", {"title": "a"}, **token)
        assert made.status == 201
        assert len((await ada.call("GET", "meetings")).json["meetings"]) == 1


@pytest.mark.parametrize(
    "shown", ["notebook-meet", "notebook-meet ", "notebook-meet x", "Notebook-Meet \xe9", "notebook-meet {}x"]
)
async def test_a_wrong_secret_is_nobody_even_beside_a_good_cookie(start: Start, shown: str) -> None:
    async with start() as server:
        ada = await server.log_in()
        answer = await ada.call("GET", "meetings", Authorization=shown.format(server.secret))
        assert (answer.status, answer.code) == (401, "login_required")


async def test_the_secret_is_compared_in_full_and_its_scheme_in_any_case(start: Start) -> None:
    async with start() as server:
        known = await server.call("GET", "me", headers={"Authorization": f"NOTEBOOK-MEET {server.secret}"})
        assert known.json["logged_in"] is True
        assert "Set-Cookie" not in known.headers
        for wrong in (server.secret[:-1], server.secret + "A", server.secret.swapcase()):
            answer = await server.call("GET", "me", headers={"Authorization": f"notebook-meet {wrong}"})
            assert answer.json["logged_in"] is False


@pytest.mark.parametrize("header", ["Basic YWRhOmx1Yw==", "token wrong", "Bearer wrong", "Digest x"])
async def test_another_authorization_leaves_a_cookie_what_it_was(start: Start, header: str) -> None:
    """A proxy with a password of its own sends its header along; the cookie's request still needs XSRF."""
    async with start() as server:
        ada = await server.log_in()
        assert (await ada.call("GET", "meetings", Authorization=header)).status == 200
        forged = await ada.call(
            "POST", "meetings", {"title": "a"}, **{"Authorization": header, "X-XSRFToken": ""}
        )
        assert forged.code == "xsrf_missing"
        assert (
            await server.call("GET", "meetings", headers={"Authorization": header})
        ).code == "login_required"


async def test_a_forged_cookie_is_nobody(start: Start) -> None:
    async with start() as server:
        ada = await server.log_in()
        wrong = {
            name: value[:-1] + ("1" if value.endswith("0") else "0") for name, value in ada.cookies.items()
        }
        forged = Browser(server, wrong)
        assert (await forged.call("GET", "meetings")).code == "login_required"


@pytest.mark.parametrize(
    "origin", [EVIL, "null", "http://localhost:{port}", "http://127.0.0.1:{port}.", "https://127.0.0.1"]
)
async def test_a_page_of_another_site_gets_nothing_whatever_it_shows(start: Start, origin: str) -> None:
    async with start() as server:
        ada = await server.log_in()
        foreign = {"Origin": origin.format(port=server.port)}
        for credentials in ({}, server.kernel, {"Authorization": f"token {server.token}"}):
            for method, path in (
                ("GET", "me"),
                ("POST", "meetings"),
                ("GET", "nothing"),
                ("OPTIONS", "meetings"),
            ):
                answer = await ada.call(method, path, {"title": "a"}, **credentials, **foreign)
                assert (answer.status, answer.code) == (403, "origin_refused")
        assert (await server.send("GET", f"{BASE}meet/", headers=foreign)).code == "origin_refused"


async def test_listed_origins_and_the_public_one_may_call(start: Start) -> None:
    meet = {
        "public_url": "https://meet.example.org/jupyter/",
        "allow_origins": ["http://lab.example.org:8080"],
    }
    async with start(Meet=meet) as server:
        ada = await server.log_in()
        for origin in ("https://meet.example.org", "http://lab.example.org:8080"):
            assert (await ada.call("POST", "meetings", {"title": "a"}, Origin=origin)).status == 201
        assert (await ada.call("GET", "me", Origin="https://meet.example.org:8443")).code == "origin_refused"
        assert (await ada.call("GET", "me")).json["public_url"] == "https://meet.example.org/jupyter/meet/"


async def test_another_name_for_this_server_is_refused_as_jupyter_does(start: Start) -> None:
    """A page of evil.example whose name was made to point here (DNS rebinding) sends its own name as Host."""
    async with start() as server:
        assert (await server.call("GET", "me", headers=REBOUND)).code == "origin_refused"


async def test_a_server_for_everybody_goes_by_any_name(start: Start) -> None:
    async with start(ServerApp={"allow_remote_access": True}) as server:
        assert (await server.call("GET", "me", headers=REBOUND)).status == 200


async def test_without_any_login_everybody_is_somebody(start: Start) -> None:
    async with start() as server:
        server.app.identity_provider.token = ""
        first = await server.call("GET", "me")
        assert first.json["logged_in"] is True
        assert (await server.call("POST", "meetings", {"title": "a"})).code == "xsrf_missing"
