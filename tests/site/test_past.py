"""The book as of other days, in the browser: each page says on each day what the book that is built of that day says."""

import re
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import builds
import edits
import pytest
from barriers import barriers, small_targets
from browsing import chromium, overheard, served_from  # noqa: F401  the fixture
from sizes import first

from nolimits.book import Wish
from nolimits.book.build import build
from nolimits.book.publishing import publish_day

pytestmark = pytest.mark.xdist_group("past")
DAYS = ("2022-03-31", "2023-03-05", "2023-03-31", "2023-06-30")
NEWEST = "2024-01-20"
# in which the days are looked at, for what is shown before may leave something behind
ORDERS = (("2023-03-31", "2023-03-05"), ("2023-03-31", "2022-03-31", "2023-06-30", "2023-03-05"))
PAGES = ("chapters/summary", "notebooks/trade", "notebooks/talks", "chapters/registers", "chapters/ledger")
PAGES += ("chapters/rows-trade", "chapters/dictionary", "chapters/sources", "chapters/papers", "chapters/verdicts")
PAGES += ("chapters/changes", "chapters/charts", "chapters/plan", "charts/trade-chart", "charts/talks-chart")
SHOWN = """() => {
  const article = document.querySelector('article.bd-article');
  const told = (one) => [one.textContent, ...['id', 'href', 'data-cite', 'data-tip', 'data-to', 'data-at', 'alt', 'class']
    .map((name) => one.getAttribute(name)?.replace(/\\?on=[\\d-]+/, ''))];
  const bare = article.cloneNode(true);
  bare.querySelectorAll('script, #download, .edition-note').forEach((one) => one.remove());
  return [
    bare.textContent.replace(/\\s+/g, ' '),
    document.querySelector('#pst-page-toc-nav')?.textContent.replace(/\\s+/g, ' ') || '',
    ...[...bare.querySelectorAll('a, li, img, section, h2, figure, details, rect')].map(told),
  ];
}"""
PICTURES = (
    """() => [...document.querySelectorAll('article img')].filter((one) => one.offsetWidth).map((one) => one.src)"""
)
SETTLED = """([day, own]) => !document.querySelector('article[aria-busy=true]')
  && document.documentElement.hasAttribute('data-past') === (day !== own)
  && document.querySelector('#past input').getAttribute('aria-valuetext') === new Date(day + 'T12:00:00Z')
    .toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })"""


def made(book: Path, *, anew: bool = False) -> Path:
    """The book with other days beside it; `anew` from nothing."""
    wish = Wish(past=",".join(DAYS), jobs=2)
    with nullcontext() if anew else builds.sharing(book):
        return build(book, wish, say=lambda _: None, workshop=builds.workshop()).parent


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    return edits.book(tmp_path_factory.mktemp("past") / "book")


@pytest.fixture(scope="module")
def tree(book) -> Path:
    return made(book)


@pytest.fixture(scope="module")
def alone(book, tmp_path_factory) -> Callable[[str], Path]:
    """The book of a day, built by itself, once."""
    folder = tmp_path_factory.mktemp("alone")

    @cache
    def made_alone(day: str) -> Path:
        done = builds.build(book, cutoff=day, out=folder / day)
        assert done.returncode == 0, done.stderr
        return folder / day

    return made_alone


@pytest.fixture(scope="module")
def served(tree):
    """The book's address on a server of this machine."""
    with served_from(tree) as address:
        yield address


@pytest.fixture(params=[(1280, "light")])
def page(request, chromium):  # noqa: F811
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield overheard(context)
    context.close()


looks = pytest.mark.parametrize("page", [(1280, "light"), (390, "dark")], indirect=True, ids=["desktop", "phone"])


def show(page, day: str) -> None:
    """Move the slider to a day."""
    page.wait_for_selector("#past")
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


def drawn(addresses: list[str]) -> list[str]:
    """The pictures behind addresses, each as its text."""
    found = []
    for address in addresses:
        if address.startswith("data:"):
            found.append(unquote(address.partition(",")[2]))
        else:
            found.append(Path(unquote(address.removeprefix("file://"))).read_text())
    return found


# --- equal


@pytest.mark.parametrize("order", first(1, ORDERS), ids=len)
@pytest.mark.parametrize("name", first(4, PAGES))
def test_a_page_says_and_shows_on_each_day_what_the_book_of_that_day_does(page, tree, alone, name, order):
    wanted = {}
    for day in order:
        page.goto((alone(day) / f"{name}.html").as_uri())
        page.wait_for_load_state("networkidle")
        wanted[day] = page.evaluate(SHOWN), drawn(page.evaluate(PICTURES))
    page.goto((tree / f"{name}.html").as_uri())
    own = page.evaluate(SHOWN)
    page.click(".past-open")
    for day in order:
        show(page, day)
        page.wait_for_timeout(50)
        assert page.evaluate(SHOWN) == wanted[day][0], day
        assert drawn(page.evaluate(PICTURES)) == wanted[day][1], day
    page.keyboard.press("Escape")
    settle(page, NEWEST)
    assert page.evaluate(SHOWN) == own
    assert page.said == []


