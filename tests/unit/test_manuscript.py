"""The manuscript is read as it lies on disk, and what cannot be read is named with its file, its cell and its line."""

import json
import math
import re
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import TABLES
from nbformat import v4

from nolimits.data import DataError
from nolimits.manuscript import contents, generated, outputs, page, pages, parameter_lines, parameters
from nolimits.manuscript.notebook import FACTS, PARAMETERS, cells, where
from nolimits.manuscript.pages import Passage

TOC = {
    "format": "jb-book",
    "root": "chapters/one",
    "parts": [
        {"caption": "Goods", "chapters": [{"file": "notebooks/wool.ipynb"}, {"file": "chapters/two.md"}]},
        {"caption": "Talks", "chapters": [{"file": "chapters/three", "sections": [{"file": "chapters/four"}]}]},
    ],
}


def code(source: str, *tags: str):
    cell = v4.new_code_cell(source)
    cell.metadata["tags"] = list(tags)
    return cell


def text(source: str):
    return v4.new_markdown_cell(source)


@pytest.fixture
def notebook(tmp_path):
    """Writes a notebook of some cells and gives its path."""

    def write(*made, name: str = "wool") -> Path:
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(v4.new_notebook(cells=list(made)), path)
        return path

    return write


@pytest.fixture
def chapter(tmp_path):
    """Writes a chapter and gives its page."""

    def write(written: str | bytes, name: str = "one"):
        path = tmp_path / "chapters" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written if isinstance(written, bytes) else written.encode())
        return page(f"chapters/{name}", path)

    return write


def toc(folder: Path, told) -> Path:
    written = told if isinstance(told, str) else yaml.safe_dump(told, sort_keys=False)
    (folder / "_toc.yml").write_text(written)
    return folder


def refused(message: str):
    return pytest.raises(DataError, match=re.escape(message))


# --- the contents


def test_the_contents_name_the_pages_in_order_with_their_parts(tmp_path):
    book = contents(toc(tmp_path, TOC))
    assert book.root == "chapters/one"
    assert book.pages == ("chapters/one", "notebooks/wool", "chapters/two", "chapters/three", "chapters/four")
    assert dict(book.parts) == {
        "chapters/one": "",
        "notebooks/wool": "Goods",
        "chapters/two": "Goods",
        "chapters/three": "Talks",
        "chapters/four": "Talks",
    }


@pytest.mark.parametrize(
    "told",
    [
        {"format": "jb-book", "chapters": [{"file": "a/c"}]},
        {"format": "jb-article", "sections": [{"file": "a/c"}]},
        {"entries": [{"file": "a/c"}]},
        {"subtrees": [{"entries": [{"file": "a/c"}]}]},
        {"format": "jb-book", "chapters": [{"file": "a/c"}, {"url": "https://example.org", "title": "Elsewhere"}]},
    ],
)
def test_contents_may_be_parted_as_jupyter_book_parts_them(tmp_path, told):
    assert contents(toc(tmp_path, {"root": "a/b"} | told)).pages == ("a/b", "a/c")


def test_a_page_is_found_by_its_name_without_an_ending(tmp_path, notebook, chapter):
    path, _ = notebook(), chapter("# One\n")
    book = contents(toc(tmp_path, TOC))
    assert book.path("notebooks/wool") == path
    assert book.path("chapters/one") == tmp_path / "chapters/one.md"
    with refused("_toc.yml: no page is called chapters/two: name a file, without its ending .ipynb or .md"):
        book.path("chapters/two")


