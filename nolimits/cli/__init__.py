"""The command line: thin verbs over the modules; what is wrong is told in one sentence, exit 1, a wrong use exit 2."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from nolimits.cli.verbs import VERBS
from nolimits.cli.words import parser, without_effect

UNIX = ("fcntl", "termios", "resource", "pwd")  # modules of Python that Windows has not


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `nolimits`; returns the exit code: 0, 1 for what is wrong with the book, 2 for a wrong use of the command."""
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
        print(f"nolimits: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if error.name not in UNIX:
            raise
        print(
            f"nolimits: {options.name} needs a Unix such as Linux or macOS: on Windows, run it in WSL", file=sys.stderr
        )
        return 1
    except OSError as error:
        print(f"nolimits: {_refusal(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nolimits: stopped by Ctrl-C; what was finished stays", file=sys.stderr)
        return 130


def _print_anything() -> None:
    """Write what a terminal's encoding lacks as an escape, rather than to fail at it; so do the programs we start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # what they write is read here, not by the terminal
    os.environ.pop("PYTHONIOENCODING", None)


def _refusal(error: OSError) -> str:
    """What the system refused, and of which file."""
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