def test_lines_out_of_sight_say_the_same_after_days_that_were_passed_in_a_hurry(page, tree, alone):
    page.set_viewport_size({"width": 390, "height": 240})
    page.goto((alone("2023-03-05") / "chapters/ledger.html").as_uri())
    page.wait_for_load_state("networkidle")
    wanted = page.evaluate(SHOWN)
    page.goto((tree / "chapters/ledger.html").as_uri())
    page.click(".past-open")
    page.wait_for_selector("#past input")
    busy = page.evaluate(
        """async (days) => {
          const slider = document.querySelector('#past input');
          const seen = [];
          for (const n of days) {
            slider.value = n;
            slider.dispatchEvent(new Event('input'));
            await new Promise((done) => document.addEventListener('nolimits:exchanged', done, { once: true }));
            seen.push(document.querySelector('article').ariaBusy);
          }
          return seen;
        }""",
        [3, 1, 4, 0, 2, 3, 1],
    )
    assert "true" in busy
    settle(page, "2023-03-05")
    assert page.evaluate(SHOWN) == wanted
    assert page.said == []


def test_a_page_that_is_asked_for_a_day_by_its_address_shows_that_day(page, tree, alone):
    page.goto((alone("2023-03-31") / "notebooks/trade.html").as_uri())
    wanted = page.evaluate(SHOWN)
    for asked in ("2023-03", "2023-03-31", "2023-04-02"):
        page.goto(f"{(tree / 'notebooks/trade.html').as_uri()}?on={asked}")
        settle(page, "2023-03-31")
        page.wait_for_load_state("networkidle")  # a picture that is left on its way would be told as lost
        assert page.evaluate(SHOWN) == wanted
        assert page.url.endswith("?on=2023-03")
    page.goto(f"{(tree / 'notebooks/trade.html').as_uri()}?on=yesterday")
    page.wait_for_load_state("networkidle")
    assert page.locator("#past").count() == 0
    assert page.said == []


def test_over_a_server_a_page_asks_for_its_own_text_and_says_the_same(page, served, alone):
    page.goto((alone("2023-03-05") / "chapters/ledger.html").as_uri())
    wanted = page.evaluate(SHOWN)
    page.goto(f"{served}/chapters/ledger.html?on=2023-03-05")
    settle(page, "2023-03-05")
    assert page.evaluate(SHOWN) == wanted
    assert [one for one in page.fetched if one.endswith(".own.js")] == []
    assert page.said == []


def test_what_is_said_on_other_days_is_small_beside_the_page_for_the_same_is_kept_once(tree):
    for path in (tree / "_static/past").rglob("*.own.js"):
        said, own = path.with_name(path.name.replace(".own.js", ".js")).stat().st_size, path.stat().st_size
        assert 0.75 * said < max(60 * 1024, 2 * own), path
    assert sum(path.stat().st_size for path in (tree / "_static/past").rglob("*.js")) < 30 * 2**20


# --- nothing before it is asked for


