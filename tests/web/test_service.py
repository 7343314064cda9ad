"""What a hub's service makes of its environment."""

import pytest

from notebook_meet_server.service import HubPlace, SetUpWrong

GIVEN = {
    "JUPYTERHUB_API_TOKEN": "t0ken",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:8081/hub/api",
    "JUPYTERHUB_SERVICE_PREFIX": "/services/meet/",
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:10181",
}


@pytest.mark.parametrize(
    ("told", "lab"),
    [
        ({}, "/hub/user-redirect/meet/lab/"),
        ({"JUPYTERHUB_BASE_URL": "/"}, "/hub/user-redirect/meet/lab/"),
        ({"JUPYTERHUB_BASE_URL": "/jupyter/"}, "/jupyter/hub/user-redirect/meet/lab/"),
        (
            {"JUPYTERHUB_BASE_URL": "/jupyter/", "JUPYTERHUB_HOST": "https://hub.example"},
            "https://hub.example/jupyter/hub/user-redirect/meet/lab/",
        ),
    ],
)
def test_the_way_to_a_recipient_s_own_jupyterlab(told: dict[str, str], lab: str) -> None:
    assert HubPlace.of({**GIVEN, **told}).lab == lab


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(SetUpWrong, match=f"{missing} is not set"):
        HubPlace.of({name: value for name, value in GIVEN.items() if name != missing})
