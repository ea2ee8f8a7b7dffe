"""A small book as readers reach it: by search, by keyboard, without barriers; over a server and from a plain folder."""

import shutil
from pathlib import Path

import builds
import pytest
import small
import yaml
from barriers import MOVES, barriers, fine_print, small_targets
from browsing import chromium, overheard, served_from  # noqa: F401  the fixture
from sizes import first, in_turn

pytestmark = pytest.mark.xdist_group("published")
MORE = {
    "charts": ":::{catalogue}\n:::",
    "verify": ":::{verify}\n:::",
    "changes": ":::{changes}\n:::",
    "downloads": ":::{div} downloads read\n:::",
    "figures": "| What | How much |\n|:--|--:|\n| wool | some |",
}
SYNONYMS = """
- name: synonyms
  title: Other words
  description: Words that a reader may type.
  path: synonyms.csv
  profile: tabular-data-resource
  format: csv
  mediatype: text/csv
  encoding: utf-8
  schema:
    primaryKey: [word, means]
    fields:
    - {name: word, type: string, description: Typed., constraints: {required: true}}
    - {name: means, type: string, description: Meant., constraints: {required: true}}
"""
PAGES = ("chapters/summary", "notebooks/trade", "chapters/ledger", "chapters/registers", "chapters/rows-trade")
PAGES += ("chapters/dictionary", "chapters/sources", *(f"chapters/{name}" for name in MORE))
PAGES += ("charts/trade-chart", "search", "404")
LOOKS = ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"))


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A small book with a page of each kind, finished."""
    folder = small.book(tmp_path_factory.mktemp("reached") / "book")
    for name, body in MORE.items():
        (folder / f"chapters/{name}.md").write_text(f"# {name.title()}\n\n{body}\n")
    contents = yaml.safe_load((folder / "_toc.yml").read_text())
    contents["chapters"] += [{"file": f"chapters/{name}"} for name in MORE]
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False))
    package = yaml.safe_load((folder / "data/datapackage.yaml").read_text())
    package["resources"] += yaml.safe_load(SYNONYMS)
    (folder / "data/datapackage.yaml").write_text(yaml.safe_dump(package, sort_keys=False))
    (folder / "data/synonyms.csv").write_text("word,means\nfleece,wool\n")
    done = builds.build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "_build/html"


@pytest.fixture(scope="module")
def served(book):
    """The book's address on a server of this machine."""
    with served_from(book) as address:
        yield address


@pytest.fixture(params=first(2, LOOKS), ids=lambda one: f"{one[0]}-{one[1]}")
def page(request, chromium):  # noqa: F811
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield overheard(context)
    context.close()


@pytest.fixture
def wide(chromium):  # noqa: F811
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield overheard(context)
    context.close()


@pytest.fixture
def narrow(chromium):  # noqa: F811
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield overheard(context)
    context.close()


# --- barriers


@pytest.mark.parametrize(("name", "page"), in_turn(PAGES, LOOKS), indirect=["page"])
def test_no_page_bars_a_reader(page, book, name):
    page.goto((book / f"{name}.html").as_uri())
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.said == []


def test_neither_the_card_nor_the_search_bars_a_reader(page, book):
    page.goto((book / "notebooks/trade.html").as_uri())
    page.locator("article a.fact[data-cite]").first.click()
    assert (barriers(page), small_targets(page)) == ([], [])
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.fill("#pst-search-dialog input[type=search]", "wool")
    page.wait_for_selector("#pst-search-dialog .search-found li")
    assert (barriers(page), small_targets(page)) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_at_320_pixels_nothing_overflows(chromium, book, name):  # noqa: F811
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = overheard(context)
    page.goto((book / f"{name}.html").as_uri())
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    context.close()
    assert wide <= seen + 1


WALKED = (
    "[...document.querySelectorAll('table.stacked')].map(t => [t.scrollWidth, t.closest('.table-box').clientWidth])"
)


def test_nobody_walks_sideways_to_read_a_verdict(narrow, wide, book):
    """On a phone the cells of a line stand below each other, each with the title of its column."""
    for page in (narrow, wide):
        page.goto((book / "chapters/ledger.html").as_uri())
    sizes = narrow.evaluate(WALKED)
    assert sizes
    assert all(table <= box + 1 for table, box in sizes)
    labels = "[...document.querySelectorAll('table.stacked td')].map(c => getComputedStyle(c, '::before').content)"
    assert {"none"} == set(wide.evaluate(labels))
    assert len(set(narrow.evaluate(labels))) > 4


