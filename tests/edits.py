"""Edits of a small book, such as whoever writes one makes; chance says which one comes next, and in what way."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import small
import yaml
from conftest import Tables

from nolimits.data.observations import KEY

SOURCES = ("_config.yml", "_toc.yml", "chapters", "notebooks", "data", "requirements.txt", "CITATION.cff")
SOURCES += ("_static", "ext")
PLAN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{radius}"/></svg>'
# pages of which each shows another part that is made of tables, or of other pages
MORE = {
    "papers": "# Papers\n\n![Another plan](deep/plan.svg)\n\n:::{papers}\n:::\n\n:::{standing} l001 p002 p004\n:::\n\n:::{scoreboard}\n:::\n\n"
    "## Notes\n\n:::{footnotes} pamphlet-2023\n:::\n",
    "verdicts": "# Verdicts\n\n:::{verdicts} trade\n:::\n\n:::{turned}\n:::\n\n:::{watch}\n:::\n\n:::{over-time}\n:::\n",
    "changes": "# Changes\n\n:::{changes}\n:::\n",
    "charts": "# Charts\n\n:::{catalogue}\n:::\n",
    "plan": "# The plan\n\n![The plan of the mill](plan.svg)\n\nSee {numref}`trade-chart`, {ref}`talks-chart` and [the talks](../notebooks/talks.ipynb).\n",
    "downloads": "# Downloads\n\n:::{div} downloads read\nFiles.\n:::\n\n:::{div} downloads data\n:::\n",
}
STYLE = "body {{ --wool: {} }}\n"
EXTENSION = """
def sign(app, page, template, told, doctree):
    told["metatags"] = told.get("metatags", "") + '<meta name="signed" content="{}"/>'


def setup(app):
    app.connect("html-page-context", sign)
    return {{"parallel_read_safe": True}}
"""
WORDS = ("wool", "tea", "mill", "road", "river", "duty", "treaty", "envoy", "quota", "letter")
STATED = """charts.bars(
    view, "wool.exports", stated=["p002"], id="trade-stated",
    headline="As the paper has it", caption="Bars.", alt="Bars of wool.",
)"""

Edit = Callable[["Editor"], str]


def book(folder: Path) -> Path:
    """The small book with more pages: each kind of part that tables, other days or other pages make."""
    small.book(folder)
    toc = yaml.safe_load((folder / "_toc.yml").read_text())
    for name, text in MORE.items():
        (folder / f"chapters/{name}.md").write_text(text)
        toc["chapters"].append({"file": f"chapters/{name}"})
    (folder / "chapters/deep").mkdir()
    for radius, name in enumerate(("plan", "deep/plan")):
        (folder / f"chapters/{name}.svg").write_text(PLAN.format(radius=radius))
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False))
    settings = yaml.safe_load((folder / "_config.yml").read_text())
    settings["sphinx"]["local_extensions"] = {"signed": "ext"}
    settings["sphinx"]["config"]["html_css_files"] = ["own.css"]
    (folder / "_config.yml").write_text(yaml.safe_dump(settings, sort_keys=False))
    for name, text in {"_static/own.css": STYLE, "ext/signed.py": EXTENSION}.items():
        (folder / name).parent.mkdir()
        (folder / name).write_text(text.format(1))
    trade = folder / "notebooks/trade.ipynb"
    told = json.loads(trade.read_text())
    told["cells"].append(told["cells"][-1] | {"id": "trade-stated", "source": STATED})
    trade.write_text(json.dumps(told, indent=1))
    return folder


class Editor:
    """Whoever edits a book; the same seed makes the same edits of the same book."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice, self.tables = folder, random.Random(seed), Tables(folder / "data")
        self.count = 0
        self.gone: dict[str, list[dict[str, str]]] = {}  # rows that were taken out and may come again

    def edit(self, kinds: dict[str, Edit]) -> str:
        """Make an edit; says which."""
        self.count += 1
        kind = self.dice.choice(sorted(kinds))
        return f"{kind}: {kinds[kind](self)}"

    def words(self) -> str:
        """Some words that stand nowhere else."""
        return f"{self.dice.choice(WORDS)} and {self.dice.choice(WORDS)} {chr(97 + self.count % 26)}{self.dice.choice(WORDS)}"

    def toc(self) -> dict:
        return yaml.safe_load((self.folder / "_toc.yml").read_text())

    def write_toc(self, toc: dict) -> None:
        (self.folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False))

    def settings(self, change: Callable[[dict], object]) -> None:
        path = self.folder / "_config.yml"
        told = yaml.safe_load(path.read_text())
        change(told)
        path.write_text(yaml.safe_dump(told, sort_keys=False))

    def cells(self, change: Callable[[list[dict]], object], name: str = "") -> str:
        """Change the cells of a notebook; says which."""
        name = name or self.dice.choice(sorted(path.name for path in (self.folder / "notebooks").glob("*.ipynb")))
        path = self.folder / "notebooks" / name
        told = json.loads(path.read_text())
        for cell in told["cells"]:
            cell["source"] = "".join(cell["source"])
        change(told["cells"])
        path.write_text(json.dumps(told, indent=1))
        return name


