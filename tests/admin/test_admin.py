"""The operator's page: closed without a password, careful with one, and true to what is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fakes import EVIL, SCRIPT, FakeBot, fake_bot
from fastapi.testclient import TestClient

from chatbot.admin.session import COOKIE, Guard
from chatbot.api import create_api
from chatbot.errors import SettingsError
from chatbot.types import Feedback, Ticket, Turn

PASSWORD = "popcorn and velvet"
PLACES = tuple(f"/admin{end}" for end in ("", "/", "/login", "/table/traffic.csv", "/picture/a.png", "/style.css"))
Opened = tuple[TestClient, FakeBot]


def open_admin(folder: Path, **settings: object) -> Opened:
    bot = fake_bot(folder, **{"admin_password": PASSWORD, **settings})
    client = TestClient(create_api(bot, bot.settings), raise_server_exceptions=False, follow_redirects=False)  # type: ignore[arg-type]
    return client, bot


def token_in(answer: httpx.Response) -> str:
    found = re.search(r'name=.token. value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def enter(client: TestClient, password: str = PASSWORD) -> httpx.Response:
    token = token_in(client.get("/admin"))
    return client.post("/admin/login", data={"password": password, "token": token})


@pytest.fixture
def inside(tmp_path: Path) -> Opened:
    client, bot = open_admin(tmp_path)
    assert enter(client).status_code == 303
    return client, bot


# --- closed -----------------------------------------------------------------------------------------------------------


def test_without_a_password_there_is_no_such_page(tmp_path: Path) -> None:
    client, _ = open_admin(tmp_path, admin_password="")
    for place in PLACES:
        for verb in ("GET", "POST", "DELETE"):
            answer = client.request(verb, place)
            assert answer.status_code == 404 and answer.json()["error"]["code"] == "not_found", (verb, place)
            assert "set-cookie" not in answer.headers
    assert "/admin" not in client.get("/openapi.json").text


def test_before_the_password_there_is_the_form_alone(tmp_path: Path) -> None:
    client, bot = open_admin(tmp_path)
    bot.reply("u1", "a secret wish")
    page = client.get("/admin")
    assert page.status_code == 200 and "secret" not in page.text and "<table" not in page.text
    for place in ("/admin/table/traffic.csv", "/admin/picture/curves.png"):
        assert client.get(place).status_code == 401
    assert client.post("/admin/logout", data={"token": token_in(page)}).status_code == 401
    assert client.get("/admin/nothing").status_code == 404


def test_the_cookie_is_strict_and_no_script_may_run(tmp_path: Path) -> None:
    client, _ = open_admin(tmp_path)
    for answer in (client.get("/admin"), enter(client)):
        cookie = answer.headers["set-cookie"].lower()
        assert all(rule in cookie for rule in ("httponly", "samesite=strict", "path=/admin", "max-age=28800"))
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "script-src" not in policy and "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
    secure = TestClient(client.app, base_url="https://testserver").get("/admin")
    assert "; secure" in secure.headers["set-cookie"].lower()


# --- the password -----------------------------------------------------------------------------------------------------


def test_a_wrong_password_opens_nothing_and_the_sixth_attempt_must_wait(tmp_path: Path) -> None:
    client, _ = open_admin(tmp_path)
    for _ in range(5):
        answer = enter(client, "wrong")
        assert answer.status_code == 403 and "not the password" in answer.text
    answer = enter(client)
    assert answer.status_code == 429 and 1 <= int(answer.headers["retry-after"]) <= 60
    assert "<table" not in client.get("/admin").text


def test_a_form_that_is_not_ours_opens_nothing(tmp_path: Path) -> None:
    client, _ = open_admin(tmp_path)
    client.get("/admin")
    for token in ("", "wrong", "é"):
        answer = client.post("/admin/login", data={"password": PASSWORD, "token": token})
        assert answer.status_code == 403 and "too old" in answer.text
    foreign = token_in(TestClient(client.app).get("/admin"))
    assert client.post("/admin/login", data={"password": PASSWORD, "token": foreign}).status_code == 403
    bare = TestClient(client.app, follow_redirects=False)
    assert bare.post("/admin/login", data={"password": PASSWORD, "token": foreign}).status_code == 403


def test_an_argon2_hash_serves_as_well(tmp_path: Path) -> None:
    client, _ = open_admin(tmp_path, admin_password=PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD))
    assert enter(client, "wrong").status_code == 403
    assert enter(client).status_code == 303 and "<table" in client.get("/admin").text


@pytest.mark.parametrize("password", ["velvet", "$argon2id$v=19$broken"])
def test_a_password_that_cannot_be_used_is_told_without_repeating_it(password: str) -> None:
    with pytest.raises(SettingsError, match="CHATBOT_ADMIN_PASSWORD") as caught:
        Guard(password, "k" * 40)
    assert password not in str(caught.value)


def test_names_change_with_the_password_and_end_with_leaving(tmp_path: Path) -> None:
    client, _ = open_admin(tmp_path)
    client.get("/admin")
    before = client.cookies[COOKIE]
    assert enter(client).status_code == 303
    after = client.cookies[COOKIE]
    assert before != after
    page = client.get("/admin")
    assert "<table" in page.text
    assert client.post("/admin/logout", data={"token": "wrong"}).status_code == 401
    assert "<table" in client.get("/admin").text, "a foreign form cannot end it either"
    assert client.post("/admin/logout", data={"token": token_in(page)}).status_code == 303
    for cookie in (before, after, after[:-1], "x", f"{after}.x"):
        other = TestClient(client.app, cookies={COOKIE: cookie})
        assert "<table" not in other.get("/admin").text


def test_a_session_ends_after_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(PASSWORD, "k" * 40)
    name = guard.enter("host", PASSWORD)
    assert name and guard.knows(name) and guard.name_in(guard.signed(name)) == name
    monkeypatch.setattr("chatbot.admin.session.time.time", lambda: 1e12)
    assert not guard.knows(name)
    assert Guard(PASSWORD, "other" * 9).name_in(guard.signed(name)) == ""


# --- what is shown ----------------------------------------------------------------------------------------------------


def fill(bot: FakeBot) -> None:
    turn = bot.reply("u1", f"hello {EVIL}")
    bot.feedback(Feedback("u1", "sunshine-2007", "like", turn_id=turn.turn_id))
    ask = Turn("c9", "t9", "u9", f"=cmd {SCRIPT}", "support", "A person will answer.", created=turn.created or 1)
    bot.store.save_turn(ask, ticket=Ticket("T-1", "u9", "c9", "t9", 0, f"asked\n{SCRIPT}"))


def test_everything_is_shown_and_nothing_runs(inside: Opened) -> None:
    client, bot = inside
    fill(bot)
    page = client.get("/admin", params={"q": "dark city"})
    assert page.status_code == 200
    for name in ("traffic", "mood", "latency", "fallbacks", "likes", "unanswered", "tickets", "variety", "shown",
                 "report", "catalogue"):  # fmt: skip
        assert f"<section id='{name}'" in page.text
    assert "T-1" in page.text and "dark-city-1998" in page.text and "1 found" in page.text
    assert "<script" not in page.text and "<img src=x" not in page.text and "javascript:" not in page.text
    assert "&lt;script&gt;" in page.text and "The &lt;img src=x onerror=alert(1)&gt; Film" in page.text
    evil = client.get("/admin", params={"q": '"><script>alert(1)</script>'})
    assert "<script" not in evil.text and "&quot;&gt;&lt;script" in evil.text


def test_every_table_comes_as_csv(inside: Opened) -> None:
    client, bot = inside
    fill(bot)
    links = re.findall(r"href='(/admin/table/[^']+)'", client.get("/admin", params={"q": "dark & city"}).text)
    assert len(links) >= 9 and "/admin/table/unanswered.csv" in links
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv"), link
        assert "attachment" in answer.headers["content-disposition"]
    assert "'=cmd <script>" in client.get("/admin/table/unanswered.csv").text
    assert "dark-city-1998" in client.get("/admin/table/catalogue.csv", params={"q": "dark city"}).text
    assert client.get("/admin/table/users.csv").status_code == 404


@pytest.mark.parametrize("report", [True, False])
def test_the_adapters_report_with_its_pictures(tmp_path: Path, report: bool) -> None:
    folder = tmp_path / "adapters/mine"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"tasks": ["reason"]}')
    (folder / "axes.png").write_bytes(b"\x89PNG picture")
    (folder / "secret.txt").write_text("hidden")
    if report:
        (folder / "report.json").write_text(json.dumps({"tasks": {"rating": {"metrics": {"rmse": {"value": 0.9}}}}}))
        (folder / "report.md").write_text(f"# Report {SCRIPT}")
    client, _ = open_admin(tmp_path, adapter=folder)
    enter(client)
    page = client.get("/admin").text
    assert "Adapter: mine." in page and "It decides: reason." in page
    assert ("# Report &lt;script&gt;" in page) is ("rmse" in page) is report
    assert ("has no report yet" in page) is not report
    picture = client.get("/admin/picture/axes.png")
    assert picture.content == b"\x89PNG picture" and picture.headers["content-type"] == "image/png"
    for name in ("secret.txt", "..%2Fmine%2Faxes.png", "../mine/axes.png", "nothing.png"):
        assert client.get(f"/admin/picture/{name}").status_code == 404


def test_the_board_of_a_fresh_bot_is_empty_and_whole(inside: Opened) -> None:
    client, _ = inside
    page = client.get("/admin").text
    assert page.count("Nothing yet.") >= 5 and "role='alert'" not in page
    style = client.get("/admin/style.css")
    assert style.headers["content-type"].startswith("text/css") and "prefers-color-scheme:dark" in style.text


def test_reading_the_board_changes_nothing(inside: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    client, bot = inside
    fill(bot)

    def refuse(*_: Any, **__: Any) -> Callable[..., Any]:
        raise AssertionError("the board wrote to the store")

    monkeypatch.setattr(bot.store._database, "write", refuse)
    assert client.get("/admin", params={"q": "dark"}).status_code == 200


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_beside_the_page_it_is_the_same(tmp_path: Path, password: str) -> None:
    """The page is mounted at / and answers whatever nobody else does; it must answer nothing of this."""
    from app import create_app

    bot = fake_bot(tmp_path, admin_password=password)
    app = create_app(bot, bot.settings)  # type: ignore[arg-type]
    client = TestClient(app, follow_redirects=False)
    answers = {place: client.get(place).status_code for place in PLACES}
    opened = {"/admin": 200, "/admin/": 200, "/admin/style.css": 200, "/admin/login": 404}
    assert answers == ({place: opened.get(place, 401) for place in PLACES} if password else dict.fromkeys(PLACES, 404))
    config = json.dumps(client.get("/config").json())
    assert "operator" not in config and "/admin" not in config and "password" not in config
    assert not [name for name in client.get("/gradio_api/info").json()["named_endpoints"] if "admin" in name]