def test_the_notebooks_are_those_of_the_contents(tmp_path, notebook, chapter):
    path, _ = notebook(), notebook(name="apart")
    for name in ("one", "two", "three", "four"):
        chapter(f"# {name}\n", name)
    book = contents(toc(tmp_path, TOC))
    assert book.notebooks == (path,)
    assert [one.title for one in pages(book)] == ["one", "notebooks/wool", "two", "three", "four"]
    assert [one.is_notebook for one in pages(book)] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("root: [", "_toc.yml:2: broken YAML"),
        (
            "format: jb-book\n",
            "_toc.yml: no table of contents ('root' key not found @ '/'): write `root` and parts or chapters",
        ),
        ("", "_toc.yml: it is empty: write `root` and `chapters`, or `parts` with `chapters`"),
        ("- a\n- b\n", "_toc.yml:1: not a mapping"),
        ("root: a/b\nentries: 5\n", "_toc.yml: no table of contents ('entries' not a non-empty list @ '/')"),
        ("root: a/b\nentries: [a/c]\n", "_toc.yml: no table of contents (entry not a mapping type @ '/entries/0')"),
        ("root: a/b\nentries:\n- file: 5\n", "_toc.yml: 5 is no page: name a file, without its ending"),
        (
            "root: a/b\nchapters:\n- file: a/c\n",
            "_toc.yml: a/b: chapters means nothing here: `format: jb-book` above it, or entries",
        ),
        ("root: a/b\nentries:\n- glob: a/*\n", "_toc.yml: glob: a/* names no page: list each file"),
        ("root: a/b\nentries:\n- file: a/b.md\n", "_toc.yml: the page a/b is listed twice: list it once"),
        ("root: ../a\n", "_toc.yml: ../a is no page of this book: name a file below the book's folder"),
        ("root: /a\n", "_toc.yml: /a is no page of this book"),
        ("root: a//b\n", "_toc.yml: a//b is no page of this book"),
    ],
)
def test_contents_that_cannot_be_read_are_named(tmp_path, told, message):
    with refused(message):
        contents(toc(tmp_path, told))


BOOK = "format: jb-book\nroot: a/b\n"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("capters: []\nchapters:\n- file: a/c\n", "a/b: capters means nothing here: perhaps chapters"),
        ("sections:\n- file: a/c\n", "a/b: sections means nothing here: chapters or parts in a book of this format"),
        ("chapters:\n- file: a/c\n  titel: C\n", "a/c: titel means nothing here: perhaps title"),
        (
            "chapters:\n- file: a/c\n  chapters:\n  - file: a/d\n",
            "a/c: chapters means nothing here: sections or subtrees in a book of this format",
        ),
        ("chapters:\n- file: a/c\n  format: jb-book\n", "a/c: format means nothing here: one of file, title"),
        (
            "chapters:\n- file: a/c\n  url: https://example.org\n",
            "an entry has both file and url: write `file: …` or `url: …`, one of them",
        ),
        (
            "chapters:\n- title: C\n  fiel: a/c\n",
            "an entry has neither file nor url, but title, fiel: write `file: …` or `url: …`, one of them",
        ),
        ("chapters:\n- {}\n", "an entry has neither file nor url, but nothing: write `file: …`"),
        (
            "chapters:\n- url: https://example.org\n  tilte: C\n",
            "https://example.org: tilte means nothing here: perhaps title",
        ),
        ("parts:\n- capton: Goods\n  chapters:\n  - file: a/c\n", "parts: capton means nothing here: perhaps caption"),
        ("options: {numberd: true}\nchapters:\n- file: a/c\n", "a/b: options: numberd means nothing here: perhaps"),
    ],
)
def test_a_key_that_means_nothing_in_the_contents_is_named_alone_with_what_would_be_right(tmp_path, told, message):
    with refused(f"_toc.yml: {message}"):
        contents(toc(tmp_path, BOOK + told))


def test_every_key_that_means_something_in_the_contents_is_taken(tmp_path):
    about = {"caption": "Goods", "numbered": True, "maxdepth": 2}
    told = {
        "format": "jb-book",
        "root": "a/b",
        "defaults": {"titlesonly": False},
        "meta": {"any": 1},
        "title": "Start",
        "parts": [about | {"chapters": [{"file": "a/c", "title": "C", "sections": [{"file": "a/d"}]}]}],
    }
    assert contents(toc(tmp_path, told)).pages == ("a/b", "a/c", "a/d")
    simple = {
        "root": "a/b",
        "options": {"numbered": True},
        "entries": [{"file": "a/c", "subtrees": [about | {"entries": [{"file": "a/d"}]}]}],
    }
    assert contents(toc(tmp_path, simple)).pages == ("a/b", "a/c", "a/d")


def test_contents_that_are_missing_or_no_text_are_named(tmp_path):
    with refused("_toc.yml: there is no such file: write one, or restore it from git"):
        contents(tmp_path)
    (tmp_path / "_toc.yml").write_bytes(b"root: \xff\n")
    with refused("_toc.yml:1: not UTF-8 at byte 6 (0xff): save it as UTF-8"):
        contents(tmp_path)


def test_what_is_wrong_with_the_manuscript_is_an_error_of_the_data(tmp_path):
    with pytest.raises(DataError):
        contents(tmp_path)


