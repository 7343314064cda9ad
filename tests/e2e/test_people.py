"""What goes wrong on our pages fails a test, and a failing test leaves pictures behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.people import People
from tests.e2e.secrets_scan import Secrets
from tests.jupyter import JupyterServer, running

BREACHES = {
    "an error on the console": ("console.error('planted')", "planted"),
    "an error that nobody catches": ("void setTimeout(() => { throw new Error('planted'); })", "planted"),
    "a promise that nobody catches": ("void Promise.reject(new Error('planted'))", "planted"),
    "a style that the page's policy forbids": (
        "document.head.append(Object.assign(document.createElement('style'), { textContent: '*{}' }))",
        "Content Security Policy",
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    with running(JupyterServer(tmp_path_factory.mktemp("server"), app="server")) as server:
        yield server


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_fails_whoever_made_the_person(
    breach: str, browser: Browser, server: JupyterServer
) -> None:
    script, words = BREACHES[breach]
    people = People()
    ada = people.meet(browser, server, "Ada", Secrets())
    ada.page.goto(f"{server.url}meet/")
    ada.page.evaluate(script)
    # An error that nobody catches is told of in a turn of its own.
    ada.page.evaluate("() => new Promise((done) => setTimeout(done))")
    with pytest.raises(AssertionError, match=f"Ada: .*{words}"):
        people.close()


def test_a_refusal_in_words_is_no_complaint(browser: Browser, server: JupyterServer) -> None:
    people = People()
    ada = people.meet(browser, server, "Ada", Secrets())
    with ada.page.expect_response("**/api/v1/meetings/**") as refused:
        ada.page.goto(f"{server.url}meet/{'A' * 22}")
    assert refused.value.status == 404
    people.close()


def test_everybody_is_photographed(browser: Browser, server: JupyterServer, tmp_path: Path) -> None:
    people = People()
    ada, _ = (people.meet(browser, server, name, Secrets()) for name in ("Ada", "Grace"))
    ada.context.new_page()
    people.photograph(tmp_path / "pictures")
    people.close()
    people.photograph(tmp_path / "later")
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == [
        "Ada-1.png",
        "Ada.png",
        "Grace.png",
    ]
    assert not (tmp_path / "later").exists(), "closed browsers have no pages"