# --- rows


def cell(table: str, column: str, values: tuple[str, ...] = ()) -> Edit:
    """An edit of one cell: one of some values, or its words with another at the end."""

    def make(editor: Editor) -> str:
        head, rows = editor.tables.read(table)
        row = editor.dice.choice(rows)
        row[column] = editor.dice.choice(values) if values else f"{row[column].rstrip('.')}, {editor.words()}"
        editor.tables.write(table, head, rows)
        return f"{table}.{column} = {row[column]}"

    return make


def figure(editor: Editor) -> str:
    """Another value of a figure that is exact."""
    head, rows = editor.tables.read("observations")
    row = editor.dice.choice([row for row in rows if row["value"] and row["indicator"] != "wool.turnover"])
    row["value"] = str(round(float(row["value"]) * editor.dice.choice((0.99, 1.01)), 2))
    editor.tables.write("observations", head, rows)
    return f"{row['indicator']} {row['period_end']} = {row['value']}"


def turnover(editor: Editor) -> str:
    """Another value of the figure that the cover tells of, and of the part of it that makes the difference."""
    head, rows = editor.tables.read("observations")
    for row in rows:
        if row["indicator"] in ("wool.turnover", "wool.imports") and row["period_start"] == "2023-01-01":
            row["value"] = str(int(row["value"]) + 1)
    editor.tables.write("observations", head, rows)
    return "a billion more in 2023"


def first(editor: Editor) -> str:
    """The first, or the only, row of an indicator comes or goes."""
    name = editor.dice.choice(("tea.plan", "wool.price", "tea.stock"))
    head, rows = editor.tables.read("observations")
    here = [row for row in rows if row["indicator"] == name]
    if here:
        editor.gone[name] = here
        editor.tables.write("observations", head, [row for row in rows if row not in here])
        return f"{name} is gone"
    editor.tables.write(
        "observations", head, sorted([*rows, *editor.gone[name]], key=lambda row: [row[c] for c in KEY])
    )
    return f"{name} is there again"


def public(editor: Editor) -> str:
    """A figure was public before the page on which it was found."""
    head, rows = editor.tables.read("observations")
    row = editor.dice.choice([row for row in rows if row["indicator"] in ("wool.share", "bank.rate", "tea.cargoes")])
    if row["first_public"]:
        row |= {"first_public": "", "first_public_source": ""}
    else:
        _, sources = editor.tables.read("sources")
        earlier = [one for one in sources if row["period_end"] < one["published"] < row["known_on"]]
        if not earlier:
            return "none"
        one = editor.dice.choice(earlier)
        row |= {"first_public": one["published"], "first_public_source": one["source"]}
    editor.tables.write("observations", head, rows)
    return f"{row['indicator']} {row['period_end']} of {row['first_public']}"