# --- pages that the tables call for


def laid(folder: Path) -> Path:
    shutil.copytree(TABLES, folder / "data")
    return toc(
        folder, {"format": "jb-book", "root": "chapters/rows-trade", "chapters": [{"file": "chapters/rows-talks"}]}
    )


def test_the_tables_call_for_a_page_of_each_section(tmp_path):
    book = contents(laid(tmp_path))
    assert book.path("chapters/rows-trade") == tmp_path / "chapters/rows-trade.md"
    one, two = pages(book)
    assert (one.title, two.title) == ("Trade: every row", "Talks: every row")
    assert ":::{rows} trade\n:::" in one.passages[0].text
    assert not (tmp_path / "chapters").exists()


def test_no_page_is_called_for_but_those(tmp_path):
    assert generated.page_text("chapters/rows-sport", laid(tmp_path)) is None
    assert generated.page_text("chapters/rows-trade", tmp_path / "elsewhere") is None
    with refused("no page is called chapters/rows-sport"):
        contents(tmp_path).path("chapters/rows-sport")


def test_such_pages_are_laid_out_for_a_program_that_reads_files(tmp_path):
    folder = laid(tmp_path)
    generated.write_missing(folder, ("chapters/rows-trade", "chapters/rows-talks", "chapters/none"))
    assert sorted(path.name for path in (folder / "chapters").iterdir()) == ["rows-talks.md", "rows-trade.md"]
    assert (folder / "chapters/rows-trade.md").read_text() == generated.page_text("chapters/rows-trade", folder)


def test_a_file_that_lies_there_stays(tmp_path):
    folder = laid(tmp_path)
    (folder / "chapters").mkdir()
    (folder / "chapters/rows-trade.md").write_text("# Mine\n")
    generated.write_missing(folder, ("chapters/rows-trade",))
    assert (folder / "chapters/rows-trade.md").read_text() == "# Mine\n"


# --- chapters


FRONT = """---
title: Of wool
facts:
  sold: value('wool.exports', 2022)
  many: >-
    count('events')
  fell: sold < 100
---
# Wool {value}`sold`

It {either}`fell ; fell ; rose`.
"""


def test_a_chapter_has_facts_front_matter_and_one_passage(chapter):
    one = chapter(FRONT)
    assert one.questions == {"sold": "value('wool.exports', 2022)", "many": "count('events')", "fell": "sold < 100"}
    assert one.front == {"title": "Of wool"}
    assert [named.line for named in one.facts.values()] == [4, 5, 7]
    assert {named.place for named in one.facts.values()} == {"chapters/one.md"}
    (passage,) = one.passages
    assert (passage.place, passage.line) == ("chapters/one.md", 9)
    assert passage.text.startswith("# Wool")
    assert passage.at(0) == "chapters/one.md:9"
    assert passage.at_sign(passage.text.index("It ")) == "chapters/one.md:11"
    assert one.title == "Wool {value}`sold`"


def test_a_chapter_of_an_editor_on_windows_is_read_as_any_other(chapter):
    plain = chapter(FRONT)
    plain_text = plain.passages
    one = chapter(FRONT.replace("\n", "\r\n"))
    assert (one.questions, one.front, one.passages) == (plain.questions, plain.front, plain_text)


def test_a_cell_of_an_editor_on_windows_is_read_as_any_other(notebook):
    source = "# Wool\n\nIt is sold."
    assert cells(notebook(text(source.replace("\n", "\r\n")), name="one"))[0]["source"] == source


def test_a_chapter_without_front_matter_begins_on_its_first_line(chapter):
    one = chapter("# One\n\n---\nnot: front\n---\n")
    assert (one.passages[0].line, one.front, one.facts) == (1, {}, {})
    assert one.passages[0].text.startswith("# One")


def test_a_chapter_has_no_parameters_no_charts_and_no_code(chapter):
    one = chapter(FRONT)
    assert (one.parameters, one.charts, one.code, one.is_notebook) == ({}, (), "", False)


def test_a_page_names_indicators_in_text_and_facts(chapter):
    one = chapter(FRONT + "\n{value}`value(\"tea.sold\")` and 'e.g. that'\n")
    assert one.indicators == {"wool.exports", "tea.sold"}


def test_a_page_without_a_heading_is_called_by_its_name(chapter):
    assert chapter("Only text.\n").title == "chapters/one"


