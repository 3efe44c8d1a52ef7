"""Sessions of a browser: a signed cookie says who signed in, and a token bound to it goes with every form.

    account.until.nonce.signature

Nothing is kept on the server: whoever signs out forgets the cookie, and a key that is revoked ends its
sessions, because the account is looked up on every request.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

COOKIE = "hefa_session"
ENTRY = "hefa_entry"
"""The cookie of who has not signed in: its own, so that a page asked for from outside, to which the browser
sends no strict cookie, does not end the session."""
LASTS = 12 * 3600
"""Seconds after which one signs in anew."""
NOBODY = 0
"""The account of a session before sign-in, which exists so that the form of sign-in has a token too."""


@dataclass(frozen=True, slots=True)
class Session:
    """``until`` is in seconds of the epoch; ``token`` is what forms of this session carry."""

    account: int
    until: int
    nonce: str
    token: str


class Sessions:
    """Opens and reads sessions; ``secret`` signs them."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret, self._clock = secret, clock

    def open(self, account: int) -> str:
        """Return the cookie of a new session."""
        said = f"{account}.{int(self._clock()) + LASTS}.{secrets.token_urlsafe(16)}"
        return f"{said}.{self._mark('cookie', said)}"

    def read(self, cookie: str) -> Session | None:
        """Return the session of a cookie; none where it was not made here or is over."""
        said, _, mark = cookie.rpartition(".")
        parts = said.split(".")
        if (
            len(parts) != 3
            or not cookie.isascii()
            or not hmac.compare_digest(mark, self._mark("cookie", said))
        ):
            return None
        account, until, nonce = parts
        if int(until) < self._clock():
            return None
        return Session(int(account), int(until), nonce, self._mark("form", said))

    def _mark(self, use: str, said: str) -> str:
        return hmac.new(self._secret, f"{use}:{said}".encode(), hashlib.sha256).hexdigest()


def holds(session: Session, token: str) -> bool:
    """Whether ``token`` is the one of the session; takes the same time for right and wrong."""
    return hmac.compare_digest(session.token.encode(), token.encode("utf-8", "replace"))