def withdrawn(editor: Editor) -> str:
    """A figure less."""
    head, rows = editor.tables.read("observations")
    gone = editor.dice.choice([row for row in rows if row["indicator"] in ("tea.stock", "bank.rate", "wool.price")])
    editor.tables.write("observations", head, [row for row in rows if row != gone])
    return f"{gone['indicator']} {gone['period_end']} is withdrawn"


def copied(editor: Editor) -> str:
    """A figure more: one that is known again from a later day, as another take."""
    _, rows = editor.tables.read("observations")
    row = dict(editor.dice.choice([row for row in rows if row["indicator"] in ("bank.rate", "wool.price")]))
    row |= {"known_on": f"2023-0{editor.dice.randint(2, 9)}-{editor.dice.randint(10, 28)}", "note": editor.words()}
    key = f"institute-{row['known_on']}-{row['indicator'].partition('.')[2]}"
    _source(editor, key, row["known_on"])
    editor.tables.plant("observations", **row | {"source": key})
    return f"{row['indicator']} {row['period_end']} again"


def _source(editor: Editor, key: str, day: str) -> None:
    head, rows = editor.tables.read("sources")
    if key not in {row["source"] for row in rows}:
        told = {"publisher": "The Institute", "title": editor.words(), "url": f"https://example.org/{key}"}
        rest = {"precision": "day", "language": "en", "kind": rows[0]["kind"], "copied": "no", "interest": "none"}
        rows.append(dict.fromkeys(head, "") | told | rest | {"source": key, "published": day})
        editor.tables.write("sources", head, sorted(rows, key=lambda row: row["source"]))


def remark(editor: Editor) -> str:
    """An entry of a register more."""
    _, rows = editor.tables.read("remarks")
    key, day = f"rem-{len(rows) + 1:03}", f"2023-1{editor.dice.randint(0, 1)}-{editor.dice.randint(10, 28)}"
    _source(editor, f"daily-{day}-remarks", day)
    about = {"date": day, "speaker": "An envoy", "side": "Norland", "gist": editor.words()}
    editor.tables.plant("remarks", remark=key, **about, source=f"daily-{day}-remarks", known_on=day)
    return key


def event(editor: Editor) -> str:
    """An event moves to another day, and comes elsewhere in its register."""
    head, rows = editor.tables.read("events")
    row = editor.dice.choice(rows)
    row["date"] = f"{row['date'][:8]}0{editor.dice.randint(1, 9)}"
    editor.tables.write("events", head, rows)
    return f"{row['event']} of {row['date']}"


def descriptor(editor: Editor) -> str:
    """Other words in the descriptor."""
    path = editor.folder / "data/datapackage.yaml"
    package = yaml.safe_load(path.read_text())
    table = editor.dice.choice(package["resources"])
    table["description"] = f"{table['description'].strip()} It tells of {editor.words()}."
    path.write_text(yaml.safe_dump(package, sort_keys=False))
    return table["name"]


def stated(editor: Editor) -> str:
    """A paper states another figure than it was read to state."""
    head, rows = editor.tables.read("claims")
    (row,) = (row for row in rows if row["claim"] == "p002")
    row["value"] = str(editor.dice.randint(80, 110))
    editor.tables.write("claims", head, rows)
    return f"p002 = {row['value']}"


# --- pages


def chapter(editor: Editor) -> str:
    """Another sentence in a chapter."""
    path = editor.dice.choice(sorted((editor.folder / "chapters").glob("*.md")))
    path.write_text(f"{path.read_text()}\nIt is of {editor.words()}.\n")
    return path.name


