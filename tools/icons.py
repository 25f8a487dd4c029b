"""Draw the icons of the installed app from static/icon.svg, with the browser of the tests:

BROWSER_BIN=$(.venv/bin/python tools/browser.py) .venv/bin/python tools/icons.py
"""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "icons"
GREEN = "#0a6650"
# name: side in pixels, share of it that the drawing takes. Systems cut masked icons to a circle of 80 %; Apple rounds
# the corners of a full square by itself.
ICONS = {
    "app-192": (192, 1.0),
    "app-512": (512, 1.0),
    "maskable-512": (512, 0.72),
    "apple-touch-180": (180, 0.84),
}


def page_of(svg: str, side: int, share: float) -> str:
    background = "transparent" if share == 1.0 else GREEN
    size = round(side * share)
    box = f"width:{side}px;height:{side}px;display:grid;place-items:center;background:{background}"
    return f'<body style="margin:0;{box}"><div style="width:{size}px;height:{size}px">{svg}</div></body>'


def main() -> None:
    svg = (ROOT / "static" / "icon.svg").read_text(encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_BIN"], args=["--no-sandbox"])
        for name, (side, share) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            page.set_content(page_of(svg, side, share))
            page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
