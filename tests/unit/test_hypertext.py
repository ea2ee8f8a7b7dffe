"""HTML is put together in one way: gaps of templates are filled, and nothing that fills them can become markup."""

import ast
import re
from pathlib import Path

import pytest

from nolimits.hypertext import NOTHING, Markup, data_script, html, join, raw

PACKAGE = Path(__file__).resolve().parents[2] / "nolimits"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if not path.is_relative_to(PACKAGE / "starter"))
TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*(?:[\s>/{]|$)|<!doctype")  # no name of a group
HOSTILE = "<b title=\"x\" class='y'>&amp;"
ESCAPED = "&lt;b title=&#34;x&#34; class=&#39;y&#39;&gt;&amp;amp;"


# --- the type


def test_text_in_a_gap_is_escaped_and_html_goes_in_as_it_is():
    assert html("<p>{}</p>", HOSTILE) == f"<p>{ESCAPED}</p>"
    assert html('<p title="{told}">{held}</p>', told=HOSTILE, held=html("<i>{}</i>", 3)) == (
        f'<p title="{ESCAPED}"><i>3</i></p>'
    )


def test_text_beside_html_is_escaped_too():
    assert join([HOSTILE, html("<i></i>")], "<") == f"{ESCAPED}&lt;<i></i>"
    assert NOTHING + HOSTILE == ESCAPED
    assert not NOTHING


def test_what_is_html_already_stays():
    assert html("<div>{}</div>", raw("<svg/>")) == "<div><svg/></div>"


@pytest.mark.parametrize(("gaps", "named"), [((), {}), ((), {"other": 1})])
def test_a_gap_that_nothing_fills_is_refused(gaps, named):
    with pytest.raises((IndexError, KeyError)):
        html("<p>{}{name}</p>", *gaps, **named)


def test_data_cannot_end_the_element_that_holds_them():
    made = data_script("application/json", {"a": "</script><script>"})
    assert made.count("</script>") == made.count("<script") == 1
    assert isinstance(made, Markup)


# --- the package


def loose(source: str) -> list[tuple[int, str]]:
    """Lines of a source that put text together with tags, or that call text HTML, otherwise than by the one way."""
    tree = ast.parse(source)
    # a pattern only looks for tags
    sought = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("html"), args=[ast.Constant(), *_]):
                pass
            case ast.Call(func=ast.Name("html")):
                found.append((node.lineno, "a template that is not written where it is used"))
            case ast.Call(func=ast.Name("Markup")):
                found.append((node.lineno, "text that is called HTML"))
            case ast.JoinedStr() if id(node) not in sought:
                held = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                found += [(node.lineno, held)] if TAG.search(held) else []
            case ast.BinOp(left=ast.Constant(str() as one)) | ast.BinOp(right=ast.Constant(str() as one)):
                found += [(node.lineno, one)] if TAG.search(one) else []
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_html_is_put_together_by_templates_alone(path):
    if path != PACKAGE / "hypertext.py":
        assert loose(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'f"<p>{text}</p>"',
        '"<p>" + text',
        'text + "</p>"',
        "html(template, text)",
        'html(f"<p>{text}</p>")',
        "Markup(text)",
    ],
)
def test_html_that_is_put_together_otherwise_is_found(source):
    assert loose(source)


@pytest.mark.parametrize("source", ['html("<p>{}</p>", text)', 'TAG = "<p>"', '"""A `<p>`."""', 'f"{a} < {b}"'])
def test_templates_and_what_only_looks_for_tags_are_none(source):
    assert loose(source) == []
