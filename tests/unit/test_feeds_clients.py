"""Each client reads the answer of its publisher digit for digit, and says in one sentence where it is another."""

import random

import pytest
from publishers import DAY, GOOD, SDMX, Answer, declaration, feed_of, publisher, sheet, web

from nolimits.feeds import FeedError
from nolimits.feeds.declaration import feed_from
from nolimits.feeds.fetch import figures_of_feed
from nolimits.feeds.registry import CLIENTS, client_of

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("OFFICE_KEY", "a key")


@pytest.fixture
def ask(tmp_path):
    """What a client reads of answers: indicator, period and number as printed."""

    def figures(client, *answers, **more):
        with publisher(*(answers or GOOD[client]), *GOOD[client][len(answers or GOOD[client]) :]) as server:
            data = list(figures_of_feed(feed_of(client, server.address, **more), web(tmp_path), DAY))
        return [(one.indicator, one.period.name, one.printed) for one in data]

    return figures


# --- what came, as it came


def test_trade_is_read_in_our_units_without_estimates_and_what_is_missing(ask):
    assert ask("comtrade") == [
        ("tea.sold", "November 2023", "9.1005"),
        ("tea.sold", "December 2023", "8.7"),
        ("wool.exports", "November 2023", "1.250000001"),
        ("wool.exports", "December 2023", "1.26"),
    ]


def test_indicators_by_year_are_read_digit_for_digit(ask):
    assert ask("worldbank") == [
        ("wool.turnover", "2022", "189.00000000025"),
        ("wool.turnover", "2021", "171.0000000005"),
    ]


def test_the_spreadsheet_is_found_by_its_link_and_read_by_its_heading(ask):
    prices = [("November 2023", "8123.25"), ("December 2023", "8010"), ("January 2024", "7990.5")]
    assert ask("pinksheet") == [("wool.price", *one) for one in prices]


def test_structure_specific_sdmx_is_read(ask):
    prices = [("November 2023", "8.5130434782"), ("December 2023", "8.25"), ("January 2024", "8.75")]
    assert ask("sdmx") == [("wool.price", *one) for one in prices]


def test_generic_sdmx_is_read_with_its_unit(tmp_path):
    series = {
        **{"indicator": "wool.exports", "theirs": "VALUE_IN_EUROS", "unit": "EUR bn", "power": -9, "period": "month"},
        "ask": {"flow": "DS-045409", "key": "M.NL.SL.TOTAL.2.VALUE_IN_EUROS", "unit": "indicators"},
    }
    generic = {"Content-Type": "application/vnd.sdmx.genericdata+xml;version=2.1"}
    with publisher(Answer.of("sdmx-generic.xml", **generic)) as server:
        feed = feed_from("office", declaration("sdmx", f"{server.address}|ESTAT_COMEXT", series))
        data = list(figures_of_feed(feed, web(tmp_path), DAY))
    assert [(one.period.name, one.printed) for one in data] == [
        ("November 2023", "7.02030405"),
        ("December 2023", "8.12"),
    ]
    assert server.asked[0][0].startswith("/data/DS-045409/M.NL.SL.TOTAL.2.VALUE_IN_EUROS?")


def test_of_the_key_rate_each_turn_is_kept_from_its_first_day(ask):
    assert ask("cbr") == [("bank.rate", "30 October 2023", "15"), ("bank.rate", "18 December 2023", "16")]


def test_of_daily_rates_the_last_of_each_ended_month_is_kept(tmp_path):
    series = {
        **{"indicator": "bank.rate", "ask": {"table": "rate", "currency": "R09999"}, "theirs": "1 USD"},
        **{"unit": "percent", "period": "day", "keep": "month-end"},
    }
    with publisher(Answer.of("cbr-rates.xml")) as server:
        feed = feed_from("office", declaration("cbr", server.address, series))
        data = list(figures_of_feed(feed, web(tmp_path), DAY))
    assert [(one.period.start, one.printed) for one in data] == [
        ("2023-11-30", "88.5819"),
        ("2023-12-30", "89.6883"),
        ("2024-01-31", "89.2887"),
    ]


def test_series_of_many_offices_are_read_without_gaps_filled(ask):
    assert ask("dbnomics") == [("bank.rate", "October 2023", "9.5"), ("bank.rate", "December 2023", "10.25")]


def test_a_published_table_is_read_from_the_first_year_that_is_asked_for(ask):
    prices = [("October 2023", "90.6"), ("November 2023", "82.94"), ("December 2023", "77.63")]
    assert ask("table") == [("wool.price", *one) for one in prices]


def test_of_a_published_table_only_the_rows_that_are_meant_are_read(tmp_path):
    text = "Date,Price,Kind\n2023-10-15,1,coarse\n2023-10-15,2,fine\n"
    ask = {"file": "wool.csv", "date": "Date", "value": "Price", "only Kind": "fine"}
    series = {"indicator": "wool.price", "ask": ask, "theirs": "USD", "unit": "USD per t", "period": "month"}
    with publisher(Answer(text.encode())) as server:
        data = list(
            figures_of_feed(feed_from("office", declaration("table", server.address, series)), web(tmp_path), DAY)
        )
    assert [one.printed for one in data] == ["2"]


