"""The login through a hub: back to the meeting, or words that say what went wrong; and never a circle."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from notebook_meet_server.web.routes import TABLE
from tests.web.hub_service import MAY, SERVICE_TOKEN, HubApi, Service, hub_api
from tests.web.server import ROOT, Answer, cookies_set_by

LINK = f"{ROOT}{'a' * 22}"


@pytest.fixture
def folder(tmp_path: Path, bundle: Path) -> Path:
    """Of a service with a built bundle."""
    return tmp_path


async def sent_to_hub(service: Service) -> tuple[str, dict[str, str]]:
    """The ``state`` that a browser takes to the hub, and its cookies."""
    away = await service.get(f"{ROOT}login?{urlencode({'next': LINK})}")
    assert away.status == 302
    there = urlsplit(away.headers["Location"])
    asked = parse_qs(there.query)
    assert there.path.endswith("/api/oauth2/authorize")
    assert asked["client_id"] == ["service-meet"]
    return asked["state"][0], cookies_set_by(away)


def expect_told(answer: Answer, status: int, code: str) -> None:
    """The page, which says in words what the code means."""
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f'data-problem="{code}"' in answer.content.decode()
    assert "Location" not in answer.headers


async def test_who_logs_in_is_back_at_the_link(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        state, cookies = await sent_to_hub(service)
        hub.knows("new", "ada", MAY)
        hub.codes["c0de"] = "new"
        back = await service.get(f"{ROOT}oauth_callback?code=c0de&state={state}", cookies)
        assert back.status == 302
        login = await service.get(back.headers["Location"], cookies_set_by(back))
        assert (login.status, login.headers["Location"]) == (302, LINK)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("error=access_denied&state={state}", "login_failed"),
        ("code=c0de", "login_failed"),
        ("state={state}", "login_failed"),
        ("code=c0de&state=made-up", "login_failed"),
        ("code=made-up&state={state}", "login_refused"),
    ],
)
async def test_a_login_that_led_nowhere_is_told_by_the_page(folder: Path, query: str, code: str) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        state, cookies = await sent_to_hub(service)
        answer = await service.get(f"{ROOT}oauth_callback?{query.format(state=state)}", cookies)
        expect_told(answer, 502 if code == "login_refused" else 403, code)


async def test_without_cookies_the_page_says_so(folder: Path) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        state, _ = await sent_to_hub(service)
        expect_told(await service.get(f"{ROOT}oauth_callback?code=c0de&state={state}"), 403, "login_failed")


async def test_a_hub_that_is_away_or_does_not_know_the_service_is_named(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        for change, status, code in ((_go_away, 503, "hub_unreachable"), (_forget, 502, "login_refused")):
            state, cookies = await sent_to_hub(service)
            hub.codes["c0de"] = "new"
            change(hub)
            answer = await service.get(f"{ROOT}oauth_callback?code=c0de&state={state}", cookies)
            expect_told(answer, status, code)
            assert f"A login came to nothing: {code}" in caplog.text
            hub.away = False


async def test_a_hub_that_takes_a_call_and_does_not_answer_is_waited_for_so_long_and_no_longer(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        state, cookies = await sent_to_hub(service)
        monkeypatch.setattr("notebook_meet_server.hub.HUB_SECONDS", 0.1)
        hub.silent = True
        told = await service.get(f"{ROOT}oauth_callback?code=c0de&state={state}", cookies)
        expect_told(told, 503, "hub_unreachable")
        call = await service.call("GET", "me", headers=hub.knows("a", "ada", MAY))
        assert call.code == "hub_unreachable"
        assert "took a call and gave no answer" in caplog.text


def _go_away(hub: HubApi) -> None:
    hub.away = True


def _forget(hub: HubApi) -> None:
    hub.codes.clear()


@pytest.mark.parametrize("headers", [{}, {"Authorization": "token unknown"}, {"Cookie": "service-meet=x"}])
async def test_no_call_is_sent_to_a_login_page(folder: Path, headers: dict[str, str]) -> None:
    """A ``fetch`` would follow, from one login to the next."""
    async with hub_api() as hub, Service(hub, folder) as service:
        for pattern, handler in TABLE:
            if not pattern.startswith("api/"):
                continue
            path = pattern.replace("([^/]*)", "a" * 22).replace("(?:/.*)?", "/x")
            for method in handler.ACTIONS:
                body = b"{}" if method in ("POST", "PATCH") else None
                answer = await service.send(method, f"{ROOT}{path}", body, headers)
                assert 200 <= answer.status < 300 or answer.json["error"]["message"], (method, path)


async def test_the_log_says_what_of_the_set_up_is_wrong(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        login = service.site.authenticator
        await login.check()  # type: ignore[attr-defined]
        assert "does not" not in caplog.text
        known = hub.tokens.pop(SERVICE_TOKEN)
        await login.check()  # type: ignore[attr-defined]
        assert "does not know this service's token" in caplog.text
        hub.tokens[SERVICE_TOKEN], hub.away = known, True
        await login.check()  # type: ignore[attr-defined]
        assert "The hub does not answer at http://127.0.0.1:" in caplog.text


async def test_who_lacks_the_scope_is_told_so_and_the_administrator_once(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hub_api() as hub, Service(hub, folder) as service:
        for name in ("ada", "grace"):
            answer = await service.call("GET", "me", headers=hub.knows(name, name, "self"))
            assert (answer.status, answer.code) == (403, "hub_not_allowed")
        (said,) = (one for one in caplog.records if "The hub knows somebody who called" in one.message)
        assert said.levelname == "WARNING"
        scopes = f"none of the scopes {', '.join(sorted({'access:services', MAY}))}."
        cure = "notebook-meet-service --print-config prints are missing in jupyterhub_config.py: `user` for browsers, `server` for"
        assert all(words in said.message for words in (scopes, cure, "This is said once"))
        hub.away = True
        answer = await service.call("GET", "me", headers=hub.knows("alan", "alan", MAY))
        assert (answer.status, answer.code) == (503, "hub_unreachable")
        assert "127.0.0.1" not in answer.json["error"]["message"]
