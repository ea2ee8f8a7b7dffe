"""What can be taken away of a finished book: data package, exports of sections, prints."""

from collections.abc import Callable

Say = Callable[[str], None]
