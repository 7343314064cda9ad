"""Whatever stands in a link stays text, and the canary that listens for it can sing."""

import re
import urllib.request
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import payloads
from tests.e2e.canary import DRAWN, PRINTED, Canary, expect_only_text, strange_elements
from tests.e2e.people import SLOW, Person
from tests.jupyter import JupyterServer

Meet = Callable[..., Person]

SING = 60
"""How many of the texts run by themselves, at the least, where they are parsed as HTML."""


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(payloads.sample(60, seed=5)[:12], id="sample"),
        pytest.param(payloads.every(), id="all", marks=pytest.mark.soak),
    ],
)
def test_nothing_in_a_link_runs(meet: Meet, lab: JupyterServer, texts: list[str]) -> None:
    """Path, query and fragment, escaped and as they are."""
    ada = meet("Ada")
    canary = Canary(ada.context)
    meeting = lab.call("POST", "meet/api/v1/meetings", {"title": "Links"})["meeting"]["id"]
    for text in texts:
        escaped = quote(text, safe="")
        for address in (f"{escaped}?q={escaped}#invite={text}", f"{meeting}?q={escaped}#{escaped}"):
            ada.page.goto("about:blank")
            ada.page.goto(f"{lab.url}meet/{address}")
            if ada.page.locator("#meet").count():
                expect(ada.page.get_by_role("heading").first).to_be_visible(timeout=SLOW)
            expect_only_text(ada.page)
    assert canary.signs == []


def test_no_reply_quotes_what_was_asked_for(lab: JupyterServer) -> None:
    for text in payloads.every():
        address = f"{lab.url}meet/{quote(text, safe='')}?q={quote(text, safe='')}"
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                body, kind = answer.read().decode(), answer.headers["Content-Type"]
        except HTTPError as refusal:
            with refusal:
                body, kind = refusal.read().decode(), refusal.headers["Content-Type"]
        assert not re.search("__xss|xss\\.test", body), address
        assert kind.startswith(("text/html", "application/json"))


# --- the canary itself -----------------------------------------------------------------------------------------


def test_the_canary_sings_where_text_is_parsed(browser: Browser, lab: JupyterServer) -> None:
    """The same texts as HTML: without this a canary that is mute would pass for text that is text."""
    with browser.new_context() as context:
        canary, page = Canary(context), context.new_page()
        page.goto(f"{lab.url}login")  # a page of Jupyter's, without our policy
        page.evaluate(
            """(texts) => {
              document.body.className = "nbmeet-root";
              for (const text of texts) document.body.appendChild(document.createElement("div")).innerHTML = text;
            }""",
            [text for text in payloads.every() if "http-equiv" not in text],  # those would leave the page
        )
        for _ in range(300):
            if canary.signs.count("a script ran") >= SING:
                break
            page.evaluate("() => new Promise(requestAnimationFrame)")
        assert canary.signs.count("a script ran") >= SING
        assert any(sign.startswith("a request") for sign in canary.signs)
        for known in (DRAWN, PRINTED):
            assert len(strange_elements(page, ".nbmeet-root", known)) > 2 * SING


def test_trusted_types_stand_behind_our_page(meet: Meet, lab: JupyterServer) -> None:
    ada = meet("Ada")
    canary = Canary(ada.context)
    ada.page.goto(f"{lab.url}meet/")
    expect(ada.page.get_by_role("heading").first).to_be_visible(timeout=SLOW)
    parse = """() => {
      try { document.body.innerHTML = "<img src=x onerror=__xss()>"; } catch (error) { return error.name; }
    }"""
    with ada.page.expect_console_message(lambda message: "require-trusted-types-for" in message.text):
        assert ada.page.evaluate(parse) == "TypeError"
    assert canary.signs == []
    ada.complaints.clear()
