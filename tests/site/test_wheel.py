"""The package alone, installed where no checkout is, begins a book on another subject, builds it and passes its tests."""

import os
import shutil
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.xdist_group("wheel")
PACKAGE = ROOT / "nolimits"
DATA = {".css", ".csv", ".gitignore", ".html", ".ipynb", ".js", ".json", ".md", ".svg", ".ttf", ".ttl", ".txt"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A folder of packages that holds the wheel and nothing else; it comes before all other packages."""
    folder = tmp_path_factory.mktemp("packages")
    pip("install", "--no-compile", "--target", str(folder), str(wheel))
    return folder


@pytest.fixture(scope="module")
def run(installed, tmp_path_factory):
    """Runs Python with the installed package, outside of any checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NOLIMITS_")}
    desk = tmp_path_factory.mktemp("desk")

    def command(*arguments: str, cwd: Path = desk) -> subprocess.CompletedProcess:
        known = environment | {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, *arguments], cwd=cwd, env=known, capture_output=True, text=True, check=False
        )

    return command


@pytest.fixture(scope="module")
def begun(run, tmp_path_factory) -> Path:
    """A book to begin with, as the installed package lays it out."""
    folder = tmp_path_factory.mktemp("shelf") / "honey"
    done = run("-m", "nolimits", "new", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments, "--no-deps", "--no-index"]
    subprocess.run(command, check=True, capture_output=True, text=True)


def below(folder: Path) -> dict[str, bytes]:
    """All files of a folder but what Python keeps for itself, by name."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_wheel_holds_each_file_of_the_package_data_and_licences_of_fonts_among_them(wheel):
    own = below(PACKAGE)
    with zipfile.ZipFile(wheel) as archive:
        held = {
            name.removeprefix("nolimits/"): archive.read(name) for name in archive.namelist() if "dist-info" not in name
        }
    assert held == own
    assert {Path(name).suffix or Path(name).name for name in own} >= DATA | {"matplotlibrc", ".typed"}
    for font in (name for name in own if name.endswith((".ttf", ".woff2"))):
        assert f"{Path(font).parent.as_posix()}/OFL.txt" in own, font


def test_the_wheel_says_what_it_is_and_carries_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (about,) = (archive.read(name).decode() for name in archive.namelist() if name.endswith("/METADATA"))
        licences = {archive.read(name) for name in archive.namelist() if "/licenses/" in name}
        entries = next(archive.read(name).decode() for name in archive.namelist() if name.endswith("/entry_points.txt"))
    told = message_from_string(about)
    assert (told["Name"], told["License-Expression"]) == ("nolimits", "MIT AND OFL-1.1")
    assert licences == {path.read_bytes() for path in (ROOT / "LICENSE", *PACKAGE.rglob("OFL.txt"))}
    # with it alone a begun book runs its tests
    assert any(one.startswith("pytest") and "extra" not in one for one in told.get_all("Requires-Dist"))
    for name in ("nolimits=nolimits.cli:main", "nolimits-forked=", "exhibit="):
        assert f"\n{name}" in entries


def test_the_installed_package_is_what_runs(run, installed):
    done = run("-c", "import nolimits; print(nolimits.__file__)")
    assert done.stdout.strip() == str(installed / "nolimits" / "__init__.py")


def test_outside_of_a_book_it_says_how_to_name_one(run):
    done = run("-m", "nolimits", "check")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not in a book" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_book_that_is_begun_holds_its_rules_and_is_on_another_subject(run, begun):
    done = run("-m", "nolimits", "--book", str(begun), "check")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    said = "\n".join(path.read_text(encoding="utf-8") for path in begun.rglob("*") if path.is_file())
    assert "honey" in said
    assert not any(word in said for word in ("China", "Russia", "Milov"))
    assert len(list(begun.glob("data/*.csv"))) <= 7


def test_each_statement_of_a_begun_book_has_turned_since_its_paper(run, begun):
    done = run("-m", "nolimits", "claims", "--turned-since", "2024-06-01", "--book", str(begun))
    assert done.stdout.startswith("l001  confirmed, too weak to count → overtaken, too weak to count")


def test_a_row_that_comes_in_turns_the_statement_of_a_begun_book(run, begun, tmp_path):
    book = tmp_path / "honey"
    shutil.copytree(begun, book)
    source = "keepers-2026-01-20-honey"
    (tmp_path / "sources.csv").write_text(
        "source,publisher,title,url,published,precision,language,kind,copied,interest\n"
        f"{source},Beekeepers' Register,The honey of 2025,https://example.org/honey-2025,2026-01-20,day,en,official,no,none\n"
    )
    (tmp_path / "observations.csv").write_text(
        "indicator,period_start,period_end,value,qualifier,source,known_on\n"
        f"honey.lower,2025-01-01,2025-12-31,12.9,exact,{source},2026-01-20\n"
        f"honey.upper,2025-01-01,2025-12-31,11.4,exact,{source},2026-01-20\n"
    )
    new = [str(tmp_path / name) for name in ("sources.csv", "observations.csv")]
    done = run("-m", "nolimits", "--book", str(book), "add", *new, "--brief", "--yes")
    assert done.returncode == 0, done.stderr
    assert "1 verdict would turn:" in done.stdout
    assert "3 rows written" in done.stdout
    assert run("-m", "nolimits", "--book", str(book), "check").returncode == 0


def test_two_commands_build_a_begun_book_and_test_it(run, begun):
    done = run("-m", "nolimits", "build", cwd=begun)
    assert done.returncode == 0, done.stderr
    page = (begun / "_build/html/chapters/answer.html").read_text(encoding="utf-8")
    assert "does not lead" in page
    assert 'id="honey-valleys"' in (begun / "_build/html/notebooks/honey.html").read_text(encoding="utf-8")
    done = run("-m", "pytest", "-p", "no:cacheprovider", cwd=begun)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


@pytest.mark.full
def test_a_begun_book_is_built_from_elsewhere_as_in_its_folder(run, begun, tmp_path):
    for place in ("one", "two"):
        done = run(
            "-m", "nolimits", "--book", str(begun), "build", "--cutoff", "2024-06-01", "--out", str(tmp_path / place)
        )
        assert done.returncode == 0, done.stderr
        assert "The lower valley gives more" in (tmp_path / place / "chapters/answer.html").read_text(encoding="utf-8")
        # what follows was made from nothing
        for kept in (begun / "_build").iterdir():
            subprocess.run(["rm", "-rf", str(kept)], check=True)
    assert below(tmp_path / "one") == below(tmp_path / "two")
