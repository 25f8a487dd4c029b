"""Check our Django templates: form (djade), and that each one compiles. --fix writes the form."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def templates() -> list[Path]:
    folders = [ROOT / "templates", *ROOT.glob("*/templates")]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".js"})


def compile_faults() -> list[str]:
    """Sentences on templates that Django cannot compile."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.template import TemplateSyntaxError, engines

    django.setup()
    faults = []
    for path in templates():
        try:
            engines["django"].from_string(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as fault:
            faults.append(f"{path.relative_to(ROOT)}: {fault}")
    return faults


def main(arguments: list[str]) -> int:
    paths = [path for path in templates() if path.suffix == ".html"]
    djade = Path(sys.executable).with_name("djade")  # it has no module to run
    command: list[str | Path] = [djade, "--target-version", "5.2", *([] if "--fix" in arguments else ["--check"])]
    formed = not paths or subprocess.run([*command, *paths], check=False).returncode == 0
    if "--fix" in arguments:
        return 0
    faults = compile_faults()
    for sentence in faults:
        print(sentence)
    return 0 if formed and not faults else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
