"""What the tests share: the book's root, views at telling days, and a copy of the tables to plant changes in."""

import csv
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
import small

from nolimits.data import View

ROOT = Path(__file__).resolve().parents[1]
DAYS = ("latest", "2025-09-10", "2021-01-01")  # of which the whole book is built
CUTOFFS = ("2021-01-01", "2023-06-30", "2025-09-10", "2025-11-27", "latest")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def latest() -> View:
    return View(folder=ROOT / "data")


@pytest.fixture(params=CUTOFFS)
def view(request) -> View:
    return View(request.param, folder=ROOT / "data")


class Tables:
    """A copy of the tables that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> tuple[list[str], list[dict[str, str]]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            return list(reader.fieldnames or []), rows

    def write(self, name: str, head: list[str], rows: list[dict[str, str]]) -> None:
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, head, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def plant(self, name: str, **cells: str) -> None:
        """Add a row; cells that are not named are empty."""
        head, rows = self.read(name)
        rows.append({column: cells.get(column, "") for column in head})
        keys = [
            column for column in head if column in ("indicator", "period_start", "period_end", "known_on", "source")
        ]
        if name == "observations":
            rows.sort(key=lambda row: tuple(row[key] for key in keys))
        self.write(name, head, rows)

    def change(self, name: str, where: dict[str, str], **cells: str) -> None:
        """Change cells of the rows that match."""
        head, rows = self.read(name)
        found = [row for row in rows if all(row[key] == value for key, value in where.items())]
        assert found, f"no row of {name} matches {where}"
        for row in found:
            row.update(cells)
        self.write(name, head, rows)


@pytest.fixture
def tables(tmp_path) -> Tables:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Tables(tmp_path / "data")


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Builds the whole book for a day, once."""
    folder = tmp_path_factory.mktemp("sites")

    @lru_cache
    def site(day: str) -> Path:
        # the newest book is printed as well
        printing = () if day == "latest" else ("--no-pdf",)
        done = small.nolimits(ROOT, "build", "--out", str(folder / day), "--cutoff", day, *printing)
        assert done.returncode == 0, done.stderr
        return folder / day

    return site


@pytest.fixture(params=DAYS)
def site(request, sites) -> Path:
    return sites(request.param)


@pytest.fixture
def latest_site(sites) -> Path:
    return sites("latest")
