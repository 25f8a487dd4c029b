"""Run the tests of starting and serving as somebody who is not root. Arguments go to pytest.

Root becomes `nobody` where `nobody` can read this tree and its Python; else root in a user namespace in which it is
nobody. Whoever is not root already has shown it with every other run.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ["tests/config/test_launchers.py", "tests/config/test_services.py", "tests/config/test_serve.py"]
WAYS = (
    ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"],
    ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"],
)


def way(folder: Path) -> list[str]:
    """The first of WAYS in which Python starts, reads the tree and can write to the folder."""
    written = str(folder / "probe")
    probe = f"import subprocess, sys, django; open({written!r}, 'w'); subprocess.check_call([sys.executable, '-V'])"
    nobody = pwd.getpwnam("nobody")
    for prefix, owner in zip(WAYS, (nobody.pw_uid, 0), strict=True):
        Path(written).unlink(missing_ok=True)
        os.chown(folder, owner, -1)
        done = subprocess.run([*prefix, sys.executable, "-c", probe], cwd=ROOT, capture_output=True, check=False)
        if done.returncode == 0:
            return prefix
    raise SystemExit(f"No way to run as an ordinary user here: {done.stderr.decode(errors='replace')}")


def main(arguments: list[str]) -> int:
    if os.geteuid() != 0:
        print("This is an ordinary user already: the other runs have shown it.")
        return 0
    with tempfile.TemporaryDirectory(prefix="spotter-ordinary-") as name:
        folder = Path(name)
        prefix = way(folder)
        (folder / "probe").unlink(missing_ok=True)
        env = {
            **os.environ,
            "HOME": name,
            "TMPDIR": name,
            "PYTHONDONTWRITEBYTECODE": "1",
            "SPOTTER_TEST_DATABASE": "postgres",
            "REQUIRE_SERVICES": "1",
        }
        report = folder / "report.xml"
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}", *TESTS]
        wanted = [argument.partition("=")[2] for argument in arguments if argument.startswith("--junit-xml=")]
        others = [argument for argument in arguments if not argument.startswith("--junit-xml=")]
        done = subprocess.run([*prefix, *pytest, *others], cwd=ROOT, env=env, check=False)
        for target in wanted if report.exists() else []:
            shutil.copyfile(report, ROOT / target)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
