"""Of the theme's styles what no page may use is left out, and nothing that one may; of its icons those that are shown."""

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from nolimits.book.trim import trim, trim_sheet
from nolimits.data import store

USED = {"kept", "also"}


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".kept{color:red}", ".kept{color:red}"),
        (".gone{color:red}", ""),
        ("p{color:red}", "p{color:red}"),
        (".kept .gone, .also > p{color:red}", ".also > p{color:red}"),
        (".kept:not(.gone){color:red}", ".kept:not(.gone){color:red}"),
        (":is(.gone, .kept) a{color:red}", ":is(.gone, .kept) a{color:red}"),
        (r".w-1\/2{color:red}", r".w-1\/2{color:red}"),
        ("@media print{.kept{color:red}.gone{color:red}}", "@media print{.kept{color:red}}"),
        ("@media print{.gone{color:red}}", ""),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
        ("@keyframes spin{from{top:0}}", "@keyframes spin{from{top:0}}"),
    ],
)
def test_a_selector_stays_where_an_element_may_have_its_classes(sheet, left):
    assert trim_sheet(sheet, USED) == left


def font(path, points):
    """A font of squares."""
    names = [".notdef", *(f"g{point:x}" for point in points)]
    made = FontBuilder(1000)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({point: f"g{point:x}" for point in points})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 9))
    pen.lineTo((9, 9))
    pen.closePath()
    made.setupGlyf(dict.fromkeys(names, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(names, (10, 0)))
    made.setupHorizontalHeader(ascent=9, descent=0)
    made.setupNameTable({"familyName": "x", "styleName": "y"})
    made.setupOS2()
    made.setupPost()
    made.save(path)
    return path


def tree(folder):
    """A tree with two icons of which its page shows one, and a script that may show a class."""
    static = folder / "_static"
    (static / "styles").mkdir(parents=True)
    (static / "vendor/fontawesome/webfonts").mkdir(parents=True)
    (static / "vendor/fontawesome/webfonts/fa-solid-900.woff2").write_bytes(b"all")
    rules = '.fa-one{--fa:"\\f001"}.fa-two{--fa:"\\f002"}.shown{top:0}@font-face{src:url(fa-solid-900.woff2) format("woff2")}'
    (static / "styles/pydata-sphinx-theme.css").write_text(rules)
    (static / "own.js").write_text('one.classList.add("shown")')
    (folder / "a.html").write_text('<i class="fa-one"></i>')
    return folder


def test_a_class_that_a_script_names_stays_and_icons_that_no_page_shows_go(tmp_path):
    made, icons = tree(tmp_path / "tree"), font(tmp_path / "all.ttf", [0xF001, 0xF002])
    trim(made, icons)
    text = (made / "_static/styles/pydata-sphinx-theme.css").read_text()
    assert "fa-one" in text
    assert ".shown" in text
    assert "fa-two" not in text
    assert 'fa-solid-900.woff) format("woff")' in text
    fonts = made / "_static/vendor/fontawesome/webfonts"
    assert [path.name for path in fonts.iterdir()] == ["fa-solid-900.woff"]
    assert set(TTFont(fonts / "fa-solid-900.woff").getBestCmap()) == {0xF001}


def test_a_class_that_comes_in_later_stays_with_its_icon(tmp_path):
    made, icons = tree(tmp_path / "tree"), font(tmp_path / "all.ttf", [0xF001, 0xF002])
    trim(made, icons, ["fa-two"])
    assert "fa-two" in (made / "_static/styles/pydata-sphinx-theme.css").read_text()
    fonts = made / "_static/vendor/fontawesome/webfonts"
    assert set(TTFont(fonts / "fa-solid-900.woff").getBestCmap()) == {0xF001, 0xF002}


def test_without_the_whole_font_the_icons_stay_as_they_are(tmp_path):
    made = tree(tmp_path / "tree")
    trim(made, tmp_path / "none.ttf")
    assert (made / "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2").read_bytes() == b"all"
    assert "woff2" in (made / "_static/styles/pydata-sphinx-theme.css").read_text()


def test_the_same_tree_gives_the_same(tmp_path):
    icons = font(tmp_path / "all.ttf", [0xF001, 0xF002])
    found = []
    for name in ("one", "two"):
        made = tree(tmp_path / name)
        trim(made, icons)
        found.append({path.name: path.read_bytes() for path in sorted(made.rglob("*")) if path.is_file()})
    assert found[0] == found[1]


def test_what_was_trimmed_is_kept_for_the_same_sheet_and_classes_only(tmp_path):
    icons = font(tmp_path / "all.ttf", [0xF001, 0xF002])
    with store.at(tmp_path / "store", "code"):
        first, again, other = tree(tmp_path / "first"), tree(tmp_path / "again"), tree(tmp_path / "other")
        (other / "b.html").write_text('<i class="fa-two"></i>')
        for made in (first, again, other):
            trim(made, icons)
    sheets = [(made / "_static/styles/pydata-sphinx-theme.css").read_text() for made in (first, again, other)]
    assert sheets[0] == sheets[1]
    assert "fa-two" in sheets[2]
    assert set(TTFont(other / "_static/vendor/fontawesome/webfonts/fa-solid-900.woff").getBestCmap()) == {
        0xF001,
        0xF002,
    }
