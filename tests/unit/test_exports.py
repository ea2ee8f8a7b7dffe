"""A section taken away reads well alone: as a page, a notebook and a script that ask nobody for anything."""

import dataclasses
import json
import re

import lxml.html
import nbformat
import pytest
from manuscripts import Manuscript
from nbformat import v4

from nolimits import charts, manuscript
from nolimits.charts import MIME
from nolimits.citing.citations import Imprint
from nolimits.data import store
from nolimits.pagemodel.model import model
from nolimits.pagemodel.printed import notebook as as_printed
from nolimits.takeaway.exports import Section, exports, readable

pytestmark = pytest.mark.slow

REMOTE = re.compile(r"""(?:src|srcset|data)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//|<script""")
EDITION = "2024-01-20-aaaaaaaaaaaa"
ROW = "wool.exports.2022-01-01.2022-12-31.2023-01-20.customs-2023-01-20-wool"
HOME = f"https://example.org/b/editions/{EDITION}"
FIGURE = (
    '<figure class="exhibit" id="trade-chart"><figcaption><span class="caption-number">Figure 7 </span>x</figcaption>'
)


@pytest.fixture(scope="module")
def chart(frozen):
    """A chart, drawn."""
    words = {"headline": "Wool <rose>", "caption": "By *customs*.", "alt": 'A line of "wool" over the years.'}
    return charts.lines(frozen, "wool.turnover", kind="year", id="trade-chart", **words)


@pytest.fixture
def section(frozen) -> Section:
    imprint = Imprint("Wool and Tea?", "Wool", "", ({"literal": "We"},), "", EDITION, "2024-01-20")
    return Section("notebooks/trade", frozen, {"trade-chart": "Figure 7"}, imprint)


@pytest.fixture
def sited(section) -> Section:
    return dataclasses.replace(section, imprint=dataclasses.replace(section.imprint, url="https://example.org/b/"))


@pytest.fixture
def said(frozen_tables):
    """Prints some Markdown as a build does, and makes it readable."""

    def say(text: str, section: Section) -> str:
        book = Manuscript(frozen_tables, one=text)
        page = manuscript.page("chapters/one", book.root / "chapters/one.md")
        (printed,) = model(page, section.view, "").passages
        cells = [v4.new_markdown_cell(printed.partition("\n")[2])]
        return readable(v4.new_notebook(cells=cells), section).cells[0].source

    return say


# --- prose


def test_facts_are_words_and_their_signs_are_no_markup(said, section):
    assert said("It was {value}`value('wool.exports', 2022)`.", section) == "It was USD 90 bn."


def test_where_the_book_is_online_a_fact_leads_to_its_row(said, sited):
    told = said("It was {value}`value('wool.exports', 2022)`.", sited)
    assert told == f"It was [USD 90 bn]({HOME}/chapters/rows-trade.html#{ROW})."


def test_directives_are_laid_open(said, section):
    text = ":::{div} inbrief\nOne.\n\nTwo.\n:::\n\n::::{note}\n:::{tip}\nThree.\n:::\n::::\n\nFour."
    assert said(text, section) == "> One.\n>\n> Two.\n\nThree.\n\nFour."


def test_options_of_a_directive_go(said, section):
    assert said(":::{note}\n:class: x\nOne.\n:::", section) == "One."


def test_a_part_made_from_tables_is_shown_without_links_that_lead_nowhere(said, section, sited):
    text = ":::{verdicts} talks\n:::"
    told = said(text, section)
    assert "<table" in told
    assert "<a" not in told
    assert "The mill has no contract." in told
    assert f'href="{HOME}/chapters/ledger.html#p005"' in said(text, sited)


def test_references_are_to_the_numbers_of_the_book(said, section):
    assert said("See {numref}`trade-chart` and {numref}`other-chart`.", section) == "See Figure 7 and other-chart."


