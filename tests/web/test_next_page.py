"""Nobody is led to another site after the login."""

import pytest

from notebook_meet_server.web.next_page import own_page

ROOT = "/services/meet/"
OTHER = "evil.example"
HOSTILE = [
    *(f"{start}{OTHER}{end}" for start in ("//", "///", "/\\", "\\\\", "https://", "https:", "http:/", "/%2f", "/%5c") for end in ("", "/", "/services/meet/")),
    *(f"{ROOT}{rest}" for rest in ("/evil.example", "//evil.example", "../hub/logout", "..%2f..%2fhub", "\\evil.example", "@evil.example", ".evil.example", "a/b", "a?next=//b", "a#b", "a%0d%0aSet-Cookie:x", "a\r\nb", "a b", "é", "a;b", "a:b")),
    *(f"{before}{ROOT}" for before in (" ", "\t", "\n", "x", ".", "/.", "/..", "//", "@", OTHER, f"//{OTHER}", f"https://{OTHER}")),
    "/", "", "/hub/logout", "/services/meet", "/services/meetx", "/user/ada/lab", "javascript:alert(1)", "data:text/html,x",
]  # fmt: skip


def test_there_are_sixty_ways_to_try() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("wanted", HOSTILE)
def test_any_other_page_is_the_root(wanted: str) -> None:
    assert own_page(wanted, ROOT) == ROOT


@pytest.mark.parametrize("wanted", [ROOT, f"{ROOT}bGISnyukz3LT5AZC8MhRFA", f"{ROOT}a-b_c"])
def test_a_page_of_ours_is_itself(wanted: str) -> None:
    assert own_page(wanted, ROOT) == wanted