def title(editor: Editor) -> str:
    """Another title of a chapter, which stands on other pages too."""
    path = editor.dice.choice(sorted((editor.folder / "chapters").glob("*.md")))
    head, sign, rest = path.read_text().partition("# ")
    path.write_text(f"{head}{sign}Of {editor.words()}\n{rest.partition(chr(10))[2]}")
    return path.name


def chapters_of(toc: dict) -> list[dict]:
    """The chapters of some contents; of contents in parts, those of the last."""
    return toc["parts"][-1]["chapters"] if "parts" in toc else toc["chapters"]


def added(editor: Editor) -> str:
    """A page more, somewhere in the contents."""
    toc, name = editor.toc(), f"chapters/page-{chr(97 + editor.count % 26)}{editor.dice.choice(WORDS)}"
    measured = editor.tables.read("observations")[1][0]["indicator"]
    (editor.folder / f"{name}.md").write_text(
        f"# Page of {editor.words()}\n\nThe figure is {{value}}`value('{measured}')`.\n"
    )
    if name not in str(toc):
        chapters = chapters_of(toc)
        chapters.insert(editor.dice.randrange(len(chapters)), {"file": name})
    editor.write_toc(toc)
    return name


def removed(editor: Editor) -> str:
    """A page less."""
    toc = editor.toc()
    can = [
        one
        for one in chapters_of(toc)
        if "/page-" in one["file"] or one["file"].rpartition("/")[2] in ("plan", "papers")
    ]
    if not can:
        return "none"
    one = editor.dice.choice(can)
    chapters_of(toc).remove(one)
    editor.write_toc(toc)
    if "/page-" in one["file"]:
        (editor.folder / f"{one['file']}.md").unlink()
    return one["file"]


def order(editor: Editor) -> str:
    """The pages in another order."""
    toc = editor.toc()
    chapters = chapters_of(toc)
    one = chapters.pop(editor.dice.randrange(len(chapters)))
    chapters.insert(editor.dice.randrange(len(chapters) + 1), one)
    editor.write_toc(toc)
    return one["file"]


def image(editor: Editor) -> str:
    """Another picture beside a chapter, or one that no page shows."""
    name = editor.dice.choice(("plan", "deep/plan", "spare"))
    (editor.folder / f"chapters/{name}.svg").write_text(PLAN.format(radius=editor.dice.randint(2, 99)))
    return name


def style(editor: Editor) -> str:
    """Another value in a style sheet of the book's own."""
    (editor.folder / "_static/own.css").write_text(STYLE.format(editor.dice.randint(2, 99)))
    return "own.css"


def extension(editor: Editor) -> str:
    """Another word that an extension of the book's own puts into each page."""
    (editor.folder / "ext/signed.py").write_text(EXTENSION.format(editor.dice.randint(2, 99)))
    return "signed.py"


def static(editor: Editor) -> str:
    """A file that no page names comes to those that are copied as they are, or goes."""
    path = editor.folder / "_static/stamp.svg"
    path.unlink() if path.exists() else path.write_text(PLAN.format(radius=editor.dice.randint(2, 99)))
    return path.name


# --- notebooks


def _in_cell(old: str, new: Callable[[Editor], str]) -> Edit:
    def make(editor: Editor) -> str:
        word = new(editor)

        def change(cells: list[dict]) -> None:
            for one in cells:
                if old in one["source"]:
                    one["source"] = one["source"].replace(old, word, 1)
                    return

        return f"{editor.cells(change)}: {old} -> {word}"

    return make


def chart(editor: Editor) -> str:
    """A chart more in a notebook, or one that is gone again."""

    def change(cells: list[dict]) -> None:
        here = [one for one in cells if one["id"] == "added"]
        if here:
            cells.remove(here[0])
            return
        source = STATED.replace("trade-stated", "added-chart").replace('stated=["p002"], ', "")
        cells.append(cells[-1] | {"id": "added", "source": source})

    return editor.cells(change, "trade.ipynb")


