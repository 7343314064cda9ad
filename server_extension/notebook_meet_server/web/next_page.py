"""Where someone goes after the login: a page of this application, whatever the address asked for."""

import re


def own_page(wanted: str, root: str) -> str:
    """The path to go to.

    Args:
        wanted: as it came in the address. Anyone can have made it up.
        root: path of the application's root, with a slash at both ends.

    Returns:
        ``wanted`` if it is the root or one segment below it, in plain letters; else ``root``. Percent signs,
        backslashes, further slashes and dots, with which a path turns into another host, are in no page of ours.
    """
    rest = wanted.removeprefix(root)
    if wanted.startswith(root) and re.fullmatch(r"[A-Za-z0-9_-]*", rest):
        return wanted
    return root