# --- what is asked


def test_trade_is_asked_twelve_months_at_a_time_with_the_key_in_a_header_alone(tmp_path):
    with publisher(*GOOD["comtrade"]) as server:
        list(figures_of_feed(feed_of("comtrade", server.address), web(tmp_path), "2023-12-31"))
    ((path, headers, _),) = server.asked
    assert path.startswith(
        "/data/v1/get/C/M/HS?reporterCode=900&partnerCode=901&flowCode=M&cmdCode=0902%2C5101&period="
    )
    assert path.count("2023") == 11
    assert (headers["Ocp-Apim-Subscription-Key"], "a+key" in path) == ("a key", False)


def test_all_chapters_are_indicators_of_their_own(tmp_path):
    ask = {"reporter": 900, "partner": 901, "flow": "M", "code": "AG2", "measure": "primaryValue"}
    series = {"indicator": "chapters.tea_{code}", "ask": ask, "theirs": "USD", "unit": "USD bn", "power": -9}
    answer = Answer.of("comtrade.json", ('"0902"', '"09"'))
    yearly = Answer(answer.content.replace(b'"202312"', b'"2022"').replace(b'"202311"', b'"2021"'))
    with publisher(yearly) as server:
        told = declaration("comtrade", server.address, {**series, "period": "year"}, key="OFFICE_KEY", since=2021)
        data = list(figures_of_feed(feed_from("office", told), web(tmp_path), DAY))
    assert [(one.indicator, one.period.name, one.names["name"]) for one in data] == [
        ("chapters.tea_09", "2021", "Tea"),
        ("chapters.tea_09", "2022", "Tea"),
    ]
    assert "cmdCode=AG2&period=2021%2C2022%2C2023&" in server.asked[0][0]


def test_without_its_key_a_feed_says_where_to_get_one(ask, monkeypatch):
    monkeypatch.delenv("OFFICE_KEY")
    with pytest.raises(FeedError, match=r"office: no key: get one at https://x.org/keys and set OFFICE_KEY to it"):
        ask("comtrade", register="https://x.org/keys")


# --- what is wrong


