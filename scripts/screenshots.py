"""Make the pictures of docs/screenshots anew: `python scripts/screenshots.py`.

The pages come from a server that is started for it, with the real catalogue in a temporary folder. Statuses and dates
are those of the day on which the pictures are taken. Chromium has to be installed.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.serving import chromium, chromium_flags, prepare, serving  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
PAGES = {
    "home": "/",
    "results": "/opportunities/?direction=uk-to-japan&stage=early-career",
    "detail": "/opportunities/jsps-postdoctoral-standard/",
}
SIZES = {"": (1280, 900), "-phone": (360, 740)}  # end of the file's name: width and height in pixels


def take(browser: Browser, site: str) -> None:
    """Write one picture of each page in each size."""
    for ending, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        for name, path in PAGES.items():
            page.goto(site + path)
            page.wait_for_load_state("networkidle")
            file = FOLDER / f"{name}{ending}.png"
            page.screenshot(path=file)
            print(f"{file.relative_to(ROOT)}: {width}×{height}, {file.stat().st_size // 1000} kB")
        page.close()


def main() -> int:
    """Take all pictures; gives the exit status."""
    executable = chromium()
    if executable is None:
        print("Chromium is needed: no chromium, chromium-browser or google-chrome on the PATH.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="finder-screenshots-") as name:
        folder = Path(name)
        prepare(folder)
        with serving(folder) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=chromium_flags())
            take(browser, site)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
