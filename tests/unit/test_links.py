"""Links that lead nowhere and things loaded from elsewhere are found, wherever they stand."""

import pytest
from links import broken


@pytest.fixture
def site(tmp_path):
    """Writes a site of two pages; gives what is broken of it."""

    def write(body: str) -> list[str]:
        (tmp_path / "chapters").mkdir(exist_ok=True)
        (tmp_path / "chapters/one.html").write_text(f'<html><body><p id="here">x</p>{body}</body></html>')
        (tmp_path / "index.html").write_text(
            '<html><body><a name="old" href="chapters/one.html#here">x</a></body></html>'
        )
        return broken(tmp_path, tmp_path)

    return write


@pytest.mark.parametrize(
    "link",
    [
        '<a href="../index.html">x</a>',
        '<a href="#here">x</a>',
        '<a href="../index.html#old">x</a>',
        '<a href="..">x</a>',
        '<a href="../index.html?q=1">x</a>',
        '<a href="https://example.org/x">x</a>',
        '<a href="mailto:a@b.c">x</a>',
        '<img src="data:image/png;base64,x">',
        '<link rel="license" href="https://example.org/x">',
    ],
)
def test_what_leads_somewhere_is_no_fault(site, link):
    assert site(link) == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ('<a href="two.html">x</a>', "chapters/one.html: two.html"),
        ('<a href="../index.html#nowhere">x</a>', "chapters/one.html: index.html#nowhere"),
        ('<a href="#nowhere">x</a>', "chapters/one.html: chapters/one.html#nowhere"),
        ('<img src="picture.svg">', "chapters/one.html: picture.svg"),
        ('<script src="https://example.org/x.js"></script>', "chapters/one.html loads https://example.org/x.js"),
        ('<link rel="stylesheet" href="https://example.org/x">', "chapters/one.html loads https://example.org/x"),
    ],
)
def test_what_leads_nowhere_or_is_loaded_from_elsewhere_is_told(site, link, said):
    assert site(link) == [said]


def test_only_the_pages_of_a_folder_are_asked(site, tmp_path):
    site('<a href="two.html">x</a>')
    (tmp_path / "other").mkdir()
    assert broken(tmp_path / "other", tmp_path) == []
