"""What the tests share: views of the small frozen tables and of the book's own, and copies to plant changes in.

Tests in `unit` ask the frozen tables, those in `book` hold whatever the book's tables say, those in `site` look at
whole builds.
"""

import csv
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
import small
from hypothesis import settings
from sizes import first

from nolimits.data import View
from nolimits.data.observations import KEY
from nolimits.memory import collect_rarely

ROOT = Path(__file__).resolve().parents[1]
TABLES = small.TABLES
DAYS = ("latest", "2025-09-10", "2021-01-01")  # of which the whole book is built
CUTOFFS = ("latest", "2021-01-01", "2025-09-10", "2023-06-30", "2025-11-27")


settings.register_profile("suite", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("suite")
collect_rarely()


def pytest_collection_modifyitems(items):
    """Whatever looks at a whole build, or asks for one, is marked as such."""
    for item in items:
        if "site" in Path(item.fspath).relative_to(Path(__file__).parent).parts[:1] or "sites" in item.fixturenames:
            item.add_marker("build")


# --- the frozen tables


def known_by(day: str = "latest", **parameters) -> View:
    """The frozen tables as known by a day."""
    return View(day, folder=TABLES, **parameters)


@pytest.fixture(scope="session")
def frozen() -> View:
    """The frozen tables, all of them."""
    return known_by()


# --- the book's own tables


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def latest() -> View:
    return View(folder=ROOT / "data")


@pytest.fixture(params=first(2, CUTOFFS))
def view(request) -> View:
    return View(request.param, folder=ROOT / "data")


# --- copies to change


class Tables:
    """A copy of some tables that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def view(self, day: str = "latest", **parameters) -> View:
        """What they say by a day, as they are now."""
        return View(day, folder=self.folder, **parameters)

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

    def plant(self, name: str, /, **cells: str) -> None:
        """Add a row; cells that are not named are empty."""
        head, rows = self.read(name)
        rows.append({column: cells.get(column, "") for column in head})
        if name == "observations":
            rows.sort(key=lambda row: tuple(row[column] for column in KEY))
        self.write(name, head, rows)

    def change(self, name: str, where: dict[str, str], **cells: str) -> None:
        """Change cells of the rows that match."""
        head, rows = self.read(name)
        found = [row for row in rows if all(row[key] == value for key, value in where.items())]
        assert found, f"no row of {name} matches {where}"
        for row in found:
            row.update(cells)
        self.write(name, head, rows)

    def drop(self, name: str, **where: str) -> None:
        """Take out the rows that match."""
        head, rows = self.read(name)
        kept = [row for row in rows if not all(row[key] == value for key, value in where.items())]
        assert len(kept) < len(rows), f"no row of {name} matches {where}"
        self.write(name, head, kept)


@pytest.fixture
def frozen_tables(tmp_path) -> Tables:
    """A copy of the frozen tables."""
    shutil.copytree(TABLES, tmp_path / "data")
    return Tables(tmp_path / "data")


@pytest.fixture
def tables(tmp_path) -> Tables:
    """A copy of the book's own tables."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Tables(tmp_path / "data")


# --- whole builds


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Builds the whole book for a day, once."""
    folder = tmp_path_factory.mktemp("sites")

    @lru_cache
    def site(day: str) -> Path:
        done = small.nolimits(ROOT, "build", "--out", str(folder / day), "--cutoff", day)
        assert done.returncode == 0, done.stderr
        return folder / day

    return site


@pytest.fixture(params=[DAYS[0], *(pytest.param(day, marks=pytest.mark.full) for day in DAYS[1:])])
def site(request, sites) -> Path:
    return sites(request.param)


@pytest.fixture
def latest_site(sites) -> Path:
    return sites("latest")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A small book with a page of each kind that has been built once."""
    import edits  # which needs the tables above

    folder = tmp_path_factory.mktemp("built")
    trial = edits.Trial(folder, edits.book(folder / "book"), 1)
    done = trial.build()
    assert done.returncode == 0, done.stderr
    return trial


@pytest.fixture
def trial(built, tmp_path):
    """A copy of it, with all that its builds keep."""
    shutil.copytree(built.folder, tmp_path / "trial")
    return type(built)(tmp_path / "trial", tmp_path / "trial/book", 1)


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """A machine without a browser, a network and a package manager."""
    for name in ("path", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    for name in ("PLAYWRIGHT_DOWNLOAD_HOST", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    return tmp_path