@pytest.mark.parametrize("front", ["", "facts:\n", "facts: {}\n", "title: One\n"])
def test_front_matter_may_declare_no_facts(chapter, front):
    assert chapter(f"---\n{front}---\n# One\n").facts == {}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("---\nfacts: [\n---\n# One\n", "chapters/one.md:3: broken YAML: "),
        ("---\njust words\n---\n# One\n", "chapters/one.md:2: not a mapping: "),
        ("---\nfacts:\n- a\n- b\n---\n# One\n", "chapters/one.md: `facts` is no list of names and questions"),
        (b"# One\n\xff\n", "chapters/one.md:2: not UTF-8 at byte 6 (0xff): save it as UTF-8"),
    ],
)
def test_a_chapter_that_cannot_be_read_is_named(chapter, written, message):
    with refused(message):
        chapter(written)


# --- notebooks


SETUP = 'cutoff: str = "latest"\nstart: int = 2018\nfactor: float = 1.5\nbold = True'
NAMED = 'facts(\n    view,\n    sold="value(\'wool.exports\', 2022)",\n    fell=(\n        "sold "\n        "< 100"\n    ),\n)'
CHART = """charts.lines(
    view, "wool.exports", id="wool-chart",
    headline=("It {change}`sold`", "How it moved"),
    caption={"by": "p001", "else": "A line."}, alt=(
        "A line "
        "over time."
    ),
)"""


@pytest.fixture
def wool(notebook):
    return page(
        "notebooks/wool",
        notebook(text("# Wool"), code(SETUP, PARAMETERS), code(NAMED, FACTS), text("It is\nold."), code(CHART)),
    )


def test_a_notebook_has_a_passage_for_each_markdown_cell(wool):
    assert [(one.place, one.line, one.text) for one in wool.passages] == [
        ("notebooks/wool.ipynb, cell 1", 1, "# Wool"),
        ("notebooks/wool.ipynb, cell 4", 1, "It is\nold."),
    ]
    assert wool.passages[1].at(1) == "notebooks/wool.ipynb, cell 4, line 2"
    assert wool.title == "Wool"
    assert wool.is_notebook


def test_the_facts_of_a_notebook_have_their_places(wool):
    assert wool.questions == {"sold": "value('wool.exports', 2022)", "fell": "sold < 100"}
    assert [(named.place, named.line) for named in wool.facts.values()] == [
        ("notebooks/wool.ipynb, cell 3", 3),
        ("notebooks/wool.ipynb, cell 3", 5),
    ]


def test_facts_may_be_declared_in_several_cells(notebook):
    path = notebook(code("facts(view, a='1')", FACTS), code("facts(view, b='a + 1')", FACTS), code("1", "other"))
    assert page("notebooks/wool", path).questions == {"a": "1", "b": "a + 1"}


def test_a_notebook_has_the_calls_that_draw_charts_with_their_words(wool):
    (chart,) = wool.charts
    assert (chart.id, chart.place) == ("wool-chart", "notebooks/wool.ipynb, cell 5")
    assert chart.words == {
        "headline": (("It {change}`sold`", "How it moved"), 3),
        "caption": ({"by": "p001", "else": "A line."}, 4),
        "alt": ("A line over time.", 5),
    }


def test_calls_without_an_id_or_a_headline_draw_no_chart(notebook):
    path = notebook(
        code("charts.lines(view, 'a.b', id='x-y')\nview.value('a.b')\nother(headline='x')\nf(id=name, headline='x')")
    )
    assert page("notebooks/wool", path).charts == ()


def test_the_code_of_a_notebook_is_that_beside_its_facts(wool):
    assert wool.code == f"{SETUP}\n{CHART}"
    assert wool.indicators == {"wool.exports"}


def test_the_parameters_of_a_notebook_are_those_of_its_tagged_cell(wool, notebook):
    assert wool.parameters == {"cutoff": "latest", "start": 2018, "factor": 1.5, "bold": True}
    assert parameter_lines(wool.path) == {
        "cutoff": ("str", "latest"),
        "start": ("int", 2018),
        "factor": ("float", 1.5),
        "bold": ("bool", True),
    }
    assert parameters(notebook(code("a = 1"))) == {}


