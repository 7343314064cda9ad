"""Origins in many spellings."""

import pytest

from notebook_meet_server.rules.origin import Origin, Origins, is_authority, parse_origin

ORIGINS = Origins(
    frozenset({Origin("https", "meet.example.org", 443), Origin("http", "lab.example.org", 8080)})
)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8888", "127.0.0.1:8888"),
        ("http://localhost", "localhost"),
        ("http://localhost:80", "localhost"),
        ("http://localhost", "localhost:80"),
        ("https://example.org", "example.org"),  # TLS ends at a proxy
        ("https://example.org", "example.org:443"),
        ("https://example.org:443", "example.org"),
        ("HTTP://LocalHost:8888", "LOCALHOST:8888"),
        ("http://[::1]:8888", "[::1]:8888"),
        ("http://a_b.example:8888", "a_b.example:8888"),
        ("https://meet.example.org", "10.0.0.7:8888"),
        ("https://meet.example.org:443", "10.0.0.7:8888"),
        ("https://MEET.example.org", "10.0.0.7:8888"),
        ("http://lab.example.org:8080", "10.0.0.7:8888"),
    ],
)
def test_own_and_listed_origins_are_allowed(origin: str, host: str) -> None:
    assert ORIGINS.allows(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8888", "127.0.0.1:8888"),
        ("http://127.0.0.1:8889", "127.0.0.1:8888"),
        ("http://127.0.0.1", "127.0.0.1:8888"),
        ("https://127.0.0.1", "127.0.0.1:80"),
        ("http://example.org:443", "example.org"),
        ("http://evil.example", "127.0.0.1:8888"),
        ("http://127.0.0.1:8888.evil.example", "127.0.0.1:8888"),
        ("http://evil.example/127.0.0.1:8888", "127.0.0.1:8888"),
        ("http://127.0.0.1:8888@evil.example", "127.0.0.1:8888"),
        ("http://evil.example@127.0.0.1:8888", "127.0.0.1:8888"),
        ("http://127.0.0.1:8888/", "127.0.0.1:8888"),
        ("http://127.0.0.1:8888\n", "127.0.0.1:8888"),
        (" http://127.0.0.1:8888", "127.0.0.1:8888"),
        ("http://localhost.:8888", "localhost.:8888"),
        ("http://localhost:", "localhost"),
        ("http://localhost:8888, http://evil.example", "localhost:8888"),
        ("http://loc\u0430lhost:8888", "loc\u0430lhost:8888"),
        ("null", "127.0.0.1:8888"),
        ("", "127.0.0.1:8888"),
        ("127.0.0.1:8888", "127.0.0.1:8888"),
        ("//127.0.0.1:8888", "127.0.0.1:8888"),
        ("ws://127.0.0.1:8888", "127.0.0.1:8888"),
        ("file://127.0.0.1:8888", "127.0.0.1:8888"),
        ("chrome-extension://abcdef", "abcdef"),
        ("http://meet.example.org", "10.0.0.7:8888"),  # listed with https
        ("https://meet.example.org:8443", "10.0.0.7:8888"),
        ("https://meet.example.org.", "10.0.0.7:8888"),
        ("https://x.meet.example.org", "10.0.0.7:8888"),
        ("https://meet.example.org.evil.example", "10.0.0.7:8888"),
        ("http://localhost:8888", ""),
    ],
)
def test_every_other_origin_is_refused(origin: str, host: str) -> None:
    assert not ORIGINS.allows(origin, host)


def test_where_tls_is_known_a_page_without_it_is_another_site() -> None:
    assert not ORIGINS.allows("http://example.org", "example.org", secure=True)
    assert not ORIGINS.allows("http://example.org:8443", "example.org:8443", secure=True)
    assert ORIGINS.allows("https://example.org", "example.org", secure=True)
    assert ORIGINS.allows("http://lab.example.org:8080", "10.0.0.7:8888", secure=True)  # listed


def test_an_origin_is_compared_with_its_default_port() -> None:
    assert parse_origin("https://A.example") == Origin("https", "a.example", 443)


@pytest.mark.parametrize(
    "text", ["a.example; script-src *", "a.example 'unsafe-inline'", "a\r\nb", "", "a..b", "*"]
)
def test_what_would_break_a_header_is_no_authority(text: str) -> None:
    assert not is_authority(text)


HUB = Origins(frozenset(), Origin("https", "hub.example", 443))


@pytest.mark.parametrize(
    "origin",
    [
        "https://ada.hub.example",
        "HTTPS://Ada.Hub.Example:443",
        "https://u-x--1.hub.example",
        "https://ada.users.hub.example",
        "https://a.b.c.hub.example",
    ],
)
def test_on_a_hub_with_subdomains_a_user_s_host_opens_sockets_and_no_more(origin: str) -> None:
    assert HUB.allow_socket(origin, "meet--service.hub.example")
    assert not HUB.allows(origin, "meet--service.hub.example")
    assert not Origins().allow_socket(origin, "meet--service.hub.example")


@pytest.mark.parametrize(
    "origin",
    [
        "https://hub.example",
        "https://ada..hub.example",
        "https://ada.evilhub.example",
        "https://example",
        "https://.hub.example",
        "https://ada.hub.example:8443",
        "http://ada.hub.example",
        "https://ada.hub.example.evil.example",
        "https://evilhub.example",
        "https://ada@hub.example",
        "https://ada.hub.example.",
        "null",
        "",
    ],
)
def test_every_other_host_opens_none(origin: str) -> None:
    assert not HUB.allow_socket(origin, "meet--service.hub.example")
