"""Fresh Python environments, as a person has them who installs the wheel."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def run(*command: str | Path) -> None:
    """Runs a command to its end.

    Raises:
        CalledProcessError: it failed.
    """
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def pip(python: Path, *arguments: str) -> None:
    """Installs, in the versions that the project is locked to."""
    constraints = str(REPOSITORY / "constraints.txt")
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-c",
        constraints,
        *arguments,
    )


def environment(folder: Path, *packages: str) -> Path:
    """A new virtual environment with these packages; its Python."""
    run(sys.executable, "-m", "venv", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    pip(python, *packages)
    return python


def build_wheel(folder: Path) -> Path:
    """Builds sdist and wheel into a folder, the wheel from the sdist; the wheel's path."""
    run(sys.executable, "-m", "build", "--outdir", folder, REPOSITORY)
    return next(folder.glob("*.whl"))
