"""Where there is no browser, one is provided; where none can be, a sentence says so and what to do."""

import subprocess
import sys

from programs import executable

from nolimits.takeaway.print import browser


def test_a_browser_that_is_there_is_told(machine, capsys):
    there = executable(machine / "path/chromium", "Chromium 140.0")
    assert browser.provide() == 0
    assert capsys.readouterr().out == f"Chromium is there: {there} (Chromium 140.0)\n"


def test_where_nothing_can_provide_a_browser_one_sentence_says_so_and_the_command_fails(machine):
    command = [sys.executable, "-m", "nolimits.takeaway.print.browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=machine)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "there is no Chromium that can print: asking Playwright for its own",
        "Playwright has none to give here: asking the system's packages",
    ]
    assert done.stderr == (
        "no Chromium can be installed here without rights: install one yourself, as by `sudo apt install chromium`\n"
    )


def test_the_system_s_packages_are_asked_where_playwright_has_none(machine, capsys):
    # a package manager that installs, asked by sudo or by the administrator
    install = f"#!/bin/sh\necho $* >> {machine}/asked\n"
    install += f"printf '#!/bin/sh\\necho Chromium 150.0\\n' > {machine}/path/chromium\n/bin/chmod 755 {machine}/path/chromium\n"
    for name, text in {"apt-get": install, "sudo": '#!/bin/sh\nshift\nexec "$@"\n'}.items():
        (machine / "path" / name).write_text(text)
        (machine / "path" / name).chmod(0o755)
    assert browser.provide() == 0
    assert (machine / "asked").read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends chromium",
    ]
    assert capsys.readouterr().out.splitlines()[-1].startswith("Chromium is there now: ")
