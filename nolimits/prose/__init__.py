"""How a sentence follows the data: templates, roles, and figures in words."""

from nolimits.prose.roles import ROLE, ROLES, Fragment, fields, fragment, plain, published, register_place, target
from nolimits.prose.words import figure, number, origin, spoken, unknown

__all__ = [
    "ROLE", "ROLES", "Fragment", "fields", "figure", "fragment", "number", "origin", "plain", "published",
    "register_place", "spoken", "target", "unknown",
]  # fmt: skip
