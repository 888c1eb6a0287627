"""What a reader gets out of a PDF: its words by two programs, its structure by a third."""

import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf

from foundation import richtext

FIXTURES = Path(__file__).parent / "fixtures"
REFERENCE = {"reference": "XAA-imrf-2026-2", "sha256": "4f1c" * 16}


def snapshot() -> dict[str, Any]:
    """A stored snapshot of schema version 1: long Arabic prose with vowel signs, a table, a picture."""
    return json.loads((FIXTURES / "snapshot_v1.json").read_text())


def picture(sha256: str) -> bytes:
    """The only picture of the fixture."""
    assert sha256 == snapshot()["assets"][0]["sha256"]
    return (FIXTURES / "picture.png").read_bytes()


def answers(taken: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in taken["sections"]:
        yield from section.get("answers", [])
        for objective in section.get("objectives", []):
            yield from objective["answers"]


def shown_words(taken: dict[str, Any], language: str) -> list[str]:
    """The words of all answers that a document in ``language`` shows, in their order."""
    found = []
    for answer in answers(taken):
        text = answer["texts"].get(language) or next(iter(answer["texts"].values()), None)
        if text:
            found += words(richtext.plain(text["html"]))
    return found


def words(text: str) -> list[str]:
    """Words with their vowel signs, each compared letter by letter; direction marks are no letters."""
    text = unicodedata.normalize("NFC", text)
    letters = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.findall(r"[\w\u064b-\u065f\u0670]+", letters)


def lost(expected: list[str], found: list[str]) -> list[str]:
    """The expected words that are not found, as often as they are missing."""
    there = Counter(found)
    missing = []
    for word in expected:
        if there[word]:
            there[word] -= 1
        else:
            missing.append(word)
    return missing


def poppler(path: Path) -> str:
    return subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout


def by_pypdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


READERS: dict[str, Callable[[Path], str]] = {"poppler": poppler, "pypdf": by_pypdf}
