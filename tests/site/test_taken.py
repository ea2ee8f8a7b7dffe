"""What Jupyter Book takes is taken: plain figures, files anywhere, links, formulas, bibliographies, documented settings."""

import base64
import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import builds
import nbformat
import pytest
import small
import yaml
from bs4 import BeautifulSoup
from nbformat import v4
from PIL import Image
from pypdf import PdfReader

from nolimits.takeaway.print.press import candidates

pytestmark = pytest.mark.xdist_group("taken")
CELLS = (
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])",
    "import pandas as pd\nimport seaborn\n\nsold = pd.DataFrame({'wool': [1, 2], 'tea': [3, 84]})\n"
    "seaborn.lineplot(sold, x='wool', y='tea')",
    "sold.style.format(precision=1)",
    "%config InlineBackend.figure_format = 'svg'\nplt.plot([1, 3]);",
    "said = !echo shorn\nprint(said, object())",
    "%%time\nhalf = 3 / 2",
)
DEEP = """# The third level

![A map](../../images/map.png)

:::{figure} ../../images/plan.png
A plan of the mill
:::

- [ ] to shear
- [x] shorn

Of $a^2 + b^2$ and {eq}`energy`.

$$
E = mc^2
$$ (energy)

```{include} ../../shared.md
```
"""
SETTINGS = {
    "logo": "mark.png",
    "bibtex_bibfiles": ["references.bib"],
    "repository": {"url": "https://gitlab.com/someone/wool", "branch": "main"},
    "launch_buttons": {"binderhub_url": "https://binder.example"},
}
HTML = {
    "announcement": "A draft of May",
    "extra_footer": "<p>Words below</p>",
    "favicon": "mark.png",
    "use_repository_button": True,
    "use_issues_button": True,
    "analytics": {"google_analytics_id": "G-WOOL"},
}


def book(folder: Path) -> Path:
    """The small book with what people have in theirs."""
    small.book(folder)
    for name in ("pages/deep", "images", "appendix"):
        (folder / name).mkdir(parents=True)
    for name, colour in {"images/map.png": "red", "images/plan.png": "navy", "mark.png": "green"}.items():
        Image.new("RGB", (40, 30), colour).save(folder / name)
    (folder / "pages/deep/third.md").write_text(DEEP)
    (folder / "shared.md").write_text("Words of another file.\n")
    (folder / "appendix/books.md").write_text("# Books\n\nSee {cite}`shearer`.\n\n```{bibliography}\n```\n")
    (folder / "references.bib").write_text(
        "@book{shearer, title={Shears}, author={A. Shearer}, publisher={Fleece}, year={2001}}\n"
    )
    settings = yaml.safe_load((folder / "_config.yml").read_text())
    settings["parse"]["myst_enable_extensions"] += ["dollarmath", "tasklist"]
    settings["html"] |= HTML
    (folder / "_config.yml").write_text(yaml.safe_dump(settings | SETTINGS, sort_keys=False))
    toc = yaml.safe_load((folder / "_toc.yml").read_text())
    first, second, *others = toc.pop("chapters")
    deep = {"file": "pages/deep/third"}
    toc["parts"] = [
        {"caption": "Evidence", "chapters": [first | {"sections": [second | {"sections": [deep]}]}]},
        {"caption": "More", "chapters": [{"url": "https://elsewhere.example/", "title": "Elsewhere"}, *others]},
    ]
    toc["parts"][1]["chapters"].append({"file": "appendix/books"})
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False))
    path = folder / "notebooks/trade.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3:3] = [v4.new_code_cell(source, id=f"own-{n}") for n, source in enumerate(CELLS)]
    out = BytesIO()
    Image.new("RGB", (40, 30), "olive").save(out, "PNG")
    notebook.cells[0].source += "\n\n![Pasted](attachment:image.png) ![Beside](../images/map.png)"
    notebook.cells[0].attachments = {"image.png": {"image/png": base64.b64encode(out.getvalue()).decode()}}
    nbformat.write(notebook, path)
    (folder / "notebooks/trade-Copy1.ipynb").write_text(path.read_text())
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = book(tmp_path_factory.mktemp("taken") / "book")
    done = builds.build(folder, pdf=bool(candidates()))
    assert done.returncode == 0, done.stderr
    (folder / "said").write_text(done.stderr)
    return folder


@pytest.fixture
def page(made):
    return lambda name: BeautifulSoup((made / f"_build/html/{name}.html").read_text(encoding="utf-8"), "lxml")


def test_plain_figures_are_shown_with_words_for_those_who_cannot_see_them(made, page):
    shown = [image for image in page("notebooks/trade").select(".cell_output img") if "narrow" not in str(image)]
    plain = [image for image in shown if not image.find_parent("figure")]
    assert [image["src"].rpartition(".")[2] for image in plain] == ["png", "png", "svg"]
    assert {image["alt"] for image in plain} == {"A figure under the heading Trade"}
    assert all((made / "_build/html/notebooks" / image["src"]).is_file() for image in plain)
    said = (made / "said").read_text()
    assert "notebooks/trade.ipynb, cell 4: its figure has no words for whoever cannot see it" in said


