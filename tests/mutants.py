"""Plant small faults in the core, drawn at random from each room, and tell how many of them the unit tests see.

    .venv/bin/python tests/mutants.py [NUMBER OF EACH ROOM] [SEED] [ROOM…]

Prints for each room how many were planted and seen, and the names of those that were not, which `mutmut show` shows.
A fault that takes so long that its tests are stopped counts as seen; one that no test comes by does not.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("data", "language", "claims", "checks", "editions")
MUTMUT = [str(Path(sys.executable).with_name("mutmut")), "run"]
UNSEEN = (0, 5, 33)  # as mutmut notes: the tests passed, or there are none


def outcomes(room: str) -> dict[str, int | None]:
    """What became of each fault that can be planted in a room; None of those that were not."""
    metas = sorted((ROOT / "mutants/nolimits" / room).rglob("*.meta"))
    return {name: code for meta in metas for name, code in json.loads(meta.read_text())["exit_code_by_key"].items()}


def main(number: str = "60", seed: str = "1", *rooms: str) -> None:
    """Plant the faults and print what became of them."""
    # all can be planted once one was
    subprocess.run([*MUTMUT, "nolimits.data.texts.x__broken*"], cwd=ROOT, check=True)
    chance = random.Random(int(seed))
    there = {room: sorted(outcomes(room)) for room in rooms or ROOMS}
    drawn = {room: chance.sample(names, min(int(number), len(names))) for room, names in there.items()}
    subprocess.run([*MUTMUT, *(name for names in drawn.values() for name in names)], cwd=ROOT, check=True)
    for room, names in drawn.items():
        became = outcomes(room)
        unseen = [name for name in names if became[name] in UNSEEN]
        print(f"{room}: {len(names)} of {len(became)} planted, {len(names) - len(unseen)} seen")
        print("\n".join(f"  {name}" for name in sorted(unseen)))


if __name__ == "__main__":
    main(*sys.argv[1:])
