"""Translations without the gettext programs. The compiled files are kept in git, so an installation needs none either.

messages.py            bring each locale/*/LC_MESSAGES/django.po up to date with the code, and compile it
messages.py --check    say what is missing, unused, fuzzy, not compiled, or has other placeholders than the original
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APART = {"tests", "tools", "benchmarks", "var", ".venv", "node_modules", "static", "locale", "docs"}
# Which arguments of a call are sentences, and which is the context.
CALLS = {
    "_": (0,),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "ngettext_lazy": (0, 1),
}
CONTEXT_CALLS = {"pgettext": (1,), "pgettext_lazy": (1,), "npgettext": (1, 2), "npgettext_lazy": (1, 2)}
CALL_IN_TEMPLATE = re.compile(r"\b(?:_|n?p?gettext)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sd]|\{[\w.:]*\}")
# A sentence to translate: its context (or None), its text, and the text of its plural ("" without).
Key = tuple[str | None, str, str]


def ours(suffixes: set[str]) -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        if path.suffix in suffixes and path.relative_to(ROOT).parts[0] not in APART:
            yield path


def marked() -> dict[Key, str]:
    """Every sentence that the code and the templates mark, with the file that does so first."""
    found: dict[Key, str] = {}
    for path in ours({".py"}):
        for key in keys_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(key, str(path.relative_to(ROOT)))
    for path in ours({".html", ".txt", ".js"}):
        if "templates" in path.parts:
            for key in keys_in_template(path.read_text(encoding="utf-8")):
                found.setdefault(key, str(path.relative_to(ROOT)))
    return found


def keys_in(tree: ast.AST) -> Iterator[Key]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
        where = CALLS.get(name) or CONTEXT_CALLS.get(name, ())
        texts = [node.args[index].value for index in where if is_text(node, index)]  # type: ignore[attr-defined]
        if texts:
            context = node.args[0].value if name in CONTEXT_CALLS and is_text(node, 0) else None  # type: ignore[attr-defined]
            yield (context, texts[0], texts[1] if len(texts) > 1 else "")


def is_text(call: ast.Call, index: int) -> bool:
    """Whether this argument is a literal string; Django's own gettext sees nothing else either."""
    return (
        len(call.args) > index
        and isinstance(call.args[index], ast.Constant)
        and isinstance(call.args[index].value, str)  # type: ignore[attr-defined]
    )


def keys_in_template(text: str) -> Iterator[Key]:
    """Django turns a template into something like Python, of which only the calls are whole."""
    source = templatize(text)
    for match in CALL_IN_TEMPLATE.finditer(source):
        for end in re.finditer(r"\)", source[match.start() :]):
            try:
                call = ast.parse(source[match.start() :][: end.end()], mode="eval")
            except SyntaxError:
                continue
            yield from keys_in(call)
            break


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural or "")


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def faults(path: Path, wanted: dict[Key, str]) -> list[str]:
    """Sentences on what is wrong with one .po file."""
    po = polib.pofile(str(path), check_for_duplicates=True)
    known = {key_of(entry) for entry in po if not entry.obsolete}
    found = [f"missing: {key[1]!r} ({wanted[key]})" for key in wanted.keys() - known]
    found += [f"unused: {key[1]!r}" for key in known - wanted.keys()]
    found += [f"not translated: {entry.msgid!r}" for entry in po.untranslated_entries()]
    found += [f"fuzzy: {entry.msgid!r}" for entry in po.fuzzy_entries()]
    found += [f"other placeholders than the original: {e.msgid!r}" for e in po.translated_entries() if has_others(e)]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != po.to_binary():
        found.append("the compiled file is behind: run `make messages`")
    return sorted(found)


def has_others(entry: polib.POEntry) -> bool:
    originals = [placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
    translations = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
    return any(placeholders(text) not in originals for text in translations)


def update(path: Path, wanted: dict[Key, str]) -> None:
    """Add what is new (untranslated), drop what is gone, sort by file, compile."""
    po = polib.pofile(str(path))
    kept = {key_of(entry): entry for entry in po if not entry.obsolete and key_of(entry) in wanted}
    for key in wanted.keys() - kept.keys():
        context, text, plural = key
        entry = polib.POEntry(msgctxt=context, msgid=text, msgid_plural=plural or None)
        if plural:
            entry.msgstr_plural = {0: ""}
        kept[key] = entry
    for key, entry in kept.items():
        entry.occurrences = [(wanted[key], "")]
    po[:] = sorted(kept.values(), key=lambda entry: (wanted[key_of(entry)], entry.msgid))
    po.wrapwidth = 120
    po.save()
    po.save_as_mofile(str(path.with_suffix(".mo")))


def main(arguments: list[str]) -> int:
    from django.conf import settings

    settings.configure(USE_I18N=True)
    wanted = marked()
    paths = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    sentences = []
    for path in paths:
        if "--check" in arguments:
            sentences += [f"{path.relative_to(ROOT)}: {fault}" for fault in faults(path, wanted)]
        else:
            update(path, wanted)
    print("\n".join(sentences) or f"{len(wanted)} sentences, {len(paths)} translations")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
