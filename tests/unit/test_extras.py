"""What the extensions of a book bring is what they themselves say, the book's own apart."""

import pytest

from nolimits.manuscript import Extras, extras


@pytest.fixture
def extension(tmp_path, monkeypatch):
    """Lays an extension of some code where Python finds it, and gives what it brings."""
    monkeypatch.syspath_prepend(tmp_path)

    def bring(name: str, code: str) -> Extras:
        (tmp_path / f"{name}.py").write_text(code)
        return Extras((name,))

    return bring


def test_sphinx_brings_its_own():
    assert Extras().has_directive("versionadded")
    assert Extras().has_directive("py:function")
    assert Extras().has_role("pep")
    assert not Extras().has_directive("wool")
    assert not Extras().has_role("wool")


def test_an_extension_brings_what_it_registers(extension):
    found = extension(
        "of_wool",
        "from sphinx.domains import Domain\n"
        "class Wool(Domain):\n    name = 'wool'\n    directives = {'yarn': 1}\n    roles = {'knot': 1}\n"
        "def setup(app):\n    app.config.wool = 1\n    app.connect('wool', print)\n"
        "    app.add_domain(Wool)\n    app.add_directive('spin', 1, override=True)\n    app.add_role('thread', 1)\n",
    )
    assert found.has_directive("wool:yarn")
    assert found.has_directive("spin")
    assert found.has_role("wool:knot")
    assert found.has_role("thread")
    assert not found.has_directive("yarn")


def test_one_that_fails_brings_what_it_had_registered(extension):
    found = extension("of_silk", "def setup(app):\n    app.add_role('silk', 1)\n    raise ValueError\n")
    assert found.has_role("silk")
    assert not extension("of_flax", "1 / 0\n").has_role("flax")


def test_a_book_has_those_of_jupyter_book_and_of_its_settings(tmp_path):
    settings = "title: Wool\nauthor: A\nsphinx:\n  extra_extensions: [sphinx.ext.todo, nolimits.pages]\n"
    (tmp_path / "_config.yml").write_text(settings)
    assert extras(tmp_path).has_directive("todo")
    assert extras(tmp_path).has_directive("glue:figure")
    assert not extras(tmp_path).has_directive("prf:theorem")
