"""How a sentence follows the data: templates, roles, and figures in words."""

from nolimits.prose.roles import (
    PLACELESS,
    ROLE,
    ROLES,
    Fragment,
    anchor,
    fields,
    fragment,
    plain,
    published,
    register_place,
    row_anchor,
    target,
)
from nolimits.prose.words import figure, number, origin, spoken, unknown

__all__ = [
    "PLACELESS",
    "ROLE",
    "ROLES",
    "Fragment",
    "anchor",
    "fields",
    "figure",
    "fragment",
    "number",
    "origin",
    "plain",
    "published",
    "register_place",
    "row_anchor",
    "spoken",
    "target",
    "unknown",
]
