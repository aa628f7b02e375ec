"""``make messages`` collects the texts and compiles the catalogue; with ``--check`` it only tells what is missing.

Chinese is the source language, so the English catalogue is the only one.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from checks.tree import HAN, Fault, Project

CATALOGUE = "locale/en/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w*)\}")
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def extract(project: Project) -> polib.POFile:
    """The texts of the code and the templates as they are now, read in a copy of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        for path in project.paths:
            if path.endswith((".py", ".html", ".txt")) and "/tests/" not in path:
                copy = Path(folder, path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(project.root / path, copy)
        Path(folder, "locale").mkdir()
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale",
            "en",
            "--no-wrap",
            "--add-location",
            "file",
        ]
        alone = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        made = subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True, check=False)
        if made.returncode:
            raise SystemExit(f"The texts could not be collected (is gettext installed?): {made.stderr.strip()}")
        return polib.pofile(str(Path(folder, CATALOGUE)), wrapwidth=0)


def read(project: Project) -> polib.POFile:
    """The committed catalogue, or an empty one."""
    path = project.root / CATALOGUE
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def placeholders(text: str) -> set[str]:
    """The names that a text leaves open."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def entry_fault(entry: polib.POEntry) -> str | None:
    """What is wrong with one translation."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        return "is not translated"
    if entry.fuzzy:
        return "is marked fuzzy: confirm the translation"
    if any(HAN.search(text) for text in texts) and entry.msgctxt != "own name":
        return "still has Chinese in its English"
    if any(placeholders(text) - placeholders(entry.msgid + entry.msgid_plural) for text in texts):
        return "names a placeholder that the text does not have"
    return None


def faults(project: Project) -> Iterator[Fault]:
    """Texts that are missing, left over, unfinished, or not yet compiled."""
    wanted, have = extract(project), read(project)
    keys = {(entry.msgctxt, entry.msgid) for entry in wanted}
    known = {(entry.msgctxt, entry.msgid): entry for entry in have if not entry.obsolete}
    for entry in wanted:
        if (entry.msgctxt, entry.msgid) not in known:
            place, _line = entry.occurrences[0] if entry.occurrences else (CATALOGUE, "")
            yield Fault(place, 0, f"{entry.msgid!r} is not in the catalogue: make messages")
    for key, entry in known.items():
        if key not in keys:
            yield Fault(CATALOGUE, entry.linenum, f"{entry.msgid!r} is used nowhere: make messages")
        elif why := entry_fault(entry):
            yield Fault(CATALOGUE, entry.linenum, f"{entry.msgid!r} {why}")
    for entry in have.obsolete_entries():
        yield Fault(CATALOGUE, entry.linenum, f"{entry.msgid!r} is obsolete: make messages")
    compiled = (project.root / CATALOGUE).with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != have.to_binary():
        yield Fault(str(compiled.relative_to(project.root)), 0, "is older than the catalogue: make messages")


def refresh(project: Project) -> str:
    """Bring the catalogue up to the code, keep every translation still used, and compile it."""
    fresh, have = extract(project), read(project)
    known = {(entry.msgctxt, entry.msgid): entry for entry in have}
    for entry in fresh:
        if old := known.get((entry.msgctxt, entry.msgid)):
            entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural or entry.msgstr_plural
            entry.flags = [*entry.flags, "fuzzy"] if old.fuzzy and not entry.fuzzy else entry.flags
    fresh.metadata = METADATA
    fresh.header = "English texts of the portal; the Chinese ones are the source."
    fresh.sort(key=lambda entry: (entry.occurrences[:1], entry.msgid))
    target = project.root / CATALOGUE
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(target))
    fresh.save_as_mofile(str(target.with_suffix(".mo")))
    return f"{len(fresh)} texts, {len(fresh.untranslated_entries())} not translated yet"


def main() -> int:
    """Check or refresh; the exit code is 1 when the check finds a fault."""
    project = Project(Path(__file__).resolve().parents[1])
    if "--check" not in sys.argv[1:]:
        print(refresh(project))
        return 0
    found = list(faults(project))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
