"""The book as of other days, in the browser: each page says on each day what the book that is built of that day says."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import builds
import edits
import pytest
from browsing import chromium, overheard  # noqa: F401  the fixture
from sizes import first

from nolimits.book import Wish
from nolimits.book.build import build

pytestmark = pytest.mark.xdist_group("past")
DAYS = ("2022-03-31", "2023-03-05", "2023-03-31", "2023-06-30")
NEWEST = "2024-01-20"
ORDER = (2, 0, 3, 1)  # in which the days are looked at, for what is shown before may leave something behind
PAGES = ("chapters/summary", "notebooks/trade", "notebooks/talks", "chapters/registers", "chapters/ledger")
PAGES += ("chapters/rows-trade", "chapters/dictionary", "chapters/sources", "chapters/papers", "chapters/verdicts")
PAGES += ("chapters/changes", "chapters/charts", "chapters/plan", "charts/trade-chart", "charts/talks-chart")
SHOWN = """() => {
  const article = document.querySelector('article.bd-article');
  const told = (one) => [one.textContent, ...['id', 'href', 'data-cite', 'data-tip', 'data-to', 'data-at', 'alt', 'class']
    .map((name) => one.getAttribute(name)?.replace(/\\?on=[\\d-]+/, ''))];
  const bare = article.cloneNode(true);
  bare.querySelectorAll('script').forEach((one) => one.remove());
  return [
    bare.textContent.replace(/\\s+/g, ' '),
    document.querySelector('#pst-page-toc-nav')?.textContent.replace(/\\s+/g, ' ') || '',
    ...[...bare.querySelectorAll('a, li, img, section, h2, figure, details, rect')].map(told),
  ];
}"""
PICTURES = (
    """() => [...document.querySelectorAll('article img')].filter((one) => one.offsetWidth).map((one) => one.src)"""
)
SETTLED = """([day, own]) => document.documentElement.hasAttribute('data-past') === (day !== own)
  && document.querySelector('#past input').getAttribute('aria-valuetext') === new Date(day + 'T12:00:00Z')
    .toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def made(book: Path, out: Path | None = None, days: tuple[str, ...] = DAYS) -> Path:
    """The book with other days beside it."""
    wish = Wish(past=",".join(days), jobs=2)
    return build(book, wish, out=out, say=lambda _: None, workshop=builds.workshop()).parent


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    return edits.book(tmp_path_factory.mktemp("past") / "book")


@pytest.fixture(scope="module")
def tree(book) -> Path:
    return made(book)


@pytest.fixture(scope="module")
def alone(book, tmp_path_factory) -> dict[str, Path]:
    """The books of these days, each built by itself."""
    folder = tmp_path_factory.mktemp("alone")
    for day in DAYS:
        done = builds.build(book, cutoff=day, out=folder / day)
        assert done.returncode == 0, done.stderr
    return {day: folder / day for day in DAYS}


@pytest.fixture(scope="module")
def served(tree):
    """The book's address on a server of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tree)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[(1280, "light")])
def page(request, chromium):  # noqa: F811
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield overheard(context)
    context.close()


looks = pytest.mark.parametrize("page", [(1280, "light"), (390, "dark")], indirect=True, ids=["desktop", "phone"])


def show(page, day: str) -> None:
    """Move the slider to a day."""
    page.evaluate(
        "n => { const slider = document.querySelector('#past input'); slider.value = n; slider.dispatchEvent(new Event('input')); }",
        [*DAYS, NEWEST].index(day),
    )
    settle(page, day)


def settle(page, day: str) -> None:
    page.wait_for_selector("#past", state="attached")
    page.wait_for_function(SETTLED, arg=[day, NEWEST])
    page.wait_for_function(
        "() => [...document.querySelectorAll('article img')].every((one) => !one.offsetWidth || one.complete)"
    )


def drawn(addresses: list[str], trees: list[Path]) -> list[str]:
    """The pictures behind addresses, each as its text; those of a tree by any of its files."""
    found = []
    for address in addresses:
        if address.startswith("data:"):
            found.append(unquote(address.partition(",")[2]))
        else:
            found.append(Path(unquote(address.removeprefix("file://"))).read_text())
    return found


# --- equal


@pytest.mark.parametrize("name", first(4, PAGES))
def test_a_page_says_and_shows_on_each_day_what_the_book_of_that_day_does(page, tree, alone, name):
    wanted = {}
    for day in DAYS:
        page.goto((alone[day] / f"{name}.html").as_uri())
        page.wait_for_load_state("networkidle")
        wanted[day] = page.evaluate(SHOWN), drawn(page.evaluate(PICTURES), [])
    page.goto((tree / f"{name}.html").as_uri())
    own = page.evaluate(SHOWN)
    page.click(".past-open")
    for day in (DAYS[place] for place in ORDER):
        show(page, day)
        page.wait_for_timeout(50)
        assert page.evaluate(SHOWN) == wanted[day][0], day
        assert drawn(page.evaluate(PICTURES), []) == wanted[day][1], day
    page.keyboard.press("Escape")
    settle(page, NEWEST)
    assert page.evaluate(SHOWN) == own
    assert page.said == []