def test_parameters_that_a_run_put_in_come_last(notebook):
    path = notebook(code("start = 2018\nfactor = 2", PARAMETERS), code("start = 2000", "injected-parameters"))
    assert parameters(path) == {"start": 2000, "factor": 2}
    assert parameter_lines(path)["start"] == ("int", 2018)


def test_parameters_may_be_reckoned_from_values_and_from_one_another(notebook):
    source = (
        "start = 2017 + 1\nfactor: float = 3 / 2\nlast = start + 2 * 3\ncutoff = 'lat' + 'est'\nbelow = -(start - 2000)"
    )
    path = notebook(code(source, PARAMETERS))
    assert parameters(path) == {"start": 2018, "factor": 1.5, "last": 2024, "cutoff": "latest", "below": -18}
    assert parameter_lines(path)["factor"] == ("float", 1.5)


@pytest.mark.parametrize(
    "own",
    [
        "%matplotlib inline",
        "!ls -l",
        "files = !ls",
        "%load_ext autoreload\n%autoreload 2",
        "view?",
        "%%time\n",
        "%%capture told\n",
    ],
)
def test_cells_may_hold_what_ipython_adds_to_python(notebook, own):
    chart = "charts.lines(view, 'wool.exports', id='wool-one', headline='Wool {value}`sold`')"
    (found,) = page("notebooks/wool", notebook(code(f"{own}\n{chart}".replace("\n\n", "\n")))).charts
    assert found.id == "wool-one"
    lines = own.rstrip("\n").count("\n") + 1
    assert found.words["headline"] == ("Wool {value}`sold`", lines + 1)


def test_a_cell_in_another_language_draws_no_chart(notebook):
    assert page("notebooks/wool", notebook(code("%%bash\nls | wc -l"))).charts == ()


def test_what_assigns_no_name_is_no_parameter(notebook):
    path = notebook(code("import os\na, b = 1, 2\nx[0] = 1\nstart = -5", PARAMETERS))
    assert parameters(path) == {"start": -5}


def test_cells_are_read_anew_when_the_file_changes(notebook):
    assert cells(notebook(text("One")))[0]["source"] == "One"
    assert cells(notebook(text("Two"), text("Three")))[0]["source"] == "Two"


def test_the_source_of_a_cell_may_be_a_list_of_lines(tmp_path):
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks/wool.ipynb"
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["# Wool\n", "\n", "Old."]}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert page("notebooks/wool", path).passages[0].text == "# Wool\n\nOld."


