"""What the service makes of what a hub, or an administrator in its place, tells it."""

import re

import pytest

from notebook_meet_server.hub_place import NEEDED, HubPlace, SetUpWrong
from notebook_meet_server.rules.origin import Origin

HUB = {
    "JUPYTERHUB_API_TOKEN": "t0ken",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:8081/jupyter/hub/api",
    "JUPYTERHUB_SERVICE_PREFIX": "/jupyter/services/calls/",
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10181",
}


def test_by_hand_four_things_are_enough() -> None:
    place = HubPlace.of(HUB)
    assert (place.root, place.host, place.port) == ("/jupyter/services/calls/", "127.0.0.1", 10181)
    assert (place.client_id, place.scope) == ("service-calls", "access:services!service=calls")
    assert (place.callback, place.hub_host) == ("/jupyter/services/calls/oauth_callback", "")
    assert place.hub_prefix == "/jupyter/hub/"
    assert (place.public_url, place.hub_url, place.neighbours) == (None, "", None)
    assert "t0ken" not in repr(place)


def test_what_the_hub_says_goes_before_what_is_usual() -> None:
    place = HubPlace.of({**HUB, "JUPYTERHUB_SERVICE_NAME": "meet", "JUPYTERHUB_CLIENT_ID": "meeting"})
    assert (place.client_id, place.scope) == ("meeting", "access:services!service=meet")


def test_on_a_hub_with_subdomains_the_login_goes_from_host_to_host() -> None:
    told = {
        "JUPYTERHUB_HOST": "https://hub.example",
        "JUPYTERHUB_PUBLIC_URL": "https://calls--service.hub.example/jupyter/services/calls/",
    }
    place = HubPlace.of({**HUB, **told})
    assert place.callback == "https://calls--service.hub.example/jupyter/services/calls/oauth_callback"
    assert place.hub_host == "https://hub.example"


def test_cookies_outlive_a_restart_and_not_another_token() -> None:
    secret = HubPlace.of(HUB).cookie_secret
    assert secret == HubPlace.of(HUB).cookie_secret
    assert secret != HubPlace.of({**HUB, "JUPYTERHUB_API_TOKEN": "another"}).cookie_secret


@pytest.mark.parametrize(
    ("public", "hub", "neighbours"),
    [
        ("", "", None),
        ("https://hub.example/services/meet/", "https://hub.example", None),
        (
            "https://meet--service.hub.example/services/meet/",
            "https://hub.example",
            Origin("https", "hub.example", 443),
        ),
        (
            "http://services.hub.localhost:8000/services/meet/",
            "http://hub.localhost:8000/",
            Origin("http", "hub.localhost", 8000),
        ),
        ("", "https://hub.example", None),
    ],
)
def test_users_have_hosts_of_their_own_where_the_service_has(
    public: str, hub: str, neighbours: Origin | None
) -> None:
    told = {"JUPYTERHUB_PUBLIC_URL": public, "JUPYTERHUB_HOST": hub}
    assert HubPlace.of({**HUB, **told}).neighbours == neighbours


@pytest.mark.parametrize(
    ("told", "lab"),
    [
        ({}, "/jupyter/hub/user-redirect/meet/lab/"),
        ({"JUPYTERHUB_BASE_URL": "/"}, "/hub/user-redirect/meet/lab/"),
        ({"JUPYTERHUB_BASE_URL": "/jupyter/"}, "/jupyter/hub/user-redirect/meet/lab/"),
        (
            {"JUPYTERHUB_BASE_URL": "/jupyter/", "JUPYTERHUB_HOST": "https://hub.example"},
            "https://hub.example/jupyter/hub/user-redirect/meet/lab/",
        ),
    ],
)
def test_the_way_to_a_recipient_s_own_jupyterlab(told: dict[str, str], lab: str) -> None:
    assert HubPlace.of({**HUB, **told}).lab == lab


@pytest.mark.parametrize("missing", NEEDED)
def test_what_is_missing_is_named_with_the_way_out(missing: str) -> None:
    with pytest.raises(SetUpWrong, match=f"{missing} is not set") as wrong:
        HubPlace.of({**HUB, missing: ""})
    told = str(wrong.value)
    assert "notebook-meet-service --print-config" in told
    assert all(
        re.search(f"^ +{name} +{re.escape(value)}$", told, re.MULTILINE) for name, value in NEEDED.items()
    )
    assert "docs/" not in told, "which is in no wheel"


@pytest.mark.parametrize(
    "url", ["127.0.0.1:10181", "http://127.0.0.1", "http://:10181", "http://h:port", "unix+http://x"]
)
def test_where_to_listen_has_to_be_said_whole(url: str) -> None:
    with pytest.raises(SetUpWrong, match="must name host and port"):
        HubPlace.of({**HUB, "JUPYTERHUB_SERVICE_URL": url})
