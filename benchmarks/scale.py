"""What grows with rows and with statements, and how fast; prints figures, asserts nothing.

    .venv/bin/python benchmarks/scale.py [FACTOR ...]

The tables are made larger by factors (10 and 30 by default, of rows; 10 of statements): each indicator with its rows is
entered again under other names, and each statement with its tests. What is made passes every check. Each line is one
question asked in a process of its own: seconds, the peak of its memory, and, behind the first, the exponent by which
both grew with the factor (1: as fast as the tables).
"""

from __future__ import annotations

import csv
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from copies import copy_book

ROWS, STATEMENTS = (10, 30), 10
FIRST = 1000  # keys of statements made here begin above those of the book
LABEL = 36  # letters of a label, so that a number fits behind
TOPIC = "copies"
KEY = re.compile(r"\b([mt])(\d{3})\b")
Row = dict[str, str]
ASKED = {
    "tables checked": "from nolimits import checks; assert not checks.problems(DATA)",
    "tables and prose checked": "from nolimits.cli import main; sys.exit(main(['check', '--book', str(DATA.parent)]))",
    "one figure looked up": "from nolimits.data import View; View(folder=DATA).value('trade.turnover', 2024)",
    "all statements weighed": (
        "from nolimits.data import View; from nolimits.claims import claims, weigh; view = View(folder=DATA);"
        "[weigh(one, view) for one in claims(view.evidence).values()]"
    ),
    "all statements weighed on sixty days": (
        "from nolimits.data import View; from nolimits.claims import claims, weigh; view = View(folder=DATA);"
        "days = [f'{year}-{month:02}-28' for year in range(2021, 2026) for month in range(1, 13)];"
        "[weigh(one, view.on(day)) for day in days for one in claims(view.evidence).values()]"
    ),
}


def more_rows(data: Path, factor: int) -> None:
    """Enter indicators with their rows again under other names, until there are `factor` times as many.

    Those with exceptions to the rules, with corrected rows, or read beside another one are entered once.
    """
    excepted = {row["row"].partition(";")[0] for row in _read(data / "exceptions.csv")}
    excepted |= {row["indicator"] for row in _read(data / "corrections.csv")}
    excepted |= {
        row["indicator"] for row in _read(data / "indicators.csv") if row["indicator"].endswith(("_yoy", "_ytd"))
    }

    def again(row: Row) -> list[Row]:
        made = () if row["indicator"] in excepted else range(1, factor)
        named = [row | {"indicator": f"{TOPIC}.{row['indicator'].replace('.', '_')}_{one}"} for one in made]
        labels = [{"label": f"{row['label'][:LABEL]} {one}"} if "label" in row else {} for one in made]
        return [row, *(one | label for one, label in zip(named, labels, strict=True))]

    unused = _read(data / "unused.csv")
    _write(data / "unused.csv", [*unused, unused[0] | {"pattern": f"{TOPIC}.*"}])
    for name in ("indicators", "observations"):
        _rewrite(data / f"{name}.csv", again)


def more_statements(data: Path, factor: int) -> None:
    """Enter each statement with its tests again under other keys, until there are `factor` times as many."""
    package = data / "datapackage.yaml"
    text = package.read_text(encoding="utf-8").replace("[mt][0-9]{3}", "[mt][0-9]{3,5}")
    package.write_text(text, encoding="utf-8")

    def named(row: Row, number: int) -> Row:
        """A row in which each statement is called by a key of this number."""
        made = {
            name: KEY.sub(lambda key: f"{key[1]}{FIRST * number + int(key[2])}", held) for name, held in row.items()
        }
        if "statement" in row:
            made["statement"] = f"{row['statement'][:-1]} ({made['claim']})."
        return made

    def again(row: Row) -> list[Row]:
        return [row, *(made for number in range(1, factor) if (made := named(row, number)) != row)]

    for name in ("claims", "criteria", "exceptions"):
        _rewrite(data / f"{name}.csv", again)


def _read(table: Path) -> list[Row]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rewrite(table: Path, change: Callable[[Row], list[Row]]) -> None:
    _write(table, [one for row in _read(table) for one in change(row)])


def _write(table: Path, rows: list[Row]) -> None:
    """Write a table, which `nolimits format` puts in order."""
    keys = list(rows[0])
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, keys, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def ask(what: str, book: Path) -> tuple[float, float]:
    """Seconds and MiB at the peak of one question in a process of its own."""
    code = f"import sys; from pathlib import Path; DATA = Path({str(book / 'data')!r}); {ASKED[what]}"
    told = (
        "import re, sys, time; from pathlib import Path; begun = time.perf_counter()\n"
        f"try:\n    exec({code!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        # what a process holds at most by getrusage begins with what its parent held
        "most = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "print(time.perf_counter() - begun, int(most) / 1024, file=sys.stderr)"
    )
    environment = os.environ | {"PYTHONPATH": str(book)}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=book, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{what} in {book}: {(done.stdout + done.stderr)[-800:]}")
    seconds, memory = done.stderr.split()[-2:]
    return float(seconds), float(memory)


def main(factors: list[int]) -> None:
    """Measure the book as it is, with more rows, with more statements."""
    first: dict[str, tuple[float, float]] = {}
    cases = [(1, "as it is"), *((one, "rows") for one in factors), (STATEMENTS, "statements")]
    for factor, what in cases:
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / "book"
            copy_book(book)
            if factor > 1:
                (more_rows if what == "rows" else more_statements)(book / "data", factor)
                command = [sys.executable, "-m", "nolimits.cli", "format", "--book", str(book)]
                subprocess.run(command, env=os.environ | {"PYTHONPATH": str(book)}, check=True, capture_output=True)
            count = len(_read(book / "data/observations.csv")), len(_read(book / "data/claims.csv"))
            print(f"{count[0]:,} figures, {count[1]:,} statements", flush=True)
            for question in ASKED:
                found = ask(question, book)
                line = f"  {question:38} {found[0]:7.1f} s {found[1]:6.0f} MiB"
                if factor == 1:
                    first[question] = found
                else:
                    grown = (math.log(now / then, factor) for now, then in zip(found, first[question], strict=True))
                    line += "  exponents {:.2f}, {:.2f}".format(*grown)
                print(line, flush=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:] if re.fullmatch(r"\d+", one)] or list(ROWS))