@pytest.mark.parametrize(
    ("link", "alone", "online"),
    [
        ("[talks](talks.ipynb)", "talks", f"[talks]({HOME}/notebooks/talks.html)"),
        ("[why](../chapters/why.md#x)", "why", f"[why]({HOME}/chapters/why.html#x)"),
        ("[web](https://example.org/x)", "[web](https://example.org/x)", "[web](https://example.org/x)"),
        ("[below](#x)", "[below](#x)", "[below](#x)"),
        ("[mail](mailto:a@b.c)", "[mail](mailto:a@b.c)", "[mail](mailto:a@b.c)"),
    ],
)
def test_links_to_other_pages_lead_online_or_are_only_words(said, section, sited, link, alone, online):
    assert said(link, section) == alone
    assert said(link, sited) == online


def test_words_from_the_tables_cannot_become_markup(said, section, frozen_tables):
    frozen_tables.change("milestones", {"project": "road-one"}, status="a<b>*c*[d](e)")
    hostile = dataclasses.replace(section, view=frozen_tables.view())
    told = said("It is {word}`status('road-one')`.", hostile)
    assert told == r"It is a&lt;b&gt;\*c\*\[d\](e)."


# --- the notebook


def run(chart) -> nbformat.NotebookNode:
    """An executed notebook as printed, with a chart."""
    data = {MIME: chart.bundle(), "image/svg+xml": chart.bundle()["frame"], "text/plain": str(chart)}
    cells = [
        v4.new_markdown_cell("# Trade\n\nWords."),
        v4.new_code_cell("chart", outputs=[v4.new_output("display_data", data)]),
        v4.new_code_cell("print(1)", outputs=[v4.new_output("stream", name="stdout", text="1\n")]),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"trade-{number}"
    return v4.new_notebook(cells=cells)


def test_of_a_chart_the_picture_and_its_caption_are_kept(chart, section):
    made = readable(run(chart), section)
    nbformat.validate(made)
    picture, caption = made.cells[1].outputs
    words = f"{chart.spoken['headline']} {chart.spoken['alt']}"
    pictures = {"image/svg+xml": chart.bundle()["frame"], "image/png": chart.bundle()["png"]}
    pictures["application/pdf"] = chart.bundle()["pdf"]
    assert dict(picture.data) == {**pictures, "text/plain": str(chart)}
    assert {kind: told["alt"] for kind, told in picture.metadata.items()} == dict.fromkeys(pictures, words)
    assert dict(caption.data) == {"text/markdown": "**Figure 7.** By *customs*.", "text/plain": "Figure 7. By customs."}
    assert made.cells[2].outputs[0].text == "1\n"


def test_a_chart_that_the_book_does_not_number_is_a_figure(chart, section):
    made = readable(run(chart), dataclasses.replace(section, figures={}))
    assert made.cells[1].outputs[1].data["text/plain"] == "Figure. By customs."


def test_a_record_kept_as_text_is_read_as_well(chart, section):
    held = run(chart)
    held.cells[1].outputs[0].data[MIME] = json.dumps(held.cells[1].outputs[0].data[MIME])
    assert readable(held, section).cells[1].outputs[1].data["text/plain"] == "Figure 7. By customs."


def test_what_a_cell_only_keeps_for_other_places_is_left_out(section):
    record = "application/papermill.record/"
    outputs = [
        v4.new_output("display_data", {f"{record}image/png": "aaaa", f"{record}text/plain": "kept"}),
        v4.new_output("display_data", {f"{record}text/plain": "kept", "text/plain": "shown"}),
        v4.new_output("stream", text="said"),
    ]
    notebook = v4.new_notebook(cells=[v4.new_code_cell("1", outputs=outputs)])
    first = readable(notebook, section).cells[0]
    assert [output.output_type for output in first.outputs] == ["display_data", "stream"]
    assert first.outputs[0].data["text/plain"] == "shown"


def test_the_notebook_ends_with_what_it_is_from(chart, section):
    before = run(chart)
    last = readable(before, section).cells[-1]
    assert last.source.startswith(
        f"---\n\nFrom *Wool and Tea?*, edition `{EDITION}`: what was known by 20 January 2024. "
    )
    assert last.id == "trade-edition"
    assert len(before.cells) == 3, "the notebook itself stays as it is"


# --- the files


@pytest.fixture
def made(chart, section, frozen, tmp_path) -> dict[str, str]:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/trade.html").write_text(f"<article>{FIGURE}</figure></article>")
    nbformat.write(run(chart), tmp_path / "printed.ipynb")
    files = exports(tmp_path / "printed.ipynb", tmp_path, "notebooks/trade", frozen, section.imprint)
    return {name: content.decode() for name, content in files.items()}


def test_a_section_is_a_page_a_notebook_and_a_script(made):
    assert set(made) == {"trade.html", "trade.ipynb", "trade.py"}
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in made.values())


