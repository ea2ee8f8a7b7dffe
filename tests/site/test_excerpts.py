"""A page shows blocks and charts of others as they stand there, and moves with them; here on a small book."""

import shutil
from pathlib import Path

import builds
import nbformat
import pytest
import small
import yaml
from bs4 import BeautifulSoup
from links import broken
from sizes import first

pytestmark = pytest.mark.xdist_group("small")
BRIEF = (
    "# Brief\n\nA fleece.\n\n:::{excerpt} notebooks/trade inbrief\n:::\n\n:::{excerpt} notebooks/trade exhibit\n:::\n\n"
    ":::{excerpt} notebooks/talks talks-chart\n:::\n"
)
BOX = (
    "# Trade\n\n:::{{div}} inbrief\nA fleece {verb} {{value}}`newest`: see [the talks](talks.ipynb)"
    " and {{numref}}`trade-chart`.\n:::"
)


def say(folder: Path, verb: str) -> None:
    """Write what the section found."""
    path = folder / "notebooks/trade.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source = BOX.format(verb=verb)
    nbformat.write(notebook, path)


def add(folder: Path, name: str, text: str) -> None:
    toc = yaml.safe_load((folder / "_toc.yml").read_text())
    toc["chapters"] += [{"file": f"chapters/{name}"}]
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False))
    (folder / f"chapters/{name}.md").write_text(text)


def brief(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "_build/html/chapters/brief.html").read_text(), "lxml").article


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = small.book(tmp_path_factory.mktemp("excerpts") / "book")
    say(folder, "costs")
    (folder / "data/glossary.csv").write_text("term,forms,says\nfleece,,The wool of one sheep.\n")
    add(folder, "brief", BRIEF)
    add(folder, "glossary", "# Glossary\n\n:::{terms}\n:::\n")
    done = builds.build(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_block_stands_there_as_on_its_own_page_with_links_that_lead_on_from_here(made):
    box = brief(made).select_one(".inbrief")
    assert box.get_text().strip() == "A fleece costs USD 196 bn: see the talks and Figure 1."
    assert [link["href"].partition("#")[0] for link in box.select("a.reference")] == [
        "../notebooks/talks.html",
        "../notebooks/trade.html",
    ]
    assert box.select_one("a.fact")["id"] == box.select_one("a.fact")["data-place"]


def test_a_chart_stands_there_with_its_pictures_and_words(made):
    figure = brief(made).select_one("figure.exhibit#trade-chart")
    assert {image["src"] for image in figure.select("img")}
    assert all((made / "_build/html/chapters" / image["src"]).is_file() for image in figure.select("img"))
    assert figure.select_one(".caption-text").text == "A line."


def test_a_chart_is_named_by_its_id_as_well(made):
    shown = [figure["id"] for figure in brief(made).select("figure.exhibit")]
    assert shown == ["trade-chart", "talks-chart"]


def test_a_term_is_explained_once_on_a_page_whatever_it_takes_from_others(made):
    (term,) = brief(made).select("a.term")
    assert term["data-tip"] == term["aria-description"] == "The wool of one sheep."
    assert term["href"] == "glossary.html#term-fleece"


def test_every_link_resolves(made):
    assert broken(made / "_build/html", made / "_build/html") == []


@pytest.mark.full
def test_it_follows_its_page_and_is_what_it_would_be_made_anew(made, tmp_path):
    book = Path(shutil.copytree(made, tmp_path / "book"))
    say(book, "fetches")
    assert builds.build(book).returncode == 0
    assert "A fleece fetches" in brief(book).get_text()
    again = (book / "_build/html/chapters/brief.html").read_bytes()
    shutil.rmtree(book / "_build")
    assert builds.build(book).returncode == 0
    assert (book / "_build/html/chapters/brief.html").read_bytes() == again


@pytest.mark.parametrize(
    "asked", first(1, ["notebooks/trade nobody", "notebooks/gone inbrief", "chapters/brief exhibit"])
)
def test_a_block_that_is_not_there_stops_the_build_with_its_place(made, tmp_path, asked):
    book = Path(shutil.copytree(made, tmp_path / "book"))
    page, named = asked.split()
    (book / "chapters/brief.md").write_text(f"# Brief\n\n:::{{excerpt}} {asked}\n:::\n")
    done = builds.build(book)
    assert done.returncode == 1
    assert f"brief.md:3: WARNING: no block '{named}' is on a page '{page}': name one that is" in done.stderr
