"""What goes wrong on our own pages and in our cells, in the browser's words: errors, and breaches of the page's policy."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

EXPECTED = (
    # A refusal is an answer that the page shows in words; the browser reports its status all the same.
    "Failed to load resource",
    # So is a lost connection.
    "WebSocket connection to ",
    # What a browser says of every page over plain http that is not on loopback: only the insecure page's test has one.
    "The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy",
)
JUPYTERS_SCRIPTS = re.compile(r"/(?:static|nbextensions)/")


def complaints_of(context: BrowserContext) -> list[str]:
    """The list to which every complaint of the context's pages is added from now on."""
    complaints: list[str] = []

    def console(message: ConsoleMessage) -> None:
        # anywidget loads a cell's module from a blob.
        ours = _our_page(message.page) or message.location["url"].startswith("blob:")
        if message.type == "error" and ours and not message.text.startswith(EXPECTED):
            complaints.append(message.text)

    def uncaught(error: WebError) -> None:
        words = error.error.stack or str(error.error)
        # Notebook 7 and nbclassic have errors of their own, which happen in their own scripts.
        if _our_page(error.page) or "blob:" in words or not JUPYTERS_SCRIPTS.search(words):
            complaints.append(words)

    context.on("console", console)
    context.on("weberror", uncaught)
    return complaints


def _our_page(page: Page | None) -> bool:
    return page is not None and "/meet/" in page.url
