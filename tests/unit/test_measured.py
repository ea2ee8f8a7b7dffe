"""What was measured is told so that it says something by itself."""

import pytest

from nolimits.claims import claim, weigh
from nolimits.claims.words import measured_text


def told(tables, measure: str, key: str = "l001") -> str:
    tables.change("criteria", {"claim": key}, measure=measure, confirmed_if="known(measured)", refuted_if="")
    view = tables.view()
    return measured_text(weigh(claim(key, view), view), view)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("count('projects', project='mill-one')", "1 project"),
        ("count('measures', imposed_by='Nobody')", "no measures (Nobody)"),
        ("share(count('projects', project='mill-one'), count('projects'))", "1 of 2 projects: mill-one (50%)"),
        ("value('wool.exports', 2022)", "USD 90 bn"),
        ("value('wool.exports', 2030)", "not known by"),
    ],
)
def test_a_bare_number_is_told_with_what_it_counts(frozen_tables, measure, expected):
    assert told(frozen_tables, measure).startswith(expected)


@pytest.mark.parametrize(
    ("start", "expected"), [("2023-01-01", "USD 90 bn (Wool sold, 2022)"), ("2022-01-01", "USD 90 bn")]
)
def test_a_figure_of_before_the_time_that_is_spoken_of_is_told_with_its_year(frozen_tables, start, expected):
    frozen_tables.change("claims", {"claim": "l001"}, period_start=start, period_end="")
    assert told(frozen_tables, "value('wool.exports', 2022)") == expected


def test_a_day_is_told_with_what_happened_on_it(frozen_tables):
    found = told(frozen_tables, "first('milestones', project='mill-one')")
    assert found.endswith(")")
    assert ", the first milestone (" in found


def test_no_measured_cell_is_a_compound_unit(frozen_tables):
    found = told(frozen_tables, "value('wool.exports', 2022) / value('tea.cargoes', 2021)")
    assert found.startswith("USD 90 bn against ")


def test_a_year_is_told_with_what_happened_in_it(frozen_tables):
    found = told(frozen_tables, "year(first('milestones', project='mill-one'))")
    assert found.startswith("2021, the first milestone (")
