"""Addresses as browsers compare them."""

import pytest

from notebook_meet.wire.addresses import origin_of, seen_from

PATH = "/services/meet/"
MEET = "https://meet.hub.example/services/meet/"
SHARED = "https://hub.example/services/meet/"


def test_an_origin_is_written_as_browsers_write_it() -> None:
    assert origin_of("https://Example.org:443/user/") == "https://example.org"
    assert origin_of("http://[::1]:8888/") == "http://[::1]:8888"


@pytest.mark.parametrize(
    ("page", "public", "root"),
    [
        ("", None, PATH),
        (None, SHARED, PATH),
        ("", SHARED, PATH),
        ("https://hub.example/user/ada/", None, PATH),
        ("https://hub.example/user/ada/", "", PATH),
        ("https://hub.example/user/ada/", SHARED, PATH),
        ("https://HUB.example:443/user/ada/", SHARED, PATH),
        ("http://hub.example/user/ada/", SHARED, SHARED),
        ("https://hub.example:8443/user/ada/", SHARED, SHARED),
        ("https://ada.hub.example/user/ada/", MEET, MEET),
    ],
)
def test_a_page_names_the_service_by_its_host_only_where_that_is_another(
    page: str | None, public: str | None, root: str
) -> None:
    assert seen_from(page, PATH, public) == root
