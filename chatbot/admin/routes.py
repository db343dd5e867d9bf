"""The addresses under /admin. Without a password there are none: every one of them answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chatbot.admin.board import Board
from chatbot.admin.figures import to_csv
from chatbot.admin.looks import board_page, login_page, style
from chatbot.admin.session import AGE, COOKIE, Guard
from chatbot.errors import BusyError, NotFoundError, UnauthorizedError
from chatbot.middleware import cookie_key
from chatbot.settings import Settings

if TYPE_CHECKING:
    from chatbot.chatbot import Chatbot

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
WORDS_MAX = 100
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SAFE = {"content-security-policy": POLICY, "cache-control": "no-store", "x-frame-options": "DENY"}
WRONG, STALE = "That is not the password.", "This form is too old; here is a fresh one."


def add_admin(app: FastAPI, bot: Chatbot, settings: Settings) -> None:
    """Put the page under /admin. Raises: SettingsError for a password that cannot be used."""
    if settings.admin_password:
        guard = Guard(settings.admin_password, cookie_key(settings))
        app.include_router(_routes(guard, Board(bot, settings)))

    @app.api_route("/admin", methods=METHODS, include_in_schema=False)
    @app.api_route("/admin/{path:path}", methods=METHODS, include_in_schema=False)
    def unknown(request: Request) -> None:
        """Answers here what a page mounted at / would answer otherwise."""
        raise NotFoundError(f"There is no {request.url.path}.")


def _routes(guard: Guard, board: Board) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def name_of(request: Request) -> str:
        return guard.name_in(request.cookies.get(COOKIE, ""))

    def check(request: Request) -> None:
        if not guard.knows(name_of(request)):
            raise UnauthorizedError("This is the operator's; open /admin and give the password.")

    def login(request: Request, said: str = "", status: int = 200, headers: dict[str, str] | None = None) -> Response:
        name = name_of(request) or guard.fresh()
        page = HTMLResponse(login_page(guard.token(name), said), status, {**SAFE, **(headers or {})})
        return _with_cookie(page, request, guard.signed(name))

    @router.get("/admin")
    @router.get("/admin/")
    def admin(request: Request, q: str = "") -> Response:
        name, words = name_of(request), q[:WORDS_MAX]
        if not guard.knows(name):
            return login(request)
        tables, token = board.tables(words), guard.token(name)
        page = board_page(tables, token, words, board.about(), board.report_text(), board.pictures())
        return HTMLResponse(page, headers=SAFE)

    @router.post("/admin/login")
    def enter(request: Request, password: Annotated[str, Form()] = "", token: Annotated[str, Form()] = "") -> Response:
        if not guard.form_is_ours(name_of(request), token):
            return login(request, STALE, 403)
        try:
            name = guard.enter(request.client.host if request.client else "", password)
        except BusyError as error:
            return login(request, str(error), 429, {"retry-after": str(error.retry_after)})
        if name is None:
            return login(request, WRONG, 403)
        return _with_cookie(RedirectResponse("/admin", 303, SAFE), request, guard.signed(name))

    @router.post("/admin/logout")
    def leave(request: Request, token: Annotated[str, Form()] = "") -> Response:
        check(request)
        if not guard.form_is_ours(name_of(request), token):
            raise UnauthorizedError("This form is not ours, or too old; open /admin again.")
        guard.leave(name_of(request))
        answer = RedirectResponse("/admin", 303, SAFE)
        answer.delete_cookie(COOKIE, path="/admin", httponly=True, samesite="strict")
        return answer

    @router.get("/admin/table/{name}.csv")
    def table(request: Request, name: str, q: str = "") -> Response:
        check(request)
        text, kind = to_csv(board.table(name, q[:WORDS_MAX])), "text/csv; charset=utf-8"
        return Response(
            text, headers={**SAFE, "content-disposition": f"attachment; filename={name}.csv"}, media_type=kind
        )

    @router.get("/admin/picture/{name}")
    def picture(request: Request, name: str) -> Response:
        check(request)
        return Response(board.picture(name), headers=SAFE, media_type="image/png")

    @router.get("/admin/style.css")
    def css() -> Response:
        return Response(style(), media_type="text/css")

    return router


def _with_cookie(answer: Any, request: Request, value: str) -> Response:
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, value, AGE, path="/admin", secure=secure, httponly=True, samesite="strict")
    return answer
