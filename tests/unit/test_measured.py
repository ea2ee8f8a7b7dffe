"""What was measured is told so that it says something by itself."""

import pytest

from nolimits.claims import claim, weigh
from nolimits.claims.words import measured_text

NO_FEES = "no measures of the kind fee or import ban by Nobody, since 1 January 2022"
NO_MEMORANDUM = "no milestones of The mill on the river of the kind memorandum, up to 31 December 2019"


def told(tables, measure: str, key: str = "l001") -> str:
    tables.change("criteria", {"claim": key}, measure=measure, confirmed_if="known(measured)", refuted_if="")
    view = tables.view()
    return measured_text(weigh(claim(key, view), view), view)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("count('projects', project='mill-one')", "1 project"),
        ("count('measures', imposed_by='Nobody')", "no measures by Nobody"),
        ("count('measures', kind='fee|import_ban', imposed_by='Nobody', since=2022)", NO_FEES),
        ("count('measures', state='in force', imposed_by='Nobody')", "no measures in force by Nobody"),
        ("count('milestones', project='mill-one', milestone='mou', until='2019')", NO_MEMORANDUM),
        ("count('events', event='none-1|none-2')", "none of 2 events"),
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
    assert found.endswith(", the first milestone of The mill on the river")


def test_no_measured_cell_is_a_compound_unit(frozen_tables):
    found = told(frozen_tables, "value('wool.exports', 2022) / value('tea.cargoes', 2021)")
    assert found.startswith("USD 90 bn against ")


def test_a_year_is_told_with_what_happened_in_it(frozen_tables):
    found = told(frozen_tables, "year(first('milestones', project='mill-one'))")
    assert found == "2021, the first milestone of The mill on the river"


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2019-05-01", "2019-05-31", "in May 2019"),
        ("2019-01-01", "2019-12-31", "in 2019"),
        ("2019-05-02", "2019-05-02", "on 2 May 2019"),
        ("2019-05-02", "2019-05-31", "from 2 May 2019 to 31 May 2019"),
        ("2019-05-01", "2019-05-28", "from 1 May 2019 to 28 May 2019"),
    ],
)
def test_a_span_of_days_is_told_by_its_month_or_year_where_it_is_one(frozen_tables, since, until, expected):
    measure = f"count('milestones', project='mill-one', since='{since}', until='{until}')"
    assert told(frozen_tables, measure) == f"no milestones of The mill on the river, {expected}"


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("count('measures', measure='nor-wool-duty|nor-late-fee', state='in force')", "of 2 measures {are} in force"),
        (
            "first('measures', measure='nor-wool-duty|nor-late-fee', state='in force')",
            "the first in force of 2 measures",
        ),
        ("first('measures', measure='nor-wool-duty|nor-late-fee')", "the first of 2 measures"),
    ],
)
def test_a_state_is_told_of_those_that_are_in_it_not_of_all_that_are_named(frozen_tables, measure, expected):
    found = told(frozen_tables, measure)
    assert found.endswith(expected.format(are="is" if found.startswith("1 ") else "are")), found


def test_a_difference_of_years_is_no_year(frozen_tables):
    first = "first('milestones', project='mill-one')"
    assert told(frozen_tables, f"mean(year({first}) - 2019, year({first}) - 2019)") == "2 years"
