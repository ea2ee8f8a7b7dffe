"""How a sentence follows the data: templates and roles."""

from nolimits.prose.roles import PLACELESS, ROLE, ROLES, Fragment, anchor, fields, fragment, plain

__all__ = ["PLACELESS", "ROLE", "ROLES", "Fragment", "anchor", "fields", "fragment", "plain"]