@pytest.mark.parametrize("name", PAGES)
def test_no_letters_are_smaller_than_twelve_pixels(narrow, book, name):
    narrow.goto((book / f"{name}.html").as_uri())
    assert fine_print(narrow) == []


def test_letters_that_are_too_small_are_told(narrow):
    narrow.set_content(
        "<html lang='en'><title>x</title><main><h1>x</h1><p>y <small style='font-size: 10px'>z</small></p></main>"
    )
    assert [one for one in fine_print(narrow) if "z" in one] == fine_print(narrow) != []


def test_a_column_of_numbers_stands_to_the_right(wide, book):
    wide.goto((book / "chapters/figures.html").as_uri())
    sides = "[...document.querySelectorAll('article tr')].map((row) => [...row.cells].map((one) => getComputedStyle(one).textAlign))"
    assert wide.evaluate(sides) == [["left", "right"]] * 2


def test_what_has_no_barrier_is_told_from_what_has(wide):
    wide.set_content(
        "<html lang='en'><title>x</title><main><h1>x</h1><img src='a.png'><button>i</button></main></html>"
    )
    assert any(one.startswith("image-alt") for one in barriers(wide))
    assert small_targets(wide)


# --- a page that comes from afar


def moved(chromium, address: str) -> float:  # noqa: F811
    """How far a page moves while it comes by a slow telephone line."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    line.send("Network.emulateNetworkConditions", slow)
    page.add_init_script(MOVES)
    page.goto(address)
    page.wait_for_timeout(500)
    found = page.evaluate("window.moved || 0")
    context.close()
    return found


@pytest.mark.parametrize("name", ["notebooks/trade", "chapters/ledger", "chapters/charts"])
def test_nothing_moves_while_a_page_comes_from_afar(chromium, served, name):  # noqa: F811
    assert moved(chromium, f"{served}/{name}.html") < 0.02


def test_a_page_that_moves_is_told_from_one_that_does_not(chromium, served, book):  # noqa: F811
    late = "setTimeout(() => document.body.prepend(Object.assign(document.createElement('p'), {style: 'height: 300px'})), 200)"
    (book / "moves.html").write_text(f"<title>x</title><body><p>One.</p><p>Two.</p><script>{late}</script>")
    assert moved(chromium, f"{served}/moves.html") > 0.02


# --- the card


def test_the_card_closes_by_its_button_by_escape_and_where_one_tabs_out_of_it(wide, book):
    wide.goto((book / "notebooks/trade.html").as_uri())
    card, fact = wide.locator(".fact-card"), wide.locator("article a.fact[data-cite]").first
    focused = "document.activeElement.matches('a.fact')"
    for shut in ("button", "Escape", "Shift+Tab"):
        fact.focus()
        wide.keyboard.press("Space")
        assert card.is_visible()
        if shut == "button":
            card.get_by_role("button", name="Close").click()
        else:
            wide.keyboard.press(shut)
        assert card.is_hidden(), shut
        assert wide.evaluate(focused), shut
    wide.keyboard.press("Space")
    stops = card.locator("a, button").count()
    for _ in range(stops):
        wide.keyboard.press("Tab")
    assert card.is_hidden()
    assert wide.evaluate("!document.activeElement.closest('.fact-card') && document.activeElement !== document.body")
    assert wide.said == []


def test_a_link_to_what_is_folded_opens_it(wide, book):
    wide.goto((book / "chapters/ledger.html").as_uri())
    inside = wide.evaluate(
        "() => { const p = document.querySelector('details p'); p.id = 'within'; return p.checkVisibility(); }"
    )
    assert not inside
    wide.evaluate("location.hash = '#within'")
    wide.wait_for_function("document.getElementById('within').checkVisibility()")


# --- the ledger


def test_the_ledger_is_sorted_by_a_click_with_a_mark_and_back_to_its_order(wide, book):
    wide.goto((book / "chapters/ledger.html").as_uri())
    keys = "[...document.querySelectorAll('table.ledger tbody tr')].map((row) => row.id)"
    before = wide.evaluate(keys)
    head = wide.locator("table.ledger th").first
    marks, orders = [], []
    for _ in range(3):
        head.get_by_role("button").click()
        marks.append(head.get_attribute("aria-sort"))
        orders.append(wide.evaluate(keys))
    assert marks == ["ascending", "descending", None]
    assert orders == [sorted(before), sorted(before, reverse=True), before]
    assert wide.said == []


def test_a_statement_is_shown_by_its_address_whatever_is_chosen(wide, book):
    wide.goto((book / "chapters/ledger.html").as_uri())
    key = wide.locator("table.ledger tbody tr").last.get_attribute("id")
    wide.fill(".ledger-choices input", "no such words")
    assert "0 of" in wide.locator(".ledger-count").inner_text()
    wide.evaluate("key => { location.hash = key; }", key)
    wide.wait_for_function("key => document.getElementById(key).checkVisibility()", arg=key)
    assert wide.locator(f"#{key} details").get_attribute("open") is not None


# --- the search


def hits(page, query: str, kind: str = "") -> list[str]:
    """The places that a query finds, in order."""
    if kind:
        page.select_option("main select[name=kind]", kind)
    page.fill("main input[type=search]", query)
    page.wait_for_function(
        "q => document.querySelector('main .search-count').textContent.includes(`“${q}”`)", arg=query
    )
    return page.evaluate(
        "[...document.querySelectorAll('main .search-found a')].map((one) => one.getAttribute('href').replace(/^\\.\\//, ''))"
    )


@pytest.mark.parametrize(
    ("query", "kind", "place"),
    [
        ("l001", "", "chapters/ledger.html#l001"),
        ("196", "", "notebooks/trade.html"),
        ("trade-chart", "", "charts/trade-chart.html"),
        ("turnover", "indicator", "chapters/rows-trade.html#wool.turnover"),
        ("fleece", "indicator", "chapters/rows-trade.html#wool."),
        ("stands", "text", "notebooks/trade.html"),
    ],
)
def test_numbers_keys_charts_series_and_other_words_are_found(wide, served, query, kind, place):
    wide.goto(f"{served}/search.html")
    found = hits(wide, query, kind)
    assert any(one.startswith(place) for one in found[:3]), found
    assert wide.said == []


def test_the_search_loads_nothing_before_somebody_types(wide, served):
    wide.goto(f"{served}/notebooks/trade.html")
    wide.wait_for_load_state("networkidle")
    assert not [one for one in wide.fetched if "pagefind" in one or "search-index" in one]


def test_from_a_plain_folder_titles_headings_charts_and_statements_are_found(wide, book):
    wide.goto((book / "search.html").as_uri())
    for query, place in (
        ("l001", "chapters/ledger.html#l001"),
        ("dictionary", "chapters/dictionary.html"),
        ("how it stands", "notebooks/"),
    ):
        assert any(one.startswith(place) for one in hits(wide, query)[:3]), query
    assert "Opened from a folder" in wide.locator("main .search-count").inner_text()
    assert wide.said == []


def test_the_search_is_walked_by_arrows(wide, book):
    wide.goto((book / "search.html").as_uri())
    hits(wide, "trade")
    wide.keyboard.press("ArrowDown")
    assert wide.evaluate("document.activeElement.matches('.search-found a')")
    wide.keyboard.press("ArrowUp")
    assert wide.evaluate("document.activeElement.matches('input')")


def test_an_index_of_the_same_book_is_the_same(book, tmp_path):
    from nolimits import manuscript
    from nolimits.book.finding import FOLDER, TITLES, add_search, index_records, search_records
    from nolimits.data import View
    from nolimits.editions.archive import checksums

    root = book.parents[1]
    copy = Path(shutil.copytree(book, tmp_path / "html", ignore=shutil.ignore_patterns("pagefind", Path(TITLES).name)))
    found = search_records(copy, manuscript.contents(root), View("latest", 2018, folder=root / "data"))
    add_search(copy, found, index_records(found, tmp_path / "kept"))
    assert checksums(copy / FOLDER) == checksums(book / FOLDER)
    assert (copy / TITLES).read_bytes() == (book / TITLES).read_bytes()
