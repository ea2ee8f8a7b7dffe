"""Publishers on this machine: a server on the loopback that answers as told, and feeds that ask it.

The answers are files in `answers/`, whose README says after which examples they are made.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nolimits.feeds import Feed, Manners, Web
from nolimits.feeds.declaration import feed_from

ANSWERS = Path(__file__).resolve().parent / "answers"
DAY = "2024-02-03"  # on which the tests fetch
TYPES = {".json": "application/json", ".xml": "text/xml", ".csv": "text/plain", ".html": "text/html"}


@dataclass(frozen=True)
class Answer:
    """What the server sends: the length that it claims may be longer than what it sends."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    claims: int | None = None
    after: float = 0  # seconds

    @classmethod
    def of(cls, name: str, replace: tuple[str, str] = ("", ""), **headers: str) -> Answer:
        """A file of `answers/`, with one thing replaced."""
        path = ANSWERS / name
        text = path.read_text(encoding="utf-8")
        assert replace[0] in text
        return cls(text.replace(*replace).encode(), headers={"Content-Type": TYPES[path.suffix], **headers})


@dataclass
class Publisher:
    """A server: what it answers, the last answer for ever, and what it was asked."""

    address: str
    answers: list[Answer]
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    choose: Callable[[str], Answer] | None = None

    def next(self, path: str) -> Answer:
        if self.choose:
            return self.choose(path)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def publisher(*answers: Answer, choose: Callable[[str], Answer] | None = None) -> Iterator[Publisher]:
    """A server that gives these answers one after the other, or chooses one by the path."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            server.asked.append((self.path, dict(self.headers), body))
            answer = server.next(self.path)
            time.sleep(answer.after)
            if (mark := answer.headers.get("ETag")) and self.headers.get("If-None-Match") == mark:
                answer = Answer(status=304, headers={"ETag": mark})
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(answer.claims or len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)
            except OSError:
                pass  # whoever asked did not wait

        def do_POST(self) -> None:
            self.do_GET()

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Publisher(f"http://127.0.0.1:{http.server_port}", list(answers), choose=choose)
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def web(folder: Path, slept: list[float] | None = None, **manners: float) -> Web:
    """A door to such servers that does not wait, but notes how long it would have."""
    sleep = (slept if slept is not None else []).append
    return Web(Manners(**{"pause": 0, "answer": 5, **manners}, sleep=sleep), folder / "cache.sqlite")


def declaration(client: str, address: str, *series: dict[str, object], **more: object) -> dict[str, object]:
    """A declaration as YAML holds it."""
    source = {"publisher": "Customs", "title": "Wool and tea", "url": "https://example.org/wool"}
    return {
        **{"client": client, "address": address, "slug": "office", "word": "wool", "licence": "free", "pause": 0},
        **{"terms": "https://example.org/terms", "source": {**source, "kind": "official", "language": "en"}},
        "series": list(series),
        **more,
    }


# --- one feed for each client, and the answer that it expects

TEA = {"reporter": 900, "partner": 901, "flow": "M", "code": "0902", "measure": "netWgt"}
SERIES: dict[str, tuple[dict[str, object], ...]] = {
    "comtrade": (
        {"indicator": "tea.sold", "ask": TEA, "theirs": "kg", "unit": "Mt", "power": -9, "period": "month"},
        {
            **{"indicator": "wool.exports", "ask": {**TEA, "code": 5101, "measure": "primaryValue"}, "theirs": "USD"},
            **{"unit": "USD bn", "power": -9, "period": "month"},
        },
    ),
    "worldbank": (
        {
            **{"indicator": "wool.turnover", "ask": {"country": "NOR", "code": "NY.WOOL.CD"}, "theirs": "USD"},
            **{"unit": "USD bn", "power": -9, "period": "year"},
        },
    ),
    "pinksheet": (
        {
            **{"indicator": "wool.price", "ask": {"column": "Wool, coarse"}, "theirs": "$/mt", "unit": "USD per t"},
            "period": "month",
        },
    ),
    "sdmx": (
        {
            **{"indicator": "wool.price", "ask": {"flow": "IMF.RES,PCPS", "key": "G001.PWOOL.USD.M"}, "theirs": "USD"},
            **{"unit": "USD per t", "period": "month"},
        },
    ),
    "cbr": (
        {
            **{"indicator": "bank.rate", "ask": {"table": "key"}, "theirs": "%", "unit": "percent"},
            **{"period": "day", "keep": "turns"},
        },
    ),
    "dbnomics": (
        {
            **{"indicator": "bank.rate", "ask": {"id": "BIS/WS_CBPOL/M.NL", "unit": "UNIT"}, "theirs": "368"},
            **{"unit": "percent", "period": "month"},
        },
    ),
    "table": (
        {
            **{"indicator": "wool.price", "ask": {"file": "brent-monthly.csv", "date": "Date", "value": "Price"}},
            **{"theirs": "USD per t", "unit": "USD per t", "period": "month"},
        },
    ),
}
SDMX = {"Content-Type": "application/vnd.sdmx.structurespecificdata+xml;version=2.1"}
NO_ROWS = Answer(b'{"count": 0, "data": [], "error": ""}')  # of the months of the second request
GOOD: dict[str, tuple[Answer, ...]] = {
    "comtrade": (Answer.of("comtrade.json"), NO_ROWS),
    "worldbank": (Answer.of("worldbank.json"),),
    "sdmx": (Answer.of("sdmx-structurespecific.xml", **SDMX),),
    "cbr": (Answer.of("cbr-key.xml"),),
    "dbnomics": (Answer.of("dbnomics.json"),),
    "table": (Answer.of("brent-monthly.csv"),),
}


def sheet(heading: str = "Wool, coarse **", unit: str = "($/mt)", name: str = "Monthly Prices") -> Answer:
    """The spreadsheet of prices, in the layout that the bank has had since 2012."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = name
    rows = [["World Bank Commodity Price Data (The Pink Sheet)"], ["monthly prices in nominal US dollars"], []]
    rows += [["Updated on February 2, 2024"], [None, "Tea, average", heading], [None, "($/kg)", unit]]
    rows += [["2023M11", 2.5, 8123.25], ["2023M12", "…", 8010], ["2024M01", 2.75, 7990.5]]
    for row in rows:
        page.append(row)
    text = io.BytesIO()
    book.save(text)
    return Answer(text.getvalue())


GOOD["pinksheet"] = (Answer.of("pinksheet.html"), sheet())


def feed_of(client: str, address: str, **more: object) -> Feed:
    """The feed of a client in these tests at an address."""
    place = f"{address}|IMF_DATA" if client == "sdmx" else address
    told = {"key": "OFFICE_KEY", **more} if client == "comtrade" else more
    return feed_from("office", declaration(client, place, *SERIES[client], since=2023, **told))
