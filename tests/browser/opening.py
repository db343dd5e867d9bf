"""How long until the page can be used: prints the median of five fresh visits.

`PYTHONPATH=.:tests python tests/browser/opening.py` in the project's folder. From the start of
the navigation until a letter stands in the message box and a starter can be pressed.
"""

from __future__ import annotations

import statistics
import tempfile
import time

from browser.conftest import ARGS, CHROMIUM, served
from browser.steps import ready
from fakes import fake_bot
from playwright.sync_api import sync_playwright


def main() -> None:
    seconds = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, served(fake_bot(folder)) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for _ in range(5):
            page = browser.new_context().new_page()
            begin = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.get_by_label("Your message").fill("a")
            ready(page)
            seconds.append(time.perf_counter() - begin)
            page.context.close()
        browser.close()
    print(f"median {statistics.median(seconds):.2f} s of {', '.join(f'{one:.2f}' for one in seconds)}")


if __name__ == "__main__":
    main()
