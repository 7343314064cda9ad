"""What a user's own server makes of what the hub tells it."""

import pytest

from notebook_meet_server.users_server import BadServiceAddress, hub_service

HUB = {
    "JUPYTERHUB_API_TOKEN": "t0ken",
    "JUPYTERHUB_USER": "ada",
    "NOTEBOOK_MEET_SERVICE": "http://10.0.0.1:8000/services/meet",
}


def test_the_service_is_asked_in_the_owner_s_name() -> None:
    service = hub_service(HUB)
    assert service is not None
    assert (service.url, service.path) == ("http://10.0.0.1:8000/services/meet/", "/services/meet/")
    assert (service.token, service.callers) == ("t0ken", {"server", "user:ada"})
    assert "t0ken" not in repr(service)


@pytest.mark.parametrize(
    ("address", "base", "root"),
    [
        ("http://127.0.0.1:10181", None, "http://127.0.0.1:10181/services/meet/"),
        ("http://127.0.0.1:10181/", "/", "http://127.0.0.1:10181/services/meet/"),
        ("http://127.0.0.1:10181", "/jupyter/", "http://127.0.0.1:10181/jupyter/services/meet/"),
        ("http://hub:8000/a/services/calls", "/jupyter/", "http://hub:8000/a/services/calls/"),
    ],
)
def test_an_address_without_a_path_means_this_hub_s_service(
    address: str, base: str | None, root: str
) -> None:
    told = {"JUPYTERHUB_BASE_URL": base} if base is not None else {}
    service = hub_service({**HUB, "NOTEBOOK_MEET_SERVICE": address, **told})
    assert service is not None
    assert service.url == root


@pytest.mark.parametrize("missing", sorted(HUB))
def test_without_a_hub_or_a_service_meetings_live_here(missing: str) -> None:
    assert hub_service({name: value for name, value in HUB.items() if name != missing}) is None


@pytest.mark.parametrize(
    "address", ["hub:8000", "ftp://hub/services/meet/", "/services/meet/", "http://", "http://h/?q"]
)
def test_an_address_that_cannot_be_used_is_named(address: str) -> None:
    with pytest.raises(BadServiceAddress, match="NOTEBOOK_MEET_SERVICE must look like"):
        hub_service({**HUB, "NOTEBOOK_MEET_SERVICE": address})