def saved(editor: Editor) -> str:
    """Notes of an editor, which say nothing."""
    return editor.cells(lambda cells: [one["metadata"].update(vscode={"languageId": editor.words()}) for one in cells])


# --- settings


def setting(editor: Editor) -> str:
    """Another setting."""
    which = editor.dice.choice(("title", "author", "days", "start", "cover", "numbers", "permalinks"))
    value, number = editor.words(), editor.dice.randint(2015, 2021)

    def change(told: dict) -> None:
        config = told["sphinx"]["config"]
        match which:
            case "title" | "author":
                told[which] = value
            case "days":
                config["nolimits_editions"] = [f"2023-0{number % 6 + 1}-28"]
            case "start":
                config["nolimits_start"] = number
            case "cover":
                config["nolimits_cover"]["note"] = value
            case "numbers":
                config["numfig_format"] = {"figure": f"{value} %s"}
            case "permalinks":
                config["html_permalinks_icon"] = editor.dice.choice("#§¶")

    editor.settings(change)
    return which


def citation(editor: Editor) -> str:
    """How the book is cited."""
    told = {"cff-version": "1.2.0", "message": "Cite it.", "title": "Wool and Tea?", "abstract": editor.words()}
    told |= {"authors": [{"name": "The testers"}], "type": "software"}
    (editor.folder / "CITATION.cff").write_text(yaml.safe_dump(told))
    return told["abstract"]


def requirement(editor: Editor) -> str:
    """Another list of what the notebooks need."""
    (editor.folder / "requirements.txt").write_text(f"# {editor.words()}\n")
    return "requirements.txt"


def code(editor: Editor) -> str:
    """Another width of a line in the drawing code, where the book has its own copy."""
    path = editor.folder.parent / "code/nolimits/charts/style.py"
    if not path.is_file():
        return "none"
    path.write_text(f"{path.read_text()}\nSMALL = {7 + editor.dice.random():.2f}\n")
    return path.name


EDITS: dict[str, Edit] = {
    "figure": figure,
    "turnover": turnover,
    "first": first,
    "public": public,
    "withdrawn": withdrawn,
    "copied": copied,
    "remark": remark,
    "event": event,
    "descriptor": descriptor,
    "stated": stated,
    "claims": cell("claims", "statement"),
    "criteria": cell("criteria", "why"),
    "documents": cell("documents", "note"),
    "events": cell("events", "description"),
    "footnotes": cell("footnotes", "title"),
    "indicators": cell("indicators", "definition"),
    "labels": cell("indicators", "label"),
    "measures": cell("measures", "terms"),
    "milestones": cell("milestones", "description"),
    "projects": cell("projects", "name"),
    "remarks": cell("remarks", "gist"),
    "notes": cell("observations", "note"),
    "sources": cell("sources", "title"),
    "publishers": cell("sources", "publisher", ("Customs", "The Daily", "The Gazette")),
    "typed digits": cell("typed_digits", "reason"),
    "units": cell("units", "meaning"),
    "chapter": chapter,
    "title": title,
    "page added": added,
    "page removed": removed,
    "order": order,
    "image": image,
    "style": style,
    "extension": extension,
    "static": static,
    "prose": _in_cell("It stands at", lambda editor: f"It stands, {editor.words()}, at"),
    "parameter": _in_cell("start: int = 20", lambda editor: f"start: int = 20{editor.dice.randint(10, 20)}  # 20"),
    "caption": _in_cell("A line.", lambda editor: f"A line, {editor.words()}."),
    "headline": _in_cell("How it moved", lambda editor: f"How it moved, {editor.words()}"),
    "alt": _in_cell("over time", lambda editor: f"over time, {editor.words()}"),
    "call": _in_cell("charts.lines(\n    view,", lambda _: "charts.lines(\n    view.since(2020),"),
    "cell": _in_cell("view = View(", lambda editor: f"# {editor.words()}\nview = View("),
    "chart": chart,
    "saved": saved,
    "setting": setting,
    "citation": citation,
    "requirement": requirement,
    "code": code,
}


