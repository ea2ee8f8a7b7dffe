"""Whence the figures of a page come, and how new they are."""

import nbformat
import pytest
from asking import known_by
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nolimits.manuscript import page
from nolimits.pagemodel.model import model
from nolimits.pagemodel.parts import provenance
from nolimits.pagemodel.registry import PARTS

TEXT = (
    "---\nfacts:\n  sold: value('wool.exports', 2022)\n---\n# Wool\n\nIt was {value}`sold`.\n\n:::{provenance}\n:::\n"
)


@pytest.fixture
def shown(tmp_path):
    """What the part says on a page of some text, as of a day; on tables of which some sources are changed."""

    def told(view) -> str:
        path = tmp_path / "one.md"
        path.write_text(TEXT)
        (printed,) = model(page("chapters/one", path), view, "").passages
        body = printed.partition("{provenance}")[2].partition("\n")[2].rpartition(":::")[0]
        lines = [line for line in body.splitlines() if not line.startswith(":made:")]
        return BeautifulSoup(PARTS["provenance"].html(None, "", "\n".join(lines)), "lxml").get_text()

    return told


def test_the_kinds_of_sources_are_told_with_the_newest_day_and_period(shown):
    assert shown(known_by()) == (
        "The one figure that this page rests on comes from official figures from first hand. "
        "The newest became known on 20 January 2023 and the latest period told is 2022."
    )


def test_a_copy_of_an_official_table_is_told_apart(shown, frozen_tables):
    (row,) = (row for row in known_by().value("wool.exports", 2022).rows)
    frozen_tables.change("sources", {"source": row.source}, copied="yes")
    assert "comes from official figures read from copies." in shown(frozen_tables.view())


def test_a_page_of_which_nothing_was_known_says_so(shown):
    assert shown(known_by("2020-01-20")) == "By its day we found no figure that this page would rest on."


def passages(tmp_path, text: str, view) -> tuple[str, ...]:
    path = tmp_path / "one.md"
    path.write_text(text)
    return model(page("chapters/one", path), view, "").passages


def test_the_latest_period_told_is_kept_below_the_title_and_moves_no_line(tmp_path):
    (printed,) = passages(tmp_path, TEXT, known_by())
    title, mark, sentence = printed.splitlines()[:3]
    assert (title, provenance.bounds_of(mark)) == ("# Wool", {"last": "2022", "act": "", "chosen": ""})
    assert sentence.startswith("It was")


def test_a_page_that_tells_no_period_has_no_mark(tmp_path):
    (printed,) = passages(tmp_path, TEXT, known_by("2020-01-20"))
    assert "<!--" not in printed
    (bare,) = passages(tmp_path, "# Wool\n\nNo figure.\n", known_by())
    assert bare == "# Wool\n\nNo figure.\n"
    assert provenance.bounds_of("<p>as of: 2022</p>") is None


@pytest.mark.parametrize(
    "text",
    [
        "# Wool",
        "# Wool\nIt was {value}`value('wool.exports', 2022)`.\n",
        "It was {value}`value('wool.exports', 2022)`.",
    ],
)
def test_a_page_without_a_blank_line_below_its_title_has_its_mark_at_the_end(text):
    made = provenance.insert_bounds((text,), {"last": "2022", "act": "", "chosen": ""})[0]
    assert made.startswith(text.rstrip())
    assert provenance.bounds_of(made.splitlines()[-1]) == {"last": "2022", "act": "", "chosen": ""}


# --- what a page was run with


def run_with(tmp_path, **given):
    """A page as run: it declares a year and a word, and papermill puts in others."""
    made = new_notebook()
    made.cells.append(new_code_cell('cutoff: str = "latest"\nbase_year: int = 2021\nword: str = "a"'))
    made.cells[0].metadata["tags"] = ["parameters"]
    if given:
        made.cells.append(new_code_cell("\n".join(f"{name} = {value!r}" for name, value in given.items())))
        made.cells[1].metadata["tags"] = ["injected-parameters"]
    made.cells.append(new_markdown_cell("# Wool\n\nNo figure.\n"))
    nbformat.write(made, tmp_path / "one.ipynb")
    return page("notebooks/one", tmp_path / "one.ipynb")


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, ""),
        ({"cutoff": "2023-01-20"}, ""),  # which the line on the day tells
        ({"base_year": 2021, "word": "a"}, ""),
        ({"base_year": 2019}, "base_year = 2019 (as written: 2021)"),
        (
            {"base_year": 2019, "word": "b--> c"},
            "base_year = 2019 (as written: 2021) and word = b--> c (as written: a)",
        ),
    ],
)
def test_a_page_says_what_it_was_run_with_and_does_not_declare(tmp_path, given, chosen):
    (printed,) = model(run_with(tmp_path, **given), known_by(), "").passages
    if not chosen:
        assert printed == "# Wool\n\nNo figure.\n"
        return
    title, mark, sentence = printed.splitlines()
    assert (title, sentence) == ("# Wool", "No figure.")
    told = provenance.bounds_of(mark)
    assert told == {"last": "", "act": "", "chosen": f"Built with settings of its own: {chosen}."}
    assert mark.count("-->") == 1  # no setting ends the comment


def test_the_line_on_the_day_names_the_latest_period_if_there_is_one():
    day = "As of 20 January 2023: this page uses only what was known by that day"
    assert provenance.as_of(known_by("2023-01-20"), "2022") == f"{day}; its latest figures are for 2022."
    assert provenance.as_of(known_by("2023-01-20"), "") == f"{day}."
    told = f"{day}; its latest figures are for 2022 and its latest act is of 10 January 2023."
    assert provenance.as_of(known_by("2023-01-20"), "2022", "2023-01-10") == told


@pytest.mark.parametrize(("exports", "act"), [(2022, ""), (2021, "2022-10-15")])
def test_an_act_is_told_where_it_is_later_than_every_figure(frozen, exports, act):
    rows = [*frozen.value("wool.exports", exports).rows, *frozen.register("events")]
    assert provenance.provenance_counts(rows, frozen)["act"] == act
