"""What a book is made of is found from its contents, its pages and its settings, wherever it lies in its folder."""

import json
from pathlib import Path

import pytest
import small
import yaml

from nolimits.manuscript import contents
from nolimits.manuscript.beside import beside, sources


@pytest.fixture
def book(tmp_path) -> Path:
    return small.book(tmp_path / "book")


def lay(book: Path, *names: str) -> None:
    for name in names:
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(f"# {name}\n")


def add(book: Path, *pages: str) -> None:
    told = yaml.safe_load((book / "_toc.yml").read_text())
    told["chapters"] += [{"file": page} for page in pages]
    (book / "_toc.yml").write_text(yaml.safe_dump(told))


def say(book: Path, text: str, page: str = "chapters/summary.md") -> None:
    (book / page).write_text((book / page).read_text() + f"\n{text}\n")


def bound(book: Path) -> set[str]:
    return {path.relative_to(book).as_posix() for path in beside(contents(book))}


def made_from(book: Path) -> set[str]:
    return {path.relative_to(book).as_posix() for path in sources(book)}


def test_a_plain_book_is_made_from_its_own_folders(book):
    assert made_from(book) == {"_config.yml", "_toc.yml", "chapters", "data", "notebooks", "requirements.txt"}
    assert bound(book) == set()


@pytest.mark.parametrize(
    "text",
    [
        "![A map](../images/map.png)",
        "![A map](<../images/map.png>)",
        "![A map](/images/map.png)",
        "[the map](../images/map.png#top)",
        ":::{figure} ../images/map.png\nA map\n:::",
        "```{image} ../images/map.png\n```",
        '<img src="../images/map.png" alt="x">',
        "{download}`the map <../images/map.png>`",
    ],
)
def test_a_file_that_a_page_names_is_carried(book, text):
    lay(book, "images/map.png", "images/other.png")
    say(book, text)
    assert bound(book) == {"images/map.png"}
    assert "images/map.png" in made_from(book)


def test_a_file_that_a_notebook_names_is_carried(book):
    lay(book, "images/map.png", "tables/own.csv")
    path = book / "notebooks/trade.ipynb"
    told = json.loads(path.read_text())
    told["cells"][0]["source"] = "# Trade\n\n![A map](../images/map.png)"
    told["cells"][2]["source"] += "\nimport pandas\nown = pandas.read_csv('../tables/own.csv')"
    path.write_text(json.dumps(told))
    assert bound(book) == {"images/map.png", "tables/own.csv"}


def test_pages_bring_the_folder_that_they_lie_in(book):
    lay(book, "more/deep/third.md", "more/deep/map.png", "more/.hidden/x.png", "intro.md", "beside.md")
    add(book, "more/deep/third", "intro")
    assert {"more", "intro.md"} <= made_from(book)
    assert "beside.md" not in made_from(book)
    assert bound(book) == {"more/deep/map.png"}


def test_a_text_that_a_page_includes_is_carried_and_another_one_is_not(book):
    lay(book, "shared.md", "chapters/draft.md", "notebooks/trade-Copy1.ipynb")
    say(book, "```{include} ../shared.md\n```")
    assert bound(book) == {"shared.md"}


@pytest.mark.parametrize(
    "outside", ["../../outside.png", "/etc/hostname.txt", "../_build/x.png", "../.git/x.png", "none.png"]
)
def test_what_lies_outside_is_hidden_or_missing_is_not(book, outside):
    lay(book, "../outside.png", "_build/x.png", ".git/x.png")
    say(book, f"![A map]({outside})")
    assert bound(book) == set()


def test_what_the_settings_name_is_carried(book):
    lay(book, "mark.png", "references.bib", "looks/own.css", "_static/more.css", "docs/x.md")
    told = yaml.safe_load((book / "_config.yml").read_text())
    told |= {"logo": "mark.png", "bibtex_bibfiles": ["references.bib"]}
    told["repository"] = {"url": "https://example.org", "path_to_book": "docs"}
    told["sphinx"]["config"]["html_static_path"] = ["looks"]
    (book / "_config.yml").write_text(yaml.safe_dump(told))
    assert bound(book) == {"mark.png", "references.bib", "looks/own.css", "_static/more.css"}


def test_contents_or_settings_that_cannot_be_read_leave_the_plain_ones(book):
    (book / "_toc.yml").write_text("parts: [")
    (book / "_config.yml").write_text("title: [")
    assert made_from(book) == {"_config.yml", "_toc.yml", "chapters", "data", "notebooks", "requirements.txt"}