# --- building


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a finished book by its place in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def sources(folder: Path, to: Path) -> Path:
    """A copy of a book's sources, of nothing that was made of them."""
    to.mkdir(parents=True, exist_ok=True)
    for name in SOURCES:
        shutil.rmtree(to / name, ignore_errors=True)
        (to / name).unlink(missing_ok=True)
        if (folder / name).is_dir():
            shutil.copytree(folder / name, to / name)
        elif (folder / name).exists():
            shutil.copy2(folder / name, to / name)
    return to


class Trial:
    """A book that is edited and built again and again, beside one that is built from nothing.

    It is built with a copy of the engine of its own, whose code may be edited too. `mark` stands in the environment of
    all processes that its builds begin.
    """

    def __init__(self, folder: Path, book: Path, seed: int) -> None:
        self.folder, self.book, self.editor, self.mark = folder, book, Editor(book, seed), f"trial-{folder}"
        engine = shutil.ignore_patterns("__pycache__")
        shutil.copytree(small.ROOT / "nolimits", folder / "code/nolimits", ignore=engine, dirs_exist_ok=True)
        self.environment = os.environ | {"PYTHONPATH": str(folder / "code"), "NOLIMITS_TRIAL": self.mark}

    def build(self, *arguments: str, book: Path | None = None) -> subprocess.CompletedProcess:
        """Build it, and wait."""
        return small.nolimits(book or self.book, "build", *arguments, env=self.environment)

    def begin(self, *arguments: str) -> subprocess.Popen:
        """Begin to build it, in a group of processes of its own, as a terminal does."""
        command = [sys.executable, "-m", "nolimits.cli", *(arguments or ("build",))]
        hear_ctrl_c()
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=self.book, env=self.environment, start_new_session=True, **quiet)

    def edit(self, kinds: dict[str, Edit]) -> str:
        """Make an edit, some in the middle of a build and some before one that is killed; build; says what was done."""
        sources(self.book, self.folder / "before")
        said, chance = self.editor.edit(kinds), self.editor.dice.random()
        if chance < 1 / 3:
            building = self.begin()
            time.sleep(self.editor.dice.uniform(0.5, 5))
            if chance < 1 / 6:
                building.kill()
                said = f"{said} (the first build of it is killed)"
            else:
                said = f"{said}, and while it is built {self.editor.edit(kinds)}"
            building.communicate()
        return said

    def differences(self) -> list[str]:
        """Build the book, and another like it from nothing: what differs, of trees or of what is said against it.

        Where both refuse it with the same words, the edit is taken back.
        """
        built, other = self.build(), sources(self.book, self.folder / "anew")
        shutil.rmtree(other / "_build", ignore_errors=True)
        anew = self.build(book=other)
        if anew.returncode or built.returncode:
            said = [_faults(done.stderr) for done in (built, anew)]
            sources(self.folder / "before", self.book)
            return [] if said[0] == said[1] else [*said[0], "and not", *said[1]]
        return differing(self.book / "_build/html", other / "_build/html")

    def left(self) -> list[int]:
        """The processes that its builds began and that still run."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_ours(pid)]

    def _is_ours(self, pid: int) -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            return (
                state != "Z" and f"NOLIMITS_TRIAL={self.mark}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes()
            )
        except OSError:
            return False


def hear_ctrl_c() -> None:
    """Let what is begun here be stopped by Ctrl-C: a shell that runs the suite in the background would keep it from it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _faults(said: str) -> list[str]:
    return [line for line in said.splitlines() if not line.startswith(("checked ", "ran ", "bound ", "made ", "goes "))]


def differing(one: Path, other: Path) -> list[str]:
    """The files that two trees do not share, or not with the same bytes."""
    here, there = tree(one), tree(other)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
