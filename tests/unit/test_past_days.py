"""Which other days are laid beside a book, and what its pages say of theirs."""

import pytest
import small

from nolimits import manuscript
from nolimits.book import BuildError
from nolimits.book.days import BookDay
from nolimits.book.leaves import Leaves, is_dated, put
from nolimits.book.parameters import parameters_of
from nolimits.book.past import past_days
from nolimits.book.settings import book_view
from nolimits.book.strands import SIGNS, Moment
from nolimits.data import DataError

PAGE = (
    '<main><article class="bd-article">{}<p class="asof">As of then.</p><script>told</script></article>'
    '<nav id="pst-page-toc-nav" class="page-toc">One</nav></main>'
)


def day(folder, cutoff: str = "latest") -> BookDay:
    """The small book of a day."""
    contents = manuscript.contents(folder)
    view = book_view(folder, folder / "data", cutoff)
    return BookDay(contents, view, parameters_of(contents, (), view.cutoff))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return small.book(tmp_path_factory.mktemp("days") / "book")


# --- days


def test_monthly_are_the_ends_of_months_the_papers_days_and_those_compared_before_the_books_own(book):
    found = past_days("monthly", day(book))
    assert found == sorted(set(found))
    assert {"2022-02-28", "2023-12-31", "2023-03-05", "2023-05-10", "2023-01-31"} <= {*found}
    assert max(found) < day(book).view.cutoff
    assert past_days("", day(book)) == []
    assert past_days("monthly", day(book, "2022-03-31")) == [one for one in found if one < "2022-03-31"]


def test_days_are_named_in_any_order_and_each_counts_once(book):
    assert past_days("2023-06-30,2022-06-30,2023-06-30", day(book)) == ["2022-06-30", "2023-06-30"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("soon", "'soon' is not a day"),
        ("2023-02-30", "2023-02-30"),
        ("1999-12-31", "1999-12-31"),
        ("2024-01-20", "2024-01-20 is not before the book's own day, 2024-01-20"),
        ("2023-06-30,2999-01-01", "2999-01-01"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_a_sentence(book, wish, said):
    with pytest.raises(BuildError, match=r"^--past ") as told:
        past_days(wish, day(book))
    assert said in str(told.value)


# --- what pages say of their day


def test_what_a_page_says_of_its_day_is_the_same_on_each_day(book):
    one, other = (Moment.of(day(book).on(cutoff)) for cutoff in ("2023-01-31", "2023-06-30"))
    texts = [f"As of {said.bound[1]}, in the {said.bound[0]} edition. (1 May 2022)" for said in (one, other)]
    assert one.neutral(texts[0]) == other.neutral(texts[1])
    assert one.says[0] == day(book, "2023-01-31").edition.key
    assert (one.later, other.later) == (("the letter", "the pamphlet"), ())


def test_a_sign_that_stands_for_a_day_is_refused_in_a_page(book):
    with pytest.raises(DataError, match="holds a sign"):
        Moment.of(day(book)).neutral(f"Wool {SIGNS[0]}")


# --- what is kept of a day


def test_of_a_bound_page_the_article_and_its_contents_are_kept_and_of_pictures_all(tmp_path):
    for name, text in (("trade.html", PAGE.format("<h1>Wool</h1>")), ("index.html", "<p>leads on</p>")):
        (tmp_path / "html/_images").mkdir(parents=True, exist_ok=True)
        (tmp_path / "html" / name).write_text(text)
    (tmp_path / "html/_images/a.svg").write_text("<svg/>")
    (tmp_path / "html/_images/b.png").write_bytes(b"\x89PNG")
    put(tmp_path / "html", tmp_path / "kept/day.zip")
    leaves = Leaves(tmp_path / "kept/day.zip")
    assert leaves.page("trade.html") == ('<h1>Wool</h1><p class="asof">As of then.</p>', "One")
    assert (leaves.page("index.html"), leaves.page("gone.html")) == (None, None)
    assert leaves.pictures == ["a.svg", "b.png"]
    assert (leaves.picture("a.svg"), leaves.picture("b.png")) == ("<svg/>", "data:image/png;base64,iVBORw==")
    assert leaves.picture("c.svg") is None


def test_what_is_kept_is_called_as_in_the_finished_page(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html/trade.html").write_text(PAGE.format('<summary aria-label="Toggle hidden content">Code</summary>'))
    put(tmp_path / "html", tmp_path / "day.zip")
    assert "<summary>Code</summary>" in Leaves(tmp_path / "day.zip").page("trade.html")[0]


def test_a_page_is_dated_by_the_line_in_its_article_alone():
    assert is_dated(PAGE.format(""))
    assert not is_dated(PAGE.format("").replace('class="asof"', ""))
    assert not is_dated('<p class="asof">As of then.</p>')


def test_a_page_that_lists_the_books_files_is_of_its_own_day_alone():
    assert not is_dated(PAGE.format('<div class="downloads read docutils"></div>'))
