"""The command line: thin verbs over the modules; what is wrong is told in one sentence, exit 1, a wrong use exit 2."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from nolimits.cli.verbs import VERBS
from nolimits.cli.words import parser, without_effect
from nolimits.memory import collect_rarely

UNIX = ("fcntl", "termios", "resource", "pwd")  # modules of Python that Windows has not


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `nolimits`; returns the exit code: 0, 1 for what is wrong with the book, 2 for a wrong use of the command."""
    collect_rarely()
    _print_anything()
    known = parser()
    options = known.parse_args(arguments)
    if idle := without_effect(options):
        known.error(idle)
    from nolimits.data import DataError

    try:
        return VERBS[options.name](options)
    except BrokenPipeError:
        # whoever reads us has seen enough, as in `nolimits claims | head`
        sys.stdout = None
        return 0
    except DataError as error:
        print(f"nolimits: {_as_typed(str(error), arguments)}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if not (told := _remedy(error.name or "")):
            raise
        print(f"nolimits: {options.name} needs {told}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"nolimits: {_as_typed(_refusal(error), arguments)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nolimits: stopped by Ctrl-C; what was finished stays", file=sys.stderr)
        return 130


def _as_typed(told: str, arguments: Sequence[str] | None) -> str:
    """A complaint in which what was typed with breaks of lines stands with escapes, so that it breaks none."""
    from nolimits.checks.problem import printable

    for one in sys.argv[1:] if arguments is None else arguments:
        told = told if one.isprintable() else told.replace(one, printable(one))
    return told


def _print_anything() -> None:
    """Write what a terminal's encoding lacks as an escape, rather than to fail at it; so do the programs we start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # what they write is read here, not by the terminal
    os.environ.pop("PYTHONIOENCODING", None)


def _remedy(module: str) -> str | None:
    """What is to be done about a module that is not there; None for one that nobody named as needed."""
    from importlib.metadata import requires

    if module in UNIX:
        return "a Unix such as Linux or macOS: on Windows, run it in WSL"
    name = module.partition(".")[0].replace("_", "-")
    for needed in requires("nolimits") or ():
        if re.match(rf"{re.escape(name)}\b(?!-)", needed, re.IGNORECASE):
            group = re.search(r"extra == \W(\w+)", needed)
            right = f"'nolimits[{group[1]}]'" if group else name
            return f"{name}, which is not installed: pip install {right}"
    return None


def _refusal(error: OSError) -> str:
    """What the system refused, and of which file."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return "the folder in which this runs was removed: go to one that is there"
    if error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return error.strerror or str(error)
