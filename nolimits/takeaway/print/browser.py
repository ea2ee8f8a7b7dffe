"""A Chromium where there is none: Playwright's own, else the system's package; `make browser` runs this file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from nolimits.takeaway.print.press import press

PATIENCE = 600  # seconds for a download or a package
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
PACKAGES = {
    "apt-get": [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ],
    "dnf": [["dnf", "install", "-y", "-q", "chromium"]],
}


def provide() -> int:
    """See to it that a Chromium is there, saying each step; 0 where there is one in the end."""
    if found := press():
        print(f"Chromium is there: {found.path} ({found.version})")
        return 0
    print("there is no Chromium that can print: asking Playwright for its own")
    if not _succeeds(PLAYWRIGHT):
        print("Playwright has none to give here: asking the system's packages")
        _from_packages()
    if found := press():
        print(f"Chromium is there now: {found.path} ({found.version})")
        return 0
    print(
        "no Chromium can be installed here without rights: install one yourself, as by `sudo apt install chromium`",
        file=sys.stderr,
    )
    return 1


def _from_packages() -> bool:
    """Install the system's package where that needs no password."""
    for name, steps in PACKAGES.items():
        if shutil.which(name):
            rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
            return all(_succeeds([*rights, *step]) for step in steps)
    return False


def _succeeds(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(provide())