@pytest.mark.parametrize(
    ("client", "answers", "said"),
    [
        ("comtrade", [Answer.of("comtrade.json", ("primaryValue", "tradeValue"))], "has no column 'primaryValue'"),
        ("comtrade", [Answer.of("comtrade.json", ("202312", "202311"))], "two rows for code 0902 and period 202311"),
        ("comtrade", [Answer.of("comtrade.json", ('"error": ""', '"error": "quota"'))], "says: quota"),
        ("comtrade", [Answer.of("comtrade.json", ('"partnerCode": 901', '"partnerCode": 0'))], "901 was asked for"),
        ("comtrade", [Answer(b'{"data": [], "error": ""}')], "no rows for reporter 900, partner 901"),
        ("worldbank", [Answer.of("worldbank-fault.json")], "says: The provided parameter value is not valid"),
        ("worldbank", [Answer.of("worldbank.json", ('"unit": ""', '"unit": "EUR"'))], "is counted in 'EUR'"),
        ("worldbank", [Answer.of("worldbank.json", ('"date"', '"year"'))], "has no column 'date'"),
        ("worldbank", [Answer.of("worldbank.json", ('"2022"', '"22"'))], "is '22': a year was expected there"),
        ("pinksheet", [Answer(b"<html>moved</html>")], "links to no file CMO-Historical-Data-Monthly.xlsx"),
        ("pinksheet", [Answer.of("pinksheet.html"), sheet("Wool, fine")], "none of the headings Wool, coarse"),
        ("pinksheet", [Answer.of("pinksheet.html"), sheet(unit="(c/lb)")], "is counted in 'c/lb'"),
        ("pinksheet", [Answer.of("pinksheet.html"), sheet(name="Prices")], "no whole spreadsheet with a sheet"),
        ("pinksheet", [Answer.of("pinksheet.html"), Answer(sheet().content[:900])], "no whole spreadsheet"),
        ("pinksheet", [Answer.of("pinksheet.html"), Answer(b"<html>")], "sent a web page instead of a file"),
        ("sdmx", [Answer(b"<html></html>", headers=SDMX)], "cannot be read"),
        ("sdmx", [Answer(GOOD["sdmx"][0].content[:-400], headers=SDMX)], "cannot be read"),
        (
            "sdmx",
            [Answer.of("sdmx-structurespecific.xml", ("2023-M12", "2023-M11"), **SDMX)],
            "two figures for 2023-M11",
        ),
        ("sdmx", [Answer.of("sdmx-structurespecific.xml", ("Obs T", "Nothing T"), **SDMX)], "cannot be read"),
        ("cbr", [Answer.of("cbr-key.xml", ("<Rate>", "<Level>"))], "sent something else than whole XML"),
        (
            "cbr",
            [Answer(GOOD["cbr"][0].content.replace(b"Rate>1", b"Level>1").replace(b"0</Rate", b"0</Level"))],
            "has no column 'Rate'",
        ),
        ("cbr", [Answer(b"<Envelope/>")], "the table of bank.rate is empty since 2023"),
        ("cbr", [Answer(b"<html><br></html>")], "sent something else than whole XML"),
        ("dbnomics", [Answer.of("dbnomics.json", ('"period"', '"months"'))], "has no column 'period'"),
        ("dbnomics", [Answer.of("dbnomics.json", ('"368"', '"999"'))], "is counted in '999'"),
        ("dbnomics", [Answer(b'{"series": {"docs": []}}')], "holds 0 series"),
        ("dbnomics", [Answer.of("dbnomics.json", ("9.5", '"about 9"'))], "is 'about 9': a number was expected there"),
        ("table", [Answer.of("brent-monthly.csv", ("Price", "Spot"))], "has no column 'Price': there are Date, Spot"),
        (
            "table",
            [Answer.of("brent-monthly.csv", (",77.63\n", ""))],
            "line 5 has 1 cell: the head has 2, a file cut short",
        ),
        ("table", [Answer(b"<!DOCTYPE html><p>Not found</p>")], "sent a web page instead of a file"),
        ("table", [Answer(b"Date,Price\n")], "has no row for wool.price since 2023"),
        ("table", [Answer("Date,Price\n2023-10-15,9 °\n".encode("latin-1"))], "is not written in UTF-8"),
    ],
)
def test_another_answer_than_was_expected_is_told_in_one_sentence(ask, client, answers, said):
    with pytest.raises(FeedError, match=said.replace("(", r"\(")) as told:
        ask(client, *answers)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_whatever_comes_is_figures_or_one_sentence(tmp_path, name):
    chance, door = random.Random(name), web(tmp_path, attempts=1)

    def damaged(answer):
        content = bytearray(answer.content)
        for _ in range(chance.randint(1, 3)):
            first, length = chance.randrange(len(content)), chance.choice([1, 1, 2, 5, 40])
            put = chance.choice(
                [b"", b"0", b"<", b"null", b'"', b"-", bytes([chance.randrange(256)]), content[:length]]
            )
            content[first : first + length] = put
        return Answer(bytes(content) or b" ", headers=answer.headers)

    with publisher(Answer()) as server:
        feed = feed_of(name, server.address)
        for _ in range(80):
            answers = [damaged(one) for one in GOOD[name]]
            server.choose = lambda path, answers=answers: answers.pop(0) if len(answers) > 1 else answers[0]
            try:
                data = list(figures_of_feed(feed, door, DAY))
            except FeedError as error:
                assert "\n" not in str(error)  # noqa: PT017 - either is right
            else:
                assert all(one.printed for one in data)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_an_empty_answer_is_told(ask, name):
    with pytest.raises(FeedError, match=r"answered with nothing|links to no file|cannot be read"):
        ask(name, Answer())


def test_another_currency_than_was_asked_for_is_told(tmp_path):
    series = {"indicator": "bank.rate", "theirs": "1 USD", "unit": "percent", "period": "day"}
    asked = {"table": "rate", "currency": "R01235"}
    with publisher(Answer.of("cbr-rates.xml")) as server:
        feed = feed_from("office", declaration("cbr", server.address, {**series, "ask": asked}))
        with pytest.raises(FeedError, match="the table of R01235 is of R09999"):
            list(figures_of_feed(feed, web(tmp_path), DAY))


def test_a_rate_for_another_number_of_units_is_told(tmp_path):
    asked = {"table": "rate", "currency": "R09999"}
    series = {"indicator": "bank.rate", "ask": asked, "theirs": "10 USD", "unit": "percent", "period": "day"}
    with publisher(Answer.of("cbr-rates.xml")) as server:
        feed = feed_from("office", declaration("cbr", server.address, series))
        with pytest.raises(FeedError, match=r"is for 1 units on 29.11.2023: it was declared for 10 USD"):
            list(figures_of_feed(feed, web(tmp_path), DAY))


# --- the clients themselves


def test_every_client_is_tried_here(tmp_path):
    client_of(feed_of("table", "http://localhost"))
    assert sorted(CLIENTS) == sorted(GOOD)


def test_a_client_that_does_not_exist_is_told_with_those_that_do():
    feed = feed_from("office", {**declaration("gopher", "gopher://x"), "series": [_SERIES]})
    with pytest.raises(FeedError, match="no client is called 'gopher': there are cbr, comtrade, dbnomics"):
        client_of(feed)


_SERIES = {"indicator": "wool.price", "ask": {"file": "x"}, "theirs": "USD", "unit": "USD", "period": "month"}
