"""How often Python looks for objects that nothing but themselves holds."""

import subprocess
import sys

LOOK = """
import gc, weakref
from nolimits import memory
{begin}
class Held:
    pass
def make():
    one = Held()
    one.self = one
    return weakref.ref(one)
told = make()
many = [[] for _ in range({number})]
print(told() is None)
"""


def is_found(begin: str, number: int) -> bool:
    """Whether an object that holds itself is gone after so many others were made."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(begin=begin, number=number)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip() == "True"


def test_what_holds_itself_is_found_later_than_by_pythons_own_pace_but_it_is_found():
    assert is_found("", 2_000)
    assert not is_found("memory.collect_rarely()", 2_000)
    assert is_found("memory.collect_rarely()", 2 * 50_000)
