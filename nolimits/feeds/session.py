"""The session behind `Web`: requests, with tenacity for patience and requests-cache for what has not changed."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from nolimits.feeds.errors import FeedError
from nolimits.feeds.web import AGENT, SECRETS, Exchange, Manners

BUSY = (429, 500, 502, 503, 504)


class _PassingError(FeedError):
    """A fault that may be gone at the next attempt; `after` is how long the server wants to be left alone, seconds."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class _Polite(HTTPAdapter):
    """Every request that leaves the machine: paced, timed, tried again where that may help, read to its end."""

    def __init__(self, manners: Manners, note: Callable[[Exchange], None]) -> None:
        super().__init__()
        self.manners = manners
        self.note = note
        self.last = float("-inf")

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """One request until it is answered; raises FeedError when patience is at its end."""
        manners = self.manners
        retry = Retrying(
            stop=stop_after_attempt(manners.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(_PassingError),
            sleep=manners.sleep,
            reraise=True,
        )
        try:
            return retry(self._once, request, options)
        except _PassingError as error:
            raise FeedError(f"{error}, {manners.attempts} times: try again later") from None

    def _once(self, request: requests.PreparedRequest, options: Mapping[str, Any]) -> requests.Response:
        manners, place = self.manners, str(request.url).partition("?")[0]
        if (early := self.last + manners.pause - time.monotonic()) > 0:
            manners.sleep(early)
        settings = {**options, "timeout": (manners.connect, manners.answer), "stream": True}
        try:
            answer = super().send(request, **settings)
            content = answer.content  # read here, so that an answer cut short is asked for again
        except requests.Timeout:
            raise _PassingError(f"{place} gave no answer within {manners.answer:g} seconds") from None
        except requests.exceptions.SSLError:
            raise FeedError(f"{place} has a certificate that this machine does not trust") from None
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise _PassingError(f"{place} sent an answer that is cut short") from None
        except requests.ConnectionError:
            raise _PassingError(f"{place} cannot be reached") from None
        finally:
            self.last = time.monotonic()
        self.note(Exchange(str(request.url), answer.status_code, len(content)))
        if answer.status_code in BUSY:
            raise self._busy(answer, place)
        return answer

    def _busy(self, answer: requests.Response, place: str) -> FeedError:
        told = f"{place} answered {answer.status_code} {answer.reason}"
        after = _seconds(answer.headers.get("Retry-After", ""))
        if after is not None and after > self.manners.longest:
            return FeedError(f"{told} and wants to be left alone for {after:.0f} seconds: try again after that")
        return _PassingError(told, after)

    def _wait(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        named = fault.after if isinstance(fault, _PassingError) else None
        return self.manners.wait * 2 ** (state.attempt_number - 1) if named is None else named


def session(manners: Manners, cache: Path | None, note: Callable[[Exchange], None]) -> CachedSession:
    """A session with manners.

    It keeps only answers that carry a mark of their version, and asks the server each time whether they still hold:
    so nothing stale is ever read, and what has not changed is not sent again. Keys are not kept.
    """
    made = CachedSession(
        cache_name=str(cache) if cache else "nolimits",
        backend="sqlite",
        use_cache_dir=cache is None,
        always_revalidate=True,
        allowable_methods=("GET",),
        match_headers=("Accept",),
        ignored_parameters=SECRETS,
        filter_fn=lambda answer: bool({"ETag", "Last-Modified"} & set(answer.headers)),
    )
    made.headers["User-Agent"] = AGENT
    polite = _Polite(manners, note)
    made.mount("https://", polite)
    made.mount("http://", polite)
    return made


def _seconds(text: str) -> float | None:
    """What Retry-After says, a number of seconds or a day and hour, in seconds; None where it says nothing."""
    if text.strip().isdecimal():
        return float(text)
    try:
        wanted = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return max(0.0, (wanted - datetime.datetime.now(datetime.UTC)).total_seconds())
