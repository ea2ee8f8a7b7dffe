"""What a page's policy says again as headers, for hosts that read `_headers` (Netlify, Cloudflare Pages and others)."""

from __future__ import annotations

from collections.abc import Iterable

HEADERS = "_headers"
POLICY = "Content-Security-Policy"


def headers(policy: str, referrer: str) -> str:
    """The file for a policy and a referrer policy, with what only a header can say."""
    lines = {
        POLICY: f"{policy}; frame-ancestors 'none'",
        "Referrer-Policy": referrer,
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    return "\n".join(["/*", *(f"  {name}: {value}" for name, value in lines.items())]) + "\n"


def merge_headers(files: Iterable[str]) -> str:
    """One file for the pages of several editions: the newest's, last of `files`, that allows what any of them allows.

    A header holds for all pages of a site; what each page may do besides is held by the policy in the page.
    """
    found = list(files)
    told: dict[str, dict[str, None]] = {}
    for policy in map(_policy, found):
        for part in filter(None, (one.strip() for one in policy.split(";"))):
            name, *allowed = part.split()
            told.setdefault(name, {}).update(dict.fromkeys(allowed))
    every = "; ".join(f"{name} {' '.join(_without_none(allowed))}" for name, allowed in told.items())
    return found[-1].replace(_policy(found[-1]), every)


def _policy(file: str) -> str:
    lines = (line.strip().partition(": ") for line in file.splitlines())
    return next((value for name, _, value in lines if name == POLICY), "")


def _without_none(allowed: Iterable[str]) -> list[str]:
    held = list(allowed)
    return [one for one in held if one != "'none'"] or held
