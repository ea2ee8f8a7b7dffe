"""A tree whose charts are not those of its manifest is no finished book."""

import json

import pytest
import trees

from nolimits.book.agree import hold_charts
from nolimits.book.parameters import BuildError

NAME, OTHER = trees.CHART, trees.fingerprint("other")
FIGURE = '<figure class="exhibit align-default" id="{name}">x<code title="fingerprint of rows">{mark}</code></figure>'


@pytest.fixture
def tree(tmp_path):
    """A finished book whose page, chart's page and files tell of one chart."""
    folder = trees.tree(tmp_path / "html", trees.NEW)
    mark = trees.fingerprint("1")
    page = folder / "notebooks/trade.html"
    page.write_text(page.read_text() + FIGURE.format(name=NAME, mark=mark[:12]))
    (folder / f"charts/{NAME}.html").write_text(
        f'<figure class="exhibit landing" id="{NAME}"></figure><code>{mark}</code>'
    )
    (folder / f"charts/{NAME}/{NAME}.json").write_text(json.dumps({"fingerprint": mark}))
    return folder


def test_a_tree_that_agrees_with_its_manifest_is_fine(tree):
    hold_charts(tree)


def test_a_book_without_charts_is_fine(tmp_path):
    hold_charts(trees.tree(tmp_path / "html", trees.NEW, chart=False))


@pytest.mark.parametrize(
    "place", ["notebooks/trade.html", f"charts/{NAME}.html", f"charts/{NAME}/{NAME}.json", f"charts/{NAME}/{NAME}.svg"]
)
def test_a_place_that_shows_another_chart_is_named(tree, place):
    path, mark = tree / place, trees.fingerprint("1")
    path.write_text(path.read_text().replace(mark, OTHER).replace(mark[:12], OTHER[:12]))
    with pytest.raises(BuildError, match=f"the book does not agree with itself(?s:.)*\n{place} "):
        hold_charts(tree)


def test_a_chart_that_a_page_shows_and_the_manifest_does_not_know_is_named(tree):
    page = tree / "index.html"
    told = json.loads((tree / "edition.json").read_text())
    told["pages"]["index"] = "e" * 64
    (tree / "edition.json").write_text(json.dumps(told))
    page.write_text(page.read_text() + FIGURE.format(name="trade-gone", mark=OTHER[:12]))
    with pytest.raises(BuildError, match=r"index.html shows another chart trade-gone than edition.json tells of"):
        hold_charts(tree)


def test_a_chart_of_the_manifest_that_no_page_shows_is_named(tree):
    page = tree / "notebooks/trade.html"
    page.write_text(page.read_text().replace(f'id="{NAME}"', 'id="x-y"'))
    with pytest.raises(BuildError, match=f"notebooks/trade.html shows another chart {NAME}"):
        hold_charts(tree)


def test_files_that_are_gone_are_named(tree):
    (tree / f"charts/{NAME}.html").unlink()
    with pytest.raises(BuildError, match=f"charts/{NAME}.html is of another chart"):
        hold_charts(tree)


def test_another_page_may_show_a_chart_too_as_it_is(tree):
    page = tree / "index.html"
    told = json.loads((tree / "edition.json").read_text())
    told["pages"]["index"] = "e" * 64
    (tree / "edition.json").write_text(json.dumps(told))
    before = page.read_text()
    page.write_text(before + FIGURE.format(name=NAME, mark=trees.fingerprint("1")[:12]))
    hold_charts(tree)
    page.write_text(before + FIGURE.format(name=NAME, mark=OTHER[:12]))
    with pytest.raises(BuildError, match=f"index.html shows another chart {NAME}"):
        hold_charts(tree)
