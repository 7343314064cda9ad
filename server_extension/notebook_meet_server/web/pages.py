"""The stand-alone page and its files: static, without data, for anyone."""
# mypy: disable-error-code="explicit-override, mutable-override"
# (Tornado declares the methods of a handler as attributes.)

from html import escape
from typing import ClassVar, Final

from typing_extensions import override

from notebook_meet.wire.errors import ERRORS
from notebook_meet_server.rules.refused import Refused
from notebook_meet_server.web.handler import Handler
from notebook_meet_server.web.headers import page_policy

_SHELL: Final = """<!doctype html>
<html lang="en" data-root="{root}"{problem}>
<head>
<meta charset="utf-8">
<title>notebook-meet</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="{root}static/icon.svg?v={icon}" type="image/svg+xml">
<link rel="stylesheet" href="{root}static/meet.css?v={style}">
<script type="module" src="{root}static/page.js?v={script}"></script>
</head>
<body>
<div id="meet"></div>
<noscript>This page needs JavaScript to show your meeting. Allow it for this site and load the page again.</noscript>
</body>
</html>
"""

_NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>notebook-meet is not built</title>
<meta name="color-scheme" content="light dark">
</head>
<body>
<h1>The browser part of notebook-meet has not been built</h1>
<p>This server runs from a source checkout. Run <code>make build</code> there and load this page again.</p>
</body>
</html>
"""

_FOREVER: Final = "public, max-age=31536000, immutable"


class Page(Handler):
    """The shell. It is the same whatever the address says; its script reads the address."""

    ACTIONS: ClassVar = {"GET": "page", "HEAD": "page"}

    async def get(self, _meeting: str = "") -> None:
        self.site.authenticator.page_opened(self)
        write_shell(self)

    head = get


def write_shell(handler: Handler, problem: str = "") -> None:
    """Answers with the shell.

    Args:
        handler: answers.
        problem: code of an error that the page tells, instead of what stands at its address.
    """
    site = handler.site
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.set_header("Content-Security-Policy", page_policy(handler.request.headers.get("Host", "")))
    script, style, icon = map(site.assets.version, ("page.js", "meet.css", "icon.svg"))
    if script is None or style is None:
        handler.set_status(503)
        handler.write(_NOT_BUILT)
        return
    told = f' data-problem="{problem}"' if problem else ""
    if problem:
        handler.set_status(ERRORS[problem].status)
    handler.write(_SHELL.format(root=escape(site.root), problem=told, script=script, style=style, icon=icon))


class ToRoot(Handler):
    """The root without its slash. A browser takes the fragment along."""

    ACTIONS: ClassVar = {"GET": "page", "HEAD": "page"}

    async def get(self) -> None:
        self.set_header("Location", self.site.root)
        self.set_status(308)

    head = get


class Static(Handler):
    """One file of the bundle. Links carry the file's hash, so such an answer never goes stale."""

    ACTIONS: ClassVar = {"GET": "static", "HEAD": "static"}
    _version: str | None = None

    async def get(self, name: str) -> None:
        asset = self.front.assets.get(name)
        if asset is None:
            raise Refused("not_found")
        self._version = asset.version
        fresh = self.get_query_argument("v", "") == asset.version
        self.set_header("Cache-Control", _FOREVER if fresh else "no-cache")
        self.set_header("Content-Type", asset.media_type)
        self.write(asset.content)

    head = get

    @override
    def compute_etag(self) -> str | None:
        return f'"{self._version}"' if self._version else None
