"""Two views with one mark give one answer, so that a test is asked once for both."""

from conftest import known_by

from nolimits.claims import claim
from nolimits.claims.trial import ask_test
from nolimits.claims.weigh import criteria_of
from nolimits.data import door
from nolimits.data.seen import mark, reuse
from nolimits.language import evaluate
from nolimits.language.answers import constant
from nolimits.language.timing import OF_THE_DAY
from nolimits.language.walk import evaluator

WOOL = ["wool.exports"]


def test_a_mark_changes_on_the_day_on_which_a_row_becomes_known():
    view = known_by()
    before, day, after = (view.on(one) for one in ("2023-01-19", "2023-01-20", "2023-01-21"))
    assert mark(before, WOOL) != mark(day, WOOL)
    assert mark(day, WOOL) == mark(after, WOOL)


def test_a_mark_tells_whether_a_view_is_blind():
    view = known_by()
    assert mark(view, WOOL) != mark(view.without("customs-2023-01-20-wool"), WOOL)
    assert mark(view, WOOL) == mark(view.without("wire-2021-03-02-talks"), WOOL)


def test_a_mark_of_a_register_changes_with_the_state_of_its_entries():
    """A tariff that was known before ended by its terms at the end of 2022."""
    view = known_by()
    assert mark(view.on("2022-12-31"), ["measures"]) != mark(view.on("2023-01-01"), ["measures"])


def test_a_test_is_asked_once_for_days_on_which_it_reads_the_same():
    view = known_by()
    said = claim("p002", view)
    (test,) = criteria_of(said, view)
    assert ask_test(test, said, view.on("2023-02-01")) is ask_test(test, said, view.on("2023-03-01"))
    assert ask_test(test, said, view.on("2023-01-19")) is not ask_test(test, said, view.on("2023-02-01"))


def test_a_test_that_names_the_day_is_asked_on_each(frozen_tables):
    frozen_tables.change(
        "criteria", {"claim": "p002"}, measure="cutoff", confirmed_if="measured > '2023-02-15'", refuted_if=""
    )
    view = frozen_tables.view()
    said = claim("p002", view)
    (test,) = criteria_of(said, view)
    words = [ask_test(test, said, view.on(day)).measured.value for day in ("2023-02-01", "2023-03-01")]
    assert words == ["2023-02-01", "2023-03-01"]


def test_an_evaluator_answers_as_evaluation_does():
    view, text = known_by(), "near(measured, value('wool.exports', 2022), within=5) and measured > 86"
    answer = evaluator(text, view, {}, "measured")
    for number in (80, 86, 90, 95):
        given = constant(number, "USD bn")
        assert answer(given) == evaluate(text, view, {"measured": given})


def test_a_view_may_be_blind_to_several_sources():
    view = known_by().without("customs-2023-01-20-wool").without("customs-2024-01-20-wool")
    assert not view.value("wool.exports", 2022).known
    assert view.value("wool.exports", 2023).rows[0].source == "daily-2023-06-01-wool"


def test_what_follows_from_rows_is_made_again_only_where_one_of_them_is_another():
    view, known = known_by(), {}
    days = [view.on(day) for day in ("2023-01-19", "2023-01-20", "2023-01-21")]
    made = [reuse(known, day, lambda day=day: [day.value("wool.exports", 2022)]) for day in days]
    assert made[0] is not made[1]
    assert made[1] is made[2]


def test_what_is_taken_from_an_earlier_day_is_noted_as_read():
    view, known = known_by(), {}
    for _ in range(2):
        with door.noted() as read:
            reuse(known, view, lambda: view.value("wool.exports", 2022))
        assert read == set(WOOL)


def test_one_question_by_another_day_has_its_own_answer():
    view, question = known_by(), "value('wool.exports', 2022)"
    assert evaluate(question, view.on("2023-01-20")).known
    assert not evaluate(question, view.on("2023-01-19")).known


def test_a_question_that_names_something_is_asked_anew():
    view = known_by()
    answers = [
        evaluate("known(measured)", view, {"measured": given}) for given in (constant(1), view.value(*WOOL, 1800))
    ]
    assert [answer.value for answer in answers] == [True, False]


def test_only_the_growth_of_the_latest_period_hangs_on_the_day():
    for expression in (
        "growth('wool.exports')",
        "growth('wool.exports', 'latest ytd')",
        "growth('wool.exports', period)",
    ):
        assert OF_THE_DAY.search(expression)
    for expression in ("growth('wool.exports', 2022)", "growth('wool.exports', '2022-01..2022-06')"):
        assert not OF_THE_DAY.search(expression)
