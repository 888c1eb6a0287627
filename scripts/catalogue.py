"""The message catalogues: ``update`` extracts into them, ``check`` says what is wrong with them.

Extraction runs in a copy of the sources: makemessages writes a file beside every template it reads, and it must
find neither packages nor built files.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {".py", ".html", ".txt"}
NOT_SHOWN_TO_ANYONE = {"tests", "scripts", "docs", "deploy"}
ARABIC = re.compile(r"[\u0600-\u06ff]")
# What stays as it is in every language: placeholders, markup, addresses, names of formats.
UNTRANSLATABLE = re.compile(
    r"%\(\w+\)\w|%[sd]|\{\w*\}|<[^>]*>|https?:\S+|\S+@\S+|&\w+;"
    r"|\b(?:PDF|CSV|XLSX|JSON|XML|API|OpenAPI|URL|ISO|M49|SHA-256|IATI|iCal|Atom|TOTP|QR|MB|kB|Word|Excel|PNG|JPEG)\b"
)
WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass
class Message:
    context: str = ""
    text: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.text, self.plural

    def __str__(self) -> str:
        return f"{self.text!r}" + (f" (context {self.context!r})" if self.context else "")


def run(*command: str | Path, **options) -> str:
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"Stopped: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def catalogues() -> list[Path]:
    return sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))


def extract(folder: Path, language: str) -> Path:
    """The catalogue of ``language`` as it would be now, with the translations there are."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        path = Path(name)
        if path.suffix not in SOURCES or path.parts[0] in NOT_SHOWN_TO_ANYONE or not (ROOT / path).exists():
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / path)
    copy = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / copy.relative_to(folder), copy)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    run(
        sys.executable, "-m", "django", "makemessages", "--locale", language, "--no-location", "--no-obsolete",
        "--extension", "html,txt,py", cwd=folder, env=environment,
    )  # fmt: skip
    return copy


def unquoted(line: str) -> str:
    text = line[line.index('"') + 1 : line.rindex('"')]
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def read(path: Path) -> list[Message]:
    """All messages but the header, through msgcat, which brings each string onto one line."""
    messages, current = [], Message()
    for line in [*run("msgcat", "--no-wrap", path).splitlines(), ""]:
        if not line:
            if current.text:
                messages.append(current)
            current = Message()
        elif line.startswith("#,") and "fuzzy" in line:
            current.is_fuzzy = True
        elif line.startswith("msgctxt "):
            current.context = unquoted(line)
        elif line.startswith("msgid "):
            current.text = unquoted(line)
        elif line.startswith("msgid_plural "):
            current.plural = unquoted(line)
        elif line.startswith("msgstr"):
            current.translations.append(unquoted(line))
        elif line.startswith('"'):  # msgcat breaks a line after a line break inside the string
            if current.translations:
                current.translations[-1] += unquoted(line)
            elif current.plural:
                current.plural += unquoted(line)
            else:
                current.text += unquoted(line)
    return messages


def looks_untranslated(message: Message) -> bool:
    """No Arabic letter, though the message has words that could be translated."""
    if ARABIC.search("".join(message.translations)):
        return False
    return bool(WORD.search(UNTRANSLATABLE.sub("", message.text)))


def faults(path: Path, language: str) -> list[str]:
    found = []
    checked = subprocess.run(["msgfmt", "--check", "-o", os.devnull, path], capture_output=True, text=True)
    if checked.returncode:
        found.append(checked.stderr.strip())
    messages = read(path)
    for message in messages:
        if message.is_fuzzy:
            found.append(f"fuzzy: {message}")
        if not all(message.translations):
            found.append(f"empty: {message}")
        elif language == "ar" and looks_untranslated(message):
            found.append(f"not Arabic: {message}")
    with tempfile.TemporaryDirectory() as folder:
        now = {message.key: message for message in read(extract(Path(folder), language))}
    there = {message.key: message for message in messages}
    found += [f"missing: {message}" for key, message in now.items() if key not in there]
    found += [f"not used any more: {message}" for key, message in there.items() if key not in now]
    return found


def check() -> int:
    total = 0
    if not catalogues():
        sys.exit("Stopped: there is no catalogue in locale/.")
    for path in catalogues():
        found = faults(path, path.parent.parent.name)
        total += len(found)
        for fault in found:
            print(f"{path.relative_to(ROOT)}: {fault}")
    if total:
        print(f"{total} faults. 'make messages' brings the catalogues up to date; the translating is yours.")
    return 1 if total else 0


def update() -> int:
    for path in catalogues():
        with tempfile.TemporaryDirectory() as folder:
            new = extract(Path(folder), path.parent.parent.name)
            # The date of extraction would make every run a change.
            text = re.sub(r'^"POT-Creation-Date:.*\\n"\n', "", new.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(ROOT)} is up to date again.")
    return 0


if __name__ == "__main__":
    sys.exit({"check": check, "update": update}[sys.argv[1]]())
