"""A sentence that sets a fixed period beside the newest of the same thing is told once a newer one has come."""

import pytest
from conftest import known_by

from nolimits.manuscript import page
from nolimits.pagemodel.model import model
from nolimits.pagemodel.stale import stale

# wool sold: 90 in 2022, known from 20 January 2023; 99 in 2023, known from 20 January 2024
THEN, NOW = "2023-12-31", "2024-01-20"
FACTS = {
    "sold_2022": "value('wool.exports', 2022)",
    "sold_2020": "value('wool.exports', 2020)",
    "sold_now": "value('wool.exports', 'latest year')",
    "bought_2022": "value('wool.imports', 2022)",
    "quarter": "value('wool.exports', '2022-01..2022-03')",
    "since": "rise(value('wool.exports', 2022), value('wool.exports', 'latest year'))",
    "days": "first('events')",
}


@pytest.fixture
def told(tmp_path):
    """What is stale in a chapter on a day."""

    def found(text: str, day: str = NOW) -> list[str]:
        declared = "".join(f"  {name}: {question}\n" for name, question in FACTS.items())
        (tmp_path / "one.md").write_text(f"---\nfacts:\n{declared}---\n{text}")
        return list(stale(model(page("one", tmp_path / "one.md"), known_by(day), "").twin))

    return found


def test_a_fixed_period_beside_a_newer_one_is_told(told):
    text = "Wool came to {value}`sold_now`, in 2022 to {value}`sold_2022`."
    assert told(text) == ["one: Wool came to USD 99 bn, in 2022 to USD 90 bn. [wool.exports: 2022 beside 2023]"]


def test_it_is_not_stale_before_the_newer_one_is_known(told):
    assert told("Wool came to {value}`sold_now`, in 2022 to {value}`sold_2022`.", THEN) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 it came to {value}`sold_2022`. It came to {value}`sold_now`.",  # two sentences
        "It came to {value}`sold_now`, in 2020 to {value}`sold_2020`.",  # so old that it is meant
        "It came to {value}`sold_now`, what was bought in 2022 to {value}`bought_2022`.",  # another thing
        "It came to {value}`sold_now`, in the first quarter of 2022 to {value}`quarter`.",  # another kind of period
        "It came to {value}`sold_now`, {amount}`since` more than {value}`sold_2022`.",  # the change says what it compares
        "It came to {value}`sold_2022` and {value}`sold_2020`.",  # no newest one
        "It came to {value}`sold_now` in {period}`sold_now`.",  # nothing fixed
        "It came to {value}`sold_now` since {day}`days`.",  # a day of no period
    ],
)
def test_what_says_by_itself_what_it_compares_is_let_pass(told, text):
    assert told(text) == []


def test_a_period_is_fixed_by_whatever_role_it_is_asked(told):
    assert len(told("It {change}`sold_2022` and came to {value}`sold_now`.")) == 1
    assert len(told("It is {compare}`sold_2022 ; 5` that, and came to {value}`sold_now`.")) == 1


def test_the_words_of_a_chart_are_looked_at_too():
    numbers = [
        {"anchor": "n-1", "expression": "value('wool.exports', 2022)", "period": "2022-01-01/2022-12-31"},
        {"anchor": "n-2", "expression": "value('wool.exports', 'latest')", "period": "2023-01-01/2023-12-31"},
    ]
    exhibit = {"id": "wool-chart", "headline": "It rose", "numbers": ["n-1", "n-2"]}
    twin = {"page": "notebooks/wool", "numbers": numbers, "sentences": [], "exhibits": [exhibit]}
    assert list(stale(twin)) == ["notebooks/wool, wool-chart: It rose [wool.exports: 2022 beside 2023]"]
    assert list(stale(twin | {"exhibits": [exhibit | {"numbers": ["n-2"]}]})) == []
