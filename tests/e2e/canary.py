"""Notices when text has become anything else: a script that ran, a request, a dialog, an element of its own."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Page, Request

CANARY_HOST = "xss.test"
DRAWN = (
    *("div", "section", "header", "aside", "p", "span", "strong", "h1", "h2", "h3", "ul", "li"),
    *("figure", "figcaption", "video", "output", "form", "label", "input", "select", "option", "button", "a"),
    *("textarea", "time", "pre", "code"),
    *("svg", "path", "line", "circle", "rect", "polyline", "polygon", "ellipse"),
)
"""The elements that our own screens are made of."""
PRINTED = ("a", "div", "pre", "span")
"""The elements that JupyterLab makes of printed text."""

STRANGERS = """
([roots, known]) => {
  const safe = /^(https?:|blob:|#|\\/|$)/;
  // JupyterLab makes a link of whatever looks like an address, also javascript://. In a window that knows nothing of its
  // opener such a link leads nowhere.
  const elsewhere = ({ localName, target, rel }) => localName === "a" && target === "_blank" && rel.includes("noopener");
  const strange = (element) =>
    !known.includes(element.localName) ||
    [...element.attributes].some(({ name, value }) =>
      /^on|^srcdoc$|^ping$/.test(name) ||
      (/^(href|src|action|formaction)$/.test(name) && !safe.test(value) && !elsewhere(element)));
  return [...document.querySelectorAll(roots)].flatMap((root) =>
    [...root.querySelectorAll("*")].filter(strange).map((element) => element.outerHTML.slice(0, 200)));
}
"""


@dataclass
class Canary:
    """Watches all pages of a browser context. ``signs`` stays empty as long as text is text."""

    context: BrowserContext
    signs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # A binding outlives a navigation, and is there in every frame.
        self.context.expose_binding("__xss", lambda *_: self.signs.append("a script ran"))
        self.context.on("request", self._request)
        self.context.on("dialog", self._dialog)

    def _request(self, request: Request) -> None:
        if CANARY_HOST in (urlsplit(request.url).hostname or ""):
            self.signs.append(f"a request for {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # JupyterLab's own
            dialog.accept()
            return
        self.signs.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


def strange_elements(page: Page, roots: str, known: tuple[str, ...]) -> list[str]:
    """Elements below ``roots`` that nothing of ours, or of JupyterLab's, makes of text."""
    found: list[str] = page.evaluate(STRANGERS, [roots, list(known)])
    return found


def expect_only_text(page: Page) -> None:
    """All that our screens and the printed outputs show is text, the page is where it was, and no name is taken."""
    for roots, known in ((".nbmeet-root, #meet", DRAWN), (".jp-RenderedText", PRINTED)):
        strange = strange_elements(page, roots, known)
        assert not strange, f"in {roots}: {strange}"
    names = page.evaluate("[typeof window.__xss, ...Object.keys(Object.prototype)]")
    assert names == ["function"], names
