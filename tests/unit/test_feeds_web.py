"""Publishers' servers are asked politely and patiently; where they fail, one sentence says how."""

import datetime

import pytest
from publishers import Answer, publisher, web

from nolimits.feeds import FeedError

FIGURE = Answer(b'{"figure": 1.50}', headers={"Content-Type": "application/json"})


def test_an_answer_is_read_digit_for_digit_by_a_client_that_says_who_it_is(tmp_path):
    with publisher(FIGURE) as server:
        assert str(web(tmp_path).json(server.address)["figure"]) == "1.50"
    assert server.asked[0][1]["User-Agent"].startswith("nolimits/")


# --- patience


def test_a_server_that_fails_once_is_asked_again_after_a_while(tmp_path):
    slept: list[float] = []
    with publisher(Answer(status=500), Answer(status=503), FIGURE) as server:
        web(tmp_path, slept, wait=2).json(server.address)
    assert (len(server.asked), slept) == (3, [2, 4])


def test_a_server_that_names_a_time_is_obeyed(tmp_path):
    slept: list[float] = []
    with publisher(Answer(status=429, headers={"Retry-After": "7"}), FIGURE) as server:
        web(tmp_path, slept).json(server.address)
    assert slept == [7]


def test_a_server_that_names_an_hour_past_is_asked_at_once(tmp_path):
    slept: list[float] = []
    past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    with publisher(Answer(status=503, headers=past), FIGURE) as server:
        web(tmp_path, slept).json(server.address)
    assert slept == [0]


def test_a_server_that_wants_to_be_left_alone_for_long_is(tmp_path):
    slept: list[float] = []
    hour = {"Retry-After": "3600"}
    told = pytest.raises(FeedError, match="left alone for 3600 seconds: try again after that")
    with publisher(Answer(status=429, headers=hour), FIGURE) as server, told:
        web(tmp_path, slept).json(server.address)
    assert (len(server.asked), slept) == (1, [])


def test_two_requests_lie_apart(tmp_path):
    slept: list[float] = []
    with publisher(FIGURE) as server:
        door = web(tmp_path, slept, pause=100)
        door.json(server.address)
        door.json(server.address)
    (waited,) = slept
    assert 90 < waited <= 100


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=500), "answered 500 Internal Server Error, 4 times: try again later"),
        (Answer(status=429, headers={"Retry-After": "soon"}), "answered 429 Too Many Requests, 4 times"),
        (Answer(b'{"figure": 1', claims=90), "sent an answer that is cut short, 4 times"),
        (Answer(b"{}", after=0.4), "gave no answer within 0.1 seconds, 4 times"),
        (Answer(b"no such series", status=404), "answered 404 Not Found: 'no such series'"),
        (Answer(b"", status=401), "answered 401 Unauthorized"),
        (Answer(b"  \n"), "answered with nothing"),
        (Answer(b"<html>\n<p>We are busy</p></html>"), "else than JSON: '<html> <p>We are busy</p></html>'"),
        (Answer(b'{"figure": 1'), "sent something else than JSON"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(tmp_path, answer, said):
    with publisher(answer) as server, pytest.raises(FeedError, match=said) as told:
        web(tmp_path, answer=0.1).json(f"{server.address}/wool", {"key": "hidden"})
    assert str(told.value).startswith(f"{server.address}/wool ")
    assert "\n" not in str(told.value)


def test_a_server_that_is_not_there_is_told(tmp_path):
    with publisher(FIGURE) as server:
        pass
    with pytest.raises(FeedError, match="cannot be reached, 4 times: try again later"):
        web(tmp_path).json(server.address)


def test_an_address_that_is_none_is_told(tmp_path):
    with pytest.raises(FeedError, match="gopher://wool cannot be asked"):
        web(tmp_path).json("gopher://wool")


def test_a_server_that_leads_in_circles_is_told(tmp_path):
    circle = Answer(b"there", status=302, headers={"Location": "/"})
    with publisher(circle) as server, pytest.raises(FeedError, match="cannot be asked"):
        web(tmp_path).json(server.address)


def test_an_answer_that_is_packed_wrongly_is_told(tmp_path):
    packed = Answer(b"no gzip", headers={"Content-Encoding": "gzip"})
    with publisher(packed) as server, pytest.raises(FeedError, match="sent an answer that is cut short"):
        web(tmp_path).json(server.address)


def test_a_broken_cache_is_told_with_its_place(tmp_path):
    (tmp_path / "cache.sqlite").write_bytes(b"no data base, but long enough to be looked at as one" * 40)
    with (
        publisher(FIGURE) as server,
        pytest.raises(FeedError, match=r"cache.sqlite cannot be used .*: remove that file"),
    ):
        web(tmp_path).json(server.address)


# --- what has not changed


def test_what_a_server_says_is_unchanged_is_read_from_the_cache(tmp_path):
    marked = Answer(FIGURE.content, headers={**FIGURE.headers, "ETag": '"one"'})
    with publisher(marked) as server:
        found = [web(tmp_path).json(server.address) for _ in range(2)]
    assert found[0] == found[1]
    assert [headers.get("If-None-Match") for _, headers, _ in server.asked] == [None, '"one"']


def test_what_has_changed_is_read_anew(tmp_path):
    marked = [Answer(b"[%d]" % n, headers={"ETag": f'"{n}"'}) for n in (1, 2)]
    with publisher(*marked) as server:
        assert [web(tmp_path).json(server.address) for _ in range(2)] == [[1], [2]]


def test_what_bears_no_mark_of_its_version_is_never_kept(tmp_path):
    with publisher(Answer(b"[1]"), Answer(b"[2]")) as server:
        assert [web(tmp_path).json(server.address) for _ in range(2)] == [[1], [2]]


def test_no_key_is_kept(tmp_path):
    marked = Answer(FIGURE.content, headers={"ETag": '"one"'})
    with publisher(marked) as server:
        web(tmp_path).json(server.address, headers={"Ocp-Apim-Subscription-Key": "THE-KEY"})
    assert b"THE-KEY" not in (tmp_path / "cache.sqlite").read_bytes()
    assert b"figure" in (tmp_path / "cache.sqlite").read_bytes()


def test_what_was_asked_is_noted(tmp_path):
    door = web(tmp_path)
    with publisher(FIGURE) as server:
        door.json(f"{server.address}/wool", {"year": "2023"})
    (one,) = door.exchanges
    assert (one.address, one.status, one.length) == (f"{server.address}/wool?year=2023", 200, 16)


def test_a_time_in_words_is_read_as_seconds():
    from nolimits.feeds.session import _seconds

    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)
    assert 7000 < _seconds(later.strftime("%a, %d %b %Y %H:%M:%S GMT")) <= 7200
    assert _seconds("") is None