def test_a_page_loads_nothing_of_other_days_before_somebody_asks_for_one(page, tree):
    page.goto((tree / "notebooks/trade.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert [one for one in page.fetched if "/past/" in one] == []
    page.click(".past-open")
    settle(page, NEWEST)
    assert [one for one in page.fetched if "/past/notebooks/trade.js" in one]
    assert [one for one in page.fetched if "/past/pictures/" in one] == []
    show(page, "2023-03-31")
    page.wait_for_function("() => document.querySelector('article img[data-past]')?.src.startsWith('data:')")
    names = {one.rpartition("/")[2] for one in page.fetched if "/past/pictures/" in one}
    assert "trade-chart-wide.js" in names
    assert all(name.startswith("trade-") for name in names)


def test_a_book_that_was_built_without_other_days_has_no_slider(page, alone):
    page.goto((alone("2023-03-31") / "notebooks/trade.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.locator(".past-open").count() == 0
    assert not (alone("2023-03-31") / "_static/past").exists()


def test_the_policy_of_a_page_is_what_it_is_without_other_days(tree, alone):
    told = [
        re.search(r'Content-Security-Policy" content="([^"]+)"', (one / "notebooks/trade.html").read_text())[1]
        for one in (tree, alone("2023-03-31"))
    ]
    assert told[0] == told[1]


# --- the slider


@looks
def test_the_slider_goes_by_keyboard_and_says_which_day_it_shows_and_which_papers_came_later(page, tree):
    page.goto((tree / "chapters/summary.html").as_uri())
    page.locator(".past-open").focus()
    page.keyboard.press("Enter")
    settle(page, NEWEST)
    assert page.evaluate("document.activeElement.matches('#past input')")
    says = page.locator("#past [role=status]")
    for key, day, later in (
        ("ArrowLeft", "2023-06-30", ""),
        ("ArrowLeft", "2023-03-31", " The pamphlet came later."),
        ("Home", "2022-03-31", " The letter and the pamphlet came later."),
        ("ArrowRight", "2023-03-05", " The pamphlet came later."),
    ):
        page.keyboard.press(key)
        settle(page, day)
        assert says.inner_text().startswith("You are reading this page as of ")
        assert says.inner_text().partition(".")[2] == later
        assert page.locator(".past-open").inner_text() in says.inner_text().replace(
            "You are reading this page as of", "As of"
        )
    page.keyboard.press("End")
    settle(page, NEWEST)
    assert page.url.endswith("summary.html")
    page.keyboard.press("Escape")
    assert page.locator("#past").is_hidden()
    assert page.evaluate("document.activeElement.matches('.past-open')")


@looks
def test_neither_the_slider_nor_a_page_of_another_day_bars_a_reader(page, tree):
    for name in ("notebooks/trade", "chapters/ledger", "charts/trade-chart"):
        page.goto((tree / f"{name}.html").as_uri())
        page.click(".past-open")
        for day in (NEWEST, "2023-03-31"):
            show(page, day)
            assert (barriers(page), small_targets(page)) == ([], []), (name, day)
            wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert wide <= seen + 1
    assert page.said == []


@looks
def test_what_somebody_reads_stays_where_it_is_and_what_is_unfolded_stays_so(page, tree):
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 420})  # so that there is more below
    page.goto((tree / "chapters/registers.html").as_uri())
    page.evaluate("document.querySelectorAll('article details').forEach((one) => { one.open = true; })")
    page.click(".past-open")
    settle(page, NEWEST)
    heading = page.locator("#remarks h2, h2:has-text('Remarks')").first
    heading.evaluate("one => scrollBy(0, one.closest('section').getBoundingClientRect().top - 60)")
    for day in ("2023-03-31", "2022-03-31", "2023-06-30"):
        before = heading.bounding_box()["y"]
        show(page, day)
        assert abs(heading.bounding_box()["y"] - before) < 2
    folded = page.evaluate("[...document.querySelectorAll('article details')].filter((one) => !one.open).length")
    assert folded < page.locator("article details").count()


def test_a_citation_that_is_copied_and_a_link_that_is_followed_carry_the_day(page, tree):
    page.goto(f"{(tree / 'notebooks/trade.html').as_uri()}?on=2023-03")
    settle(page, "2023-03-31")
    page.locator("article a.fact[data-cite]").first.click()
    assert re.search(
        r"\(2023\)\. .*\(2023-03-31-[0-9a-f]{12} edition\)", page.locator(".fact-card .citation-text").inner_text()
    )
    page.keyboard.press("Escape")
    page.locator("nav.bd-docs-nav a", has_text="Talks").first.evaluate(
        "one => { one.dispatchEvent(new Event('pointerdown', { bubbles: true })); }"
    )
    page.wait_for_function(
        "() => [...document.querySelectorAll('nav a')].some((one) => one.href.endsWith('talks.html?on=2023-03'))"
    )
    page.goto(page.locator("nav.bd-docs-nav a", has_text="Talks").first.evaluate("one => one.href"))
    settle(page, "2023-03-31")


def test_the_ledger_keeps_its_order_and_choice_on_another_day(page, tree):
    page.goto((tree / "chapters/ledger.html").as_uri())
    page.fill(".ledger-choices input", "wool")
    page.click("table.ledger th:first-child button")
    page.click("table.ledger th:first-child button")
    page.click(".past-open")
    show(page, "2023-03-05")
    keys = page.evaluate(
        "[...document.querySelectorAll('table.ledger tbody tr')].filter((one) => !one.hidden).map((one) => one.id)"
    )
    assert keys == sorted(keys, reverse=True)
    assert 0 < len(keys) < page.locator("table.ledger tbody tr").count()
    assert str(len(keys)) in page.locator(".ledger-count").inner_text()


def test_a_published_edition_shows_other_days_from_files_that_it_shares(page, book, alone, tmp_path):
    site, wish = tmp_path / "site", Wish(past=",".join(DAYS), jobs=2)
    key, _ = publish_day(book, site, wish, lambda _: None, builds.workshop())
    page.goto((alone("2023-03-31") / "notebooks/trade.html").as_uri())
    wanted = page.evaluate(SHOWN), drawn(page.evaluate(PICTURES))
    for place in (site, site / "editions" / key):
        page.goto(f"{(place / 'notebooks/trade.html').as_uri()}?on=2023-03")
        settle(page, "2023-03-31")
        page.wait_for_timeout(50)
        assert (page.evaluate(SHOWN), drawn(page.evaluate(PICTURES))) == wanted
    assert len(list(site.rglob("past/notebooks/trade.js"))) == 1
    assert page.said == []


# --- as built


@pytest.mark.full
def test_after_an_edit_the_book_with_its_other_days_is_that_from_nothing(book, tree, tmp_path):
    edited = tmp_path / "edited"
    shutil.copytree(book, edited)  # with all that its builds keep
    chapter = edited / "chapters/summary.md"
    chapter.write_text(chapter.read_text() + "\nAs of old, the rate is {value}`rate`.\n")
    other = edits.sources(edited, tmp_path / "other")
    assert edits.differing(made(edited), made(other, anew=True)) == []


@pytest.mark.full
def test_two_builds_with_other_days_are_equal(book, tree, tmp_path):
    assert edits.differing(tree, made(edits.sources(book, tmp_path / "other"), anew=True)) == []