def test_what_a_cell_prints_is_the_same_on_each_run(made):
    page = (made / "_build/html/notebooks/trade.html").read_text()
    assert "shorn" in page
    assert "0x7" not in page
    assert 'id="T_' in page
    _, executed = sorted((made / "_build/html/downloads").glob("*.ipynb"))
    ids = {part["id"] for part in BeautifulSoup(str(json.loads(executed.read_text())), "lxml").select("table[id]")}
    assert ids == {'\\"T_7\\"'} or all(one.strip('\\"').removeprefix("T_").isdigit() for one in ids)


def test_files_beside_the_chapters_are_carried(made, page):
    deep = page("pages/deep/third")
    assert {Path(image["src"]).name for image in deep.select("article img")} == {"map.png", "plan.png"}
    assert {path.name for path in (made / "_build/html/_images").glob("*.png")} >= {"map.png", "plan.png"}
    assert "Words of another file." in deep.get_text()
    assert "Shears" in page("appendix/books").select_one(".citation").get_text() + page("appendix/books").get_text()


def test_formulas_are_set_without_a_script_and_lists_of_tasks_have_boxes(page):
    deep = page("pages/deep/third")
    assert [formula["alttext"] for formula in deep.select("math")] == ["a^2 + b^2", "E = mc^2"]
    number = deep.select_one(".eqno")
    assert deep.select_one(number.a.extract()["href"])
    assert number.get_text() == "(1)"
    assert not [
        script for script in deep.select("script[src]") if "://" in script["src"] and "google" not in str(script)
    ]
    assert [box.has_attr("checked") for box in deep.select("input.task-list-item-checkbox")] == [False, True]


@pytest.mark.parametrize(
    "said",
    [
        "A draft of May",
        "Words below",
        "G-WOOL",
        "https://gitlab.com/someone/wool",
        "mark.png",
        "https://elsewhere.example/",
    ],
)
def test_documented_settings_reach_each_page(made, said):
    for name in ("chapters/summary", "notebooks/trade", "pages/deep/third"):
        assert said in (made / f"_build/html/{name}.html").read_text(), name


def test_a_notebook_can_be_opened_where_the_settings_say(made):
    assert "https://binder.example/" in (made / "_build/html/notebooks/trade.html").read_text()
    assert list((made / "_build/html/_static/images").glob("logo_binder*"))


def test_what_is_off_is_not_there():
    config = yaml.safe_load((small.ROOT / "_config.yml").read_text())
    assert not {"analytics", "announcement", "extra_footer"} & set(config["html"])
    assert not {"repository", "launch_buttons"} & set(config)


def test_a_notebook_that_the_contents_do_not_name_is_left_alone(made):
    assert not list((made / "_build/html").rglob("*Copy1*"))


@pytest.mark.skipif(not candidates(), reason="there is no Chromium to print with")
def test_pages_three_deep_are_printed(made):
    text = "\n".join(one.extract_text() for one in PdfReader(made / "_build/html/downloads/wool-and-tea.pdf").pages)
    assert "The third level" in text
    assert "A plan of the mill" in text
    assert "Books" in text


def test_a_book_of_such_files_is_built_again_only_when_one_of_them_changes(made):
    done = builds.build(made)
    assert "nothing has changed" in done.stderr
    Image.new("RGB", (40, 30), "yellow").save(made / "images/map.png")
    done = builds.build(made)
    assert done.returncode == 0, done.stderr
    assert "ran " not in done.stderr
    pictures = [path.read_bytes() for path in (made / "_build/html/_images").glob("map.png")]
    assert pictures == [(made / "images/map.png").read_bytes()]


@pytest.mark.parametrize(("form", "sign"), [("latex", "includegraphics"), ("slides", "<img"), ("markdown", "![")])
def test_an_exported_notebook_leaves_the_browser_without_another_program(made, tmp_path, form, sign):
    if form == "latex" and not shutil.which("pandoc"):
        pytest.skip("nbconvert writes LaTeX with pandoc")
    notebook = made / "_build/html/downloads/talks.ipynb"
    command = [sys.executable, "-m", "nbconvert", "--to", form, str(notebook), "--output-dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (written,) = (path for path in tmp_path.iterdir() if path.is_file())
    assert sign in written.read_text(encoding="utf-8")


def test_a_picture_that_was_pasted_into_a_cell_is_shown(made, page):
    (pasted,) = page("notebooks/trade").select('img[alt="Pasted"]')
    assert pasted["src"].startswith("data:image/png;base64,")
    assert pasted["src"] in (made / "_build/html/downloads/trade.html").read_text(encoding="utf-8")


def test_a_picture_beside_a_notebook_goes_with_it_when_it_is_exported(page):
    (shown,) = page("downloads/trade").select('img[alt="Beside"]')
    assert shown["src"].startswith("data:image/png;base64,")
