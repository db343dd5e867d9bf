"""Who may see the operator's page: one password, a few attempts a minute, a signed cookie, a token in every form.

Sessions live in memory: a restart, or the end of a working day, asks for the password again.
"""

from __future__ import annotations

import hmac
import math
import secrets
import threading
import time

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError
from itsdangerous import BadSignature, Signer, TimestampSigner
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chatbot.errors import BusyError, SettingsError

COOKIE, AGE = "because-operator", 8 * 3600
ATTEMPTS = RateLimitItemPerMinute(5)
SHORTEST = 10  # characters of a plain password


class Guard:
    """password: plain, then only its argon2 hash is kept, or such a hash. key: signs cookies and forms.

    Raises: SettingsError for a short password or a damaged hash, without repeating it.
    """

    def __init__(self, password: str, key: str) -> None:
        self._hasher = PasswordHasher()
        self._hash = self._checked(password) if password.startswith("$argon2") else self._hashed(password)
        self._cookies, self._forms = TimestampSigner(key, salt="operator"), Signer(key, salt="operator-form")
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._open: dict[str, float] = {}
        self._one = threading.Lock()  # a check takes 64 MB on purpose, so one at a time

    def _checked(self, hash: str) -> str:
        try:
            extract_parameters(hash)
        except InvalidHashError:
            raise SettingsError("CHATBOT_ADMIN_PASSWORD looks like an argon2 hash and is none; make it anew.") from None
        return hash

    def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST:
            raise SettingsError(f"CHATBOT_ADMIN_PASSWORD is too short; take {SHORTEST} characters or more.")
        return self._hasher.hash(password)

    def fresh(self) -> str:
        """A new name for a browser that has none: it may fill in the login form, and nothing else."""
        return secrets.token_urlsafe(24)

    def signed(self, name: str) -> str:
        return self._cookies.sign(name).decode()

    def name_in(self, cookie: str) -> str:
        """The name in a cookie that we signed today, or an empty string."""
        try:
            return self._cookies.unsign(cookie, max_age=AGE).decode()
        except BadSignature:
            return ""

    def knows(self, name: str) -> bool:
        """Whether somebody gave the password under this name, lately."""
        return self._open.get(name, 0.0) > time.time()

    def token(self, name: str) -> str:
        """What a form of this browser must send along."""
        return self._forms.get_signature(name).decode()

    def form_is_ours(self, name: str, token: str) -> bool:
        return bool(name) and hmac.compare_digest(self.token(name).encode(), token.encode("utf-8", "replace"))

    def enter(self, host: str, password: str) -> str | None:
        """A new open name, or None for a wrong password. Raises: BusyError after too many attempts from a host."""
        if not self._limiter.hit(ATTEMPTS, host):
            reset = self._limiter.get_window_stats(ATTEMPTS, host).reset_time
            seconds = min(60, max(1, math.ceil(reset - time.time())))
            raise BusyError(f"Too many attempts; try again in {seconds} seconds.", seconds)
        with self._one:
            try:
                self._hasher.verify(self._hash, password.encode("utf-8", "replace"))
            except Argon2Error:
                return None
        now = time.time()
        self._open = {name: end for name, end in self._open.items() if end > now}
        self._open[name := self.fresh()] = now + AGE
        return name

    def leave(self, name: str) -> None:
        self._open.pop(name, None)
