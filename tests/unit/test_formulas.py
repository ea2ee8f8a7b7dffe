"""Formulas are MathML: set without a script, with their TeX for those who listen, and refused where they cannot be."""

import pytest
from lxml import etree

from nolimits.pages.formulas import mathml


@pytest.mark.parametrize("tex", ["a^2 + b_i", r"\frac{1}{2}", "x < y", r"\begin{cases} a & b \\ c & d \end{cases}"])
def test_a_formula_is_well_formed_and_tells_its_tex(tex):
    made = etree.fromstring(mathml(tex, display=False))
    assert made.get("alttext") == " ".join(tex.split())
    assert made.get("display") == "inline"


@pytest.mark.parametrize("name", ["aligned", "align", "align*", "eqnarray", "gathered", "split"])
def test_lines_of_formulas_are_rows(name):
    made = etree.fromstring(mathml(rf"\begin{{{name}}} a &= b \\ c &= d \end{{{name}}}", display=True))
    assert len(made.findall(".//{*}mtr")) == 2
    assert not [text for text in made.itertext() if text.startswith("(")]  # its number stands beside it


def test_an_environment_of_one_formula_is_the_formula():
    both = [mathml(tex, display=True).partition(">")[2] for tex in (r"\begin{equation}a\end{equation}", "a")]
    assert both[0] == both[1]


def test_a_mark_of_columns_without_columns_is_named():
    with pytest.raises(ValueError, match="& is not known in it"):
        mathml("x & y", display=False)


def test_an_unknown_command_is_named():
    with pytest.raises(ValueError, match=r"cannot be set: \\wool is not known in it: write it otherwise"):
        mathml(r"\wool{a}", display=False)
