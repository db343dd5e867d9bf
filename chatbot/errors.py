"""Every error that a person may meet, each one clear sentence with what to do.

    ChatbotError
    ├── InputError            400  what was sent cannot be used (exit 2)
    │   ├── NotFoundError     404  an id that nobody knows
    │   └── TooLargeError     413  more bytes than are read
    ├── DataError             422  a file's content is wrong; names file and line (exit 2)
    ├── SettingsError         500  a setting has an impossible value (exit 2)
    ├── NotReadyError         503  a part is missing or still loading
    │   ├── AssetError        503  a download is missing, corrupt or unreachable
    │   ├── AdapterError      503  an adapter does not fit its base model or prompts
    │   └── EngineError       503  an engine cannot run this model, or cannot be reached
    ├── UnauthorizedError     401  a key is missing or wrong
    ├── BusyError             429  too much at once; `retry_after` seconds help
    └── StoreError            503  the database cannot be read or written

`code` is stable and machine-readable; `str(error)` is for people.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class ChatbotError(Exception):
    """Base of all errors that are shown as one sentence, without a traceback."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "message": str(self)}


class InputError(ChatbotError):
    code, status, exit_code = "bad_input", 400, 2


class NotFoundError(InputError):
    code, status = "not_found", 404


class TooLargeError(InputError):
    code, status = "too_large", 413


class DataError(ChatbotError):
    """Wrong content in a file. line: 1-based, or None when the whole file is meant."""

    code, status, exit_code = "bad_data", 422, 2

    def __init__(self, message: str, path: object = None, line: int | None = None) -> None:
        where = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(where + message)
        self.path, self.line = path, line


class SettingsError(ChatbotError):
    code, status, exit_code = "bad_settings", 500, 2


class NotReadyError(ChatbotError):
    code, status = "not_ready", 503


class AssetError(NotReadyError):
    code = "asset"


class AdapterError(NotReadyError):
    code = "adapter"


class EngineError(NotReadyError):
    code = "engine"


class UnauthorizedError(ChatbotError):
    code, status = "unauthorized", 401


class BusyError(ChatbotError):
    code, status = "busy", 429

    def __init__(self, message: str = "", retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StoreError(ChatbotError):
    code, status = "store", 503


def nearest(value: str, allowed: Iterable[str]) -> str:
    """` Did you mean 'x'?` for the closest allowed value, or an empty string."""
    close = difflib.get_close_matches(value, list(allowed), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
