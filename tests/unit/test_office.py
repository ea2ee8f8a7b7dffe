"""The book in brief for a word processor: title, text, charts with their words, the same twice; by pandoc."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from nolimits.citing.citations import Imprint
from nolimits.takeaway.print.office import office_file, pandoc
from nolimits.takeaway.print.press import PressError

pytestmark = pytest.mark.slow
IMPRINT = Imprint(
    "Wool and Tea?", "Wool", "", ({"literal": "The testers"},), "", "2024-01-20-0123456789ab", "2024-01-20"
)
DOCUMENT = """<!doctype html><html lang="en"><head><title>In brief</title><style>p { color: red }</style></head><body>
<header class="title-page"><p class="title">In brief</p><p class="subtitle">From Wool and Tea?</p></header>
<section class="reverse"><dl><dt>Licence</dt><dd>CC BY</dd></dl></section>
<section class="chapter"><p class="part">Papers</p><h1>In brief</h1><p>Wool rose by 2%.</p>
<figure id="brief--trade-wool"><p class="exhibit-headline">It rose</p>
<img alt="A line that rises." src="data:image/svg+xml;base64,PHN2Zy8+"><figcaption>By customs.</figcaption></figure>
</section></body></html>"""

has_pandoc = pytest.mark.skipif(not pandoc(), reason="pandoc, which makes .docx, is not on this machine")


@pytest.fixture
def tree(tmp_path) -> Path:
    (tmp_path / "charts/trade-wool").mkdir(parents=True)
    Image.new("RGB", (40, 30), "olive").save(tmp_path / "charts/trade-wool/trade-wool.png")
    return tmp_path


@pytest.fixture
def made(tree) -> bytes:
    return office_file(DOCUMENT, tree, IMPRINT, pandoc())


@pytest.fixture
def text(made, tmp_path) -> str:
    """What pandoc reads in the file: Markdown with a head."""
    (tmp_path / "read.docx").write_bytes(made)
    command = [pandoc(), "--standalone", "--to=markdown", "--wrap=none", str(tmp_path / "read.docx")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@has_pandoc
def test_a_file_says_what_it_is_and_then_the_text(text):
    for told in ("title: In brief", "Wool rose by 2%.", "By customs.", "edition 2024-01-20-0123456789ab"):
        assert told in text
    assert text.index("Wool rose") < text.index("CC BY")
    assert "color" not in text
    assert "# In brief" not in text


@has_pandoc
def test_a_chart_is_its_own_picture_with_its_words(made, text, tree):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert pictures == [(tree / "charts/trade-wool/trade-wool.png").read_bytes()]
    assert "![A line that rises.]" in text


@has_pandoc
def test_the_same_document_gives_the_same_file(made, tree):
    assert office_file(DOCUMENT, tree, IMPRINT, pandoc()) == made


@pytest.mark.parametrize("program", ["false", "true", "no-such-program"])
def test_a_program_that_makes_no_file_is_told_in_one_sentence(tree, program):
    with pytest.raises(PressError, match=r"^pandoc does not make a \.docx: [^\n]*$"):
        office_file(DOCUMENT, tree, IMPRINT, program)