def test_outputs_of_a_kind_are_given_with_their_cells(notebook):
    first, other, last = code("1"), code("2"), code("3")
    first.outputs = [
        v4.new_output("display_data", {"application/wool+json": {"n": 1}}),
        v4.new_output("stream", text="said"),
    ]
    last.outputs = [v4.new_output("execute_result", {"application/wool+json": {"n": 2}, "text/plain": "x"})]
    path = notebook(text("# Wool"), first, other, last)
    assert list(outputs(path, "application/wool+json")) == [(2, {"n": 1}), (4, {"n": 2})]
    assert list(outputs(path, "c/d")) == []


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (code("start = 2017 + f()", PARAMETERS), "cell 1, line 1: a parameter is computed: write its value"),
        (
            code("factor = 1e999", PARAMETERS),
            "cell 1: the parameter factor is beyond all bounds: write a finite number",
        ),
        (code("start = 10**30", PARAMETERS), "cell 1, line 1: a parameter is computed"),
        (code(f"start = {10**30}", PARAMETERS), "cell 1: the parameter start is beyond all bounds"),
        (code("factor = 3 / 0", PARAMETERS), "cell 1, line 1: a parameter is computed: write its value"),
        (code("a = 1\nstart: int = f()", PARAMETERS), "cell 1, line 2: a parameter is computed: write its value"),
        (code("start =", PARAMETERS), "cell 1: the code cannot be read: invalid syntax in line 1"),
        (code("facts(view, a=", FACTS), "cell 1: the code cannot be read"),
        (code("x = 1", FACTS), "cell 1: a cell of facts holds one call, facts(view, name=\"value('…')\")"),
        (code("facts(view, a='1')\nfacts(view, b='2')", FACTS), "cell 1: a cell of facts holds one call"),
        (code("view.facts(a='1')", FACTS), "cell 1: a cell of facts holds one call"),
        (code("facts(view, a=1)", FACTS), "cell 1: a fact is a name and a question, name=\"value('…')\""),
        (code("facts(view, a=f'{b}')", FACTS), "cell 1: a fact is a name and a question"),
        (code("facts(view, **more)", FACTS), "cell 1: a fact is a name and a question"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(notebook, cell, message):
    with refused(f"notebooks/wool.ipynb, {message}"):
        page("notebooks/wool", notebook(cell))


def test_a_fact_that_is_declared_twice_is_named(notebook):
    twice = "facts(\n    view,\n    b='2',\n    a='3',\n)"
    with refused("notebooks/wool.ipynb, cell 3, line 4: the fact a is declared twice: name it once"):
        page("notebooks/wool", notebook(code("facts(view, a='1')", FACTS), text("Old."), code(twice, FACTS)))


@pytest.mark.parametrize(
    "words",
    [
        "headline=f'It is {x}'",
        "headline='a' + b",
        "headline='Fine', alt=words",
        "headline=5",
        "headline=['a', 5]",
        "headline={'else': 5, 'by': 'p001'}",
        "headline={'confirmed': 'It names no statement'}",
        "headline={[]: 'a'}",
    ],
)
def test_words_of_a_chart_that_are_no_text_are_named(notebook, words):
    call = f"charts.lines(\n    view, 'wool.exports', id='wool-chart',\n    {words},\n)"
    with refused("notebooks/wool.ipynb, cell 2, line 3: the words of a chart are "):
        _ = page("notebooks/wool", notebook(text("# Wool"), code(call))).charts


def test_code_of_a_chart_that_cannot_be_read_is_named(notebook):
    with refused("notebooks/wool.ipynb, cell 1: the code cannot be read: "):
        _ = page("notebooks/wool", notebook(code("charts.lines("))).charts


def test_a_notebook_without_parameters_is_named_where_they_are_wanted(notebook):
    with refused("notebooks/wool.ipynb: no cell is tagged `parameters`: tag the cell that assigns cutoff and start"):
        parameter_lines(notebook(text("# Wool")))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("not JSON", ": not a notebook ("),
        ("[" * 100_000, ": not a notebook ("),
        ("{}", ": not a notebook"),
        ("[]", ": not a notebook"),
        ('{"cells": 5}', ": not a notebook"),
        ('{"cells": [], "metadata": 3}', ": not a notebook"),
        ('{"cells": [], "nbformat": "4"}', ": not a notebook"),
        ('{"worksheets": [], "nbformat": 3}', ": a notebook of the format 3, not 4: convert it by `jupyter nbconvert"),
        ('{"cells": ["a"]}', ", cell 1: not a cell"),
        ('{"cells": [{"cell_type": "markdown", "metadata": {}}]}', ", cell 1: not a cell"),
        ('{"cells": [{"cell_type": "markdown", "source": "a"}]}', ", cell 1: not a cell"),
        ('{"cells": [{"metadata": {}, "source": "a"}]}', ", cell 1: not a cell"),
        ('{"cells": [{"cell_type": "prose", "metadata": {}, "source": "a"}]}', ", cell 1: not a cell"),
        ('{"cells": [{"cell_type": "code", "metadata": {"tags": 3}, "source": "a"}]}', ", cell 1: not a cell"),
        ('{"cells": [{"cell_type": "code", "metadata": {}, "source": [3]}]}', ", cell 1: not a cell"),
        ('{"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": 3}]}', ", cell 1: not a cell"),
    ],
)
def test_a_file_that_is_no_notebook_is_named(tmp_path, written, said):
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks/wool.ipynb"
    path.write_text(written)
    with refused(f"notebooks/wool.ipynb{said}"):
        page("notebooks/wool", path)


def test_a_notebook_is_named_by_folder_and_file_with_or_without_a_cell():
    path = Path("/some/where/notebooks/wool.ipynb")
    assert where(path) == "notebooks/wool.ipynb"
    assert where(path, 4) == "notebooks/wool.ipynb, cell 4"
    assert Passage(where(path, 4), 1, "").at(2) == "notebooks/wool.ipynb, cell 4, line 3"


def test_a_number_that_json_has_not_is_read_where_a_run_left_it(tmp_path):
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {"application/json": float("nan")}}]
    path = tmp_path / "one.ipynb"
    cell = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": outputs}
    path.write_text(json.dumps({"nbformat": 4, "cells": [cell]}))
    (found,) = cells(path)
    assert math.isnan(found["outputs"][0]["data"]["application/json"])
