"""What is found by a record of its own, and what is no text, is not found a second time as the text of its section."""

import pytest

from nolimits.book.finding import search_records
from nolimits.data import View, store
from nolimits.manuscript import contents
from tests.small import TABLES

PAGE = """<article class="bd-article"><section id="wool"><h1>Wool</h1><p>It is shorn.</p>{held}
<section id="below"><h2>Below</h2><p>It is carded.</p></section></section></article>"""


def found(folder, held, page="chapters/registers"):
    """What is found of a page that holds something."""
    (folder / "chapters").mkdir()
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {page}\n")
    (folder / f"{page}.md").write_text("# Wool\n")
    (folder / f"{page}.html").write_text(PAGE.format(held=held))
    return list(search_records(folder, contents(folder), View(folder=TABLES)))


def test_a_page_that_tells_its_edition_tells_that_of_today(tmp_path):
    found(tmp_path, "<p>This is the edition KEY-1.</p>")
    page, view = tmp_path / "chapters/registers.html", View(folder=TABLES)
    with store.at(tmp_path / "store", "code"):
        for key in ("KEY-1", "KEY-2"):
            page.write_text(PAGE.format(held=f"<p>This is the edition {key}.</p>"))
            (told,) = (one for one in search_records(tmp_path, contents(tmp_path), view, key) if one.title == "Wool")
            assert told.text == f"It is shorn. This is the edition {key}."


def texts(folder, held):
    return {one.title: one.text for one in found(folder, held) if one.kind == "text"}


@pytest.mark.parametrize(
    "held",
    [
        '<div class="cell"><div class="cell_input"><pre>apart</pre></div></div>',
        '<div class="plot"><div class="asked"><ol><li>apart</li></ol></div></div>',
        "<div><figure><figcaption>apart</figcaption></figure></div>",
        '<div><details class="indicator" id="wool.turnover"><table><tr><td>apart</td></tr></table></details></div>',
        '<div class="changes compared"><ul><li>apart</li></ul></div>',
    ],
)
def test_what_is_apart_is_no_text_however_deep_it_lies(tmp_path, held):
    assert texts(tmp_path, held) == {"Wool": "It is shorn.", "Wool: Below": "It is carded."}


def test_a_table_of_words_is_text(tmp_path):
    assert "grey" in texts(tmp_path, '<div class="table-box"><table><tr><td>grey</td></tr></table></div>')["Wool"]


def test_what_came_in_during_a_month_is_text(tmp_path):
    assert "sheared" in texts(tmp_path, '<div class="changes months"><p>Sheep were sheared.</p></div>')["Wool"]


def test_a_row_of_a_register_is_found_by_itself_and_not_in_its_section(tmp_path):
    entry = View(folder=TABLES).register("measures")[0]
    held = f'<table><tr id="{entry.anchor}"><td>{entry.says}</td></tr><tr id="other"><td>beside it</td></tr></table>'
    made = found(tmp_path, held)
    assert [one.place for one in made if one.title == entry.says] == [f"chapters/registers.html#{entry.anchor}"]
    assert [one.text for one in made if one.title == "Wool"] == ["It is shorn. beside it"]


def test_what_several_records_stand_for_is_taken_out_once(tmp_path):
    entries = View(folder=TABLES).register("milestones")
    anchor = entries[0].anchor
    assert sum(one.anchor == anchor for one in entries) > 1
    made = found(tmp_path, f'<div id="{anchor}">apart</div>')
    assert [one.text for one in made if one.title == "Wool"] == ["It is shorn."]