def test_the_page_asks_nobody_for_anything_and_its_pictures_speak(made):
    page = made["trade.html"]
    assert not REMOTE.search(re.sub(r'"data:[^"]*"', '""', page))
    tree = lxml.html.fromstring(page)
    assert tree.findtext(".//title") == "Trade, Wool and Tea?"
    (image,) = tree.findall(".//img")
    assert image.get("src").startswith("data:image/svg+xml")
    assert image.get("alt") == 'Wool <rose> A line of "wool" over the years.'
    assert "Figure 7." in tree.text_content()


def test_a_page_that_asks_for_something_is_found():
    assert REMOTE.search('<script src="https://cdn.example/require.js"></script>')
    assert REMOTE.search("<style>@import url(https://fonts.example/a.css)</style>")
    assert REMOTE.search('<img src="//example.org/x.png">')


def test_the_notebook_is_read_by_others_and_holds_nothing_of_ours(made):
    held = nbformat.reads(made["trade.ipynb"], as_version=4)
    nbformat.validate(held)
    kinds = [set(output.data) for cell in held.cells for output in cell.get("outputs", ()) if "data" in output]
    assert kinds == [{"image/svg+xml", "image/png", "application/pdf", "text/plain"}, {"text/markdown", "text/plain"}]


def test_the_script_is_python(made):
    compile(made["trade.py"], "trade", "exec")
    assert "# # Trade" in made["trade.py"]


def test_a_section_made_twice_is_the_same(chart, section, frozen, tmp_path, made):
    again = exports(tmp_path / "printed.ipynb", tmp_path, "notebooks/trade", frozen, section.imprint)
    assert {name: content.decode() for name, content in again.items()} == made


def test_a_section_without_a_title_is_named_by_its_page(chart, section, frozen, tmp_path, made):
    held = run(chart)
    held.cells[0].source = "Words."
    nbformat.write(held, tmp_path / "printed.ipynb")
    files = exports(tmp_path / "printed.ipynb", tmp_path, "notebooks/trade", frozen, section.imprint)
    assert "<title>trade, Wool and Tea?</title>" in files["trade.html"].decode()


def test_a_whole_notebook_is_printed_and_read_well(frozen_tables, section):
    book = Manuscript(frozen_tables, one="Hello.")
    book.notebook("trade", "wool.turnover", "year", "2021")
    book.at()
    path = book.root / "run/trade.ipynb"
    passages = model(manuscript.page("notebooks/trade", path), frozen_tables.view(), "").passages
    held = nbformat.reads(as_printed(json.loads(path.read_text()), passages), as_version=4)
    told = "\n".join(cell.source for cell in readable(held, section).cells if cell.cell_type == "markdown")
    assert "## How it stands\n\nIt stands at USD 196 bn.\nIt fell by USD 24 bn." in told
    assert "{" not in told


def test_another_picture_of_the_same_name_in_another_folder_makes_the_files_anew(tmp_path, section):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "map.png").write_bytes(b"before")
    cells = [v4.new_markdown_cell("# Trade\n\n![one](one/map.png) ![two](two/map.png)", id="a")]
    (tmp_path / "trade.ipynb").write_text(nbformat.writes(v4.new_notebook(cells=cells)))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/trade.html").write_text("<article></article>")
    with store.at(tmp_path / "store", "code"):
        made = []
        for content in (b"before", b"after"):
            (tmp_path / "one/map.png").write_bytes(content)
            made.append(
                exports(tmp_path / "trade.ipynb", tmp_path, "notebooks/trade", section.view, section.imprint)[
                    "trade.ipynb"
                ]
            )
    assert made[0] != made[1]
