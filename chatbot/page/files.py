"""The few addresses behind the page: ratings in, conversations and everything kept out as files, and the goodbye.

Who asks is in the signed cookie (`scope["visitor"]`), as everywhere on the page.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from chatbot.account import Account
from chatbot.errors import InputError, NotFoundError
from chatbot.page.conversations import to_markdown
from chatbot.page.words import COOKIE, language_of, load_words
from chatbot.storage import Asides

KINDS = {"md": "text/markdown; charset=utf-8", "json": "application/json"}


def files(account: Account, asides: Asides) -> APIRouter:
    router = APIRouter(prefix="/page", include_in_schema=False)

    @router.post("/bring")
    async def bring(request: Request) -> dict[str, Any]:
        user_id, body = _visitor(request), await request.body()
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = body.decode("cp1252", "replace")
        try:
            brought = account.bring(user_id, text)
        except InputError as error:  # an answer like any other, for the page to show
            language = language_of(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))
            return {"error": load_words(language).error(error)}
        return {
            "matched": len(brought.matched), "unmatched": brought.unmatched, "problems": brought.problems
        }  # fmt: skip

    @router.post("/leave", status_code=204)
    async def leave(request: Request) -> None:
        """A tab that showed a conversation that is not remembered is closed, or loaded anew."""
        asides.end(_visitor(request), (await request.body()).decode("utf-8", "replace"))

    @router.get("/export.json")
    def export(request: Request) -> Response:
        try:
            kept: dict[str, Any] = account.store.export_user(_visitor(request))
        except NotFoundError:
            kept = {}  # a person of whom nothing is kept yet
        return _file(json.dumps(kept, indent=1, ensure_ascii=False), "because.json", "json")

    @router.get("/conversations/{name}.{form}")
    def conversation(request: Request, name: str, form: Literal["md", "json"]) -> Response:
        title, history = account.conversation(_visitor(request), name)
        if form == "md":
            return _file(to_markdown(title, history), "conversation.md", form)
        text = json.dumps({"title": title, "turns": history}, indent=1, ensure_ascii=False)
        return _file(text, "conversation.json", form)

    return router


def _visitor(request: Request) -> str:
    visitor: str = request.scope.get("visitor", "")
    if not visitor:
        raise InputError("This page has lost its cookie. Reload it, and allow cookies.")
    return visitor


def _file(text: str, name: str, form: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text, media_type=KINDS[form], headers=headers)
