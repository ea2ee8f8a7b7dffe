"""The picture that opens the book says which years it shows and which upright line is whose."""

import pytest
from conftest import known_by

from nolimits.charts import style
from nolimits.pagemodel.cover_art import draw_cover
from nolimits.pagemodel.parts.cover import SIZES, line, papers
from nolimits.pagemodel.settings import Cover

COVER = Cover.of({"indicator": "wool.turnover", "first": 2018})


def words(day: str, variant: str) -> list[str]:
    """What stands in a picture of some tables as of a day."""
    with style.house():
        figure = draw_cover(COVER, known_by(day), *SIZES[variant], size=12)
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("variant", SIZES)
@pytest.mark.parametrize(("day", "newest"), [("2024-01-20", 2023), ("2023-05-31", 2022)])
def test_the_newest_year_of_the_line_stands_below_it_and_every_second_before(day, newest, variant):
    years = [int(text) for text in words(day, variant) if text.isdigit()]
    assert years == [newest - 2 * n for n in range(len(years))] != []


def test_each_paper_whose_day_the_line_reaches_is_named_and_no_other():
    names = list(papers(known_by(), max(x for x, _ in line(COVER, known_by()))).values())
    assert names
    assert [text for text in words("2024-01-20", "wide") if text in names] == names
    assert not [text for text in words("2023-05-31", "wide") if text in names]
