"""A page in plain words as of a day."""

import nbformat
import pytest
from asking import known_by
from nbformat import v4

from nolimits.language import ExpressionError
from nolimits.manuscript import page
from nolimits.pagemodel.spoken import page_lines

FACTS = "---\nfacts:\n  sold: value('wool.exports', 2022)\n---\n"


@pytest.fixture
def told(tmp_path):
    """What a chapter says on a day."""

    def lines(text: str, day: str = "latest") -> list[str]:
        path = tmp_path / "one.md"
        path.write_text(FACTS + text)
        return [line for line in page_lines(page("chapters/one", path), known_by(day)) if line]

    return lines


def test_what_is_known_is_said_in_plain_words(told):
    assert told("# Wool\n\nIt was **{value}`sold`**.\nSo it is.\n") == ["# Wool", "It was USD 90 bn.", "So it is."]


def test_what_is_left_out_names_the_role_that_lacks_its_answer(told):
    assert told("It was {value}`sold`.\nSo it is.\n", "2019-01-01") == [
        "– It was {value}`sold`. ({value}`sold`)",
        "So it is.",
    ]


def test_a_table_is_said_row_by_row(told):
    assert told("| a | {value}`sold` |\n|---|---|\n| b | c |\n") == ["a | USD 90 bn", "b | c"]


def test_a_block_that_does_not_stand_is_named_with_its_condition(told):
    assert told(":::{when} sold > 1\nSo it is.\n:::\n") == ["So it is."]
    assert told(":::{when} sold < 1\nSo it is.\n:::\n") == ["– (a block: sold < 1)"]


def test_a_part_is_named(told):
    assert told(":::{register} events\n:::\n") == ["(register events)"]


def test_a_question_that_cannot_be_asked_is_refused(told):
    with pytest.raises(ExpressionError):
        told("It was {value}`nothing`.\n")


def test_charts_say_their_headline_and_caption(tmp_path):
    call = (
        'charts.lines(view, "wool.exports", id="wool-chart", headline="Wool at {value}`value(\'wool.exports\', 2022)`", '
        'caption="A line.", alt="A line of wool.")'
    )
    path = tmp_path / "wool.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(call)]), path)
    lines = list(page_lines(page("notebooks/wool", path), known_by()))
    assert lines == ["[wool-chart] Wool at USD 90 bn", "    A line."]
