"""Build hook: a wheel or sdist without the browser bundle would install and then show an empty cell, so it is refused."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = Path("src/notebook_meet/static/widget.js")


class RequireBundle(BuildHookInterface):  # type: ignore[type-arg]
    """Lets editable installs pass: there the bundle may be built later."""

    PLUGIN_NAME = "require-bundle"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Refuse to go on when the bundle has not been built.

        Args:
            version: hatchling's build version, "standard" or "editable".
            build_data: unused.

        Raises:
            SystemExit: the bundle is missing.
        """
        if version != "editable" and not (Path(self.root) / BUNDLE).is_file():
            message = f"{BUNDLE} is missing: the browser bundle has not been built. Run `make build`."
            raise SystemExit(message)
