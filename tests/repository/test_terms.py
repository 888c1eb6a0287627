"""One term for one thing: the variants that the glossary warns of appear nowhere in the product."""

import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GLOSSARY = ROOT / "objectives" / "data" / "glossary.yaml"
#: Not the product: the tests may quote a variant, ``var`` is made by machines; hidden folders but ``.ci`` are tools'.
LEFT_OUT = {"tests", "var"}
NOT_TEXT = {".mo", ".pyc", ".png", ".ico", ".woff2", ".ttf", ".pdf", ".sqlite3"}
#: What may stand between two words of one term: spaces and line breaks, a line's end in a catalogue, a tag, the mark
#: of a comment. YAML, Markdown and HTML fold long lines, so a term is not always on one.
BETWEEN = r"(?:\s|&nbsp;|\\n|[\"#>*_]|<[^<>]*>)+"
#: Vowel signs, tatweel and marks of direction, which a reader does not see as a difference.
UNSEEN = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def variants() -> list[str]:
    terms = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))["terms"]
    return [variant for term in terms for variant in term.get("avoid_ar", [])]


def bare(text: str) -> str:
    """The text as it is compared: presentation forms as letters, without what a reader does not see."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def pattern(variant: str) -> re.Pattern:
    """The variant as whole words, also behind the particles that Arabic joins to a word («بالميثاق», «وللميثاق»).

    Whole words: «… الدولي» must not be found in «… الدولية».
    """
    first, *others = bare(variant).split()
    if first.startswith("ال"):
        head = f"[وف]?(?:[بك]?ال|لل){re.escape(first[2:])}"
    else:
        head = f"[وف]?[بكل]?{re.escape(first)}"
    words = BETWEEN.join([head, *map(re.escape, others)])
    return re.compile(rf"(?<!\w){words}(?!\w)")


@cache
def product() -> dict[str, str]:
    """Every text file of the product but the glossary itself, by its path, as it is compared."""
    texts = {}
    for folder, folders, names in os.walk(ROOT):
        inside = Path(folder).relative_to(ROOT)
        folders[:] = [
            name
            for name in sorted(folders)
            if name == ".ci" or not (name.startswith((".", "__")) or str(inside / name) in LEFT_OUT)
        ]
        for path in (Path(folder) / name for name in names):
            if path.is_file() and path.suffix not in NOT_TEXT and path != GLOSSARY:
                texts[str(path.relative_to(ROOT))] = bare(path.read_text(encoding="utf-8", errors="replace"))
    return texts


def test_the_glossary_warns_of_something():
    assert "الميثاق العالمي" in variants()


def test_every_kind_of_file_is_looked_at():
    looked_at = product()
    for path in (
        "README.md",
        ".ci/run",
        "docs/reference-data.md",
        "templates/base.html",
        "locale/ar/LC_MESSAGES/django.po",
        "reviews/data/questionnaire.yaml",
        "gcm_portal/data/samples.yaml",
        "reviews/reference.py",
    ):
        assert path in looked_at
    assert not any(path.startswith(("tests/", "var/", ".venv/", ".git/")) for path in looked_at)


@pytest.mark.parametrize(
    "text",
    [
        "في الميثاق العالمي.",
        "بالميثاق العالمي",
        "وللميثاق العالمي",
        "المِيثاقُ العالَميُّ",
        "الميثـاق العالمي",
        "الميثاق\n    العالمي",
        'msgstr "الميثاق "\n"العالمي"',
        "<em>الميثاق</em> العالمي",
        "الميثاق\u00a0العالمي",
        "الميثاق العالمي\u200f،",
    ],
)
def test_a_variant_is_found_however_it_is_written(text):
    assert pattern("الميثاق العالمي").search(bare(text))


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        ("منتدى استعراض الهجرة الدولي", "في منتدى استعراض الهجرة الدولية."),
        ("الميثاق العالمي", "الميثاق الأفريقي، والاتفاق العالمي"),
        ("شبكة الأمم المتحدة للهجرة", "شبكة الأمم المتحدة المعنية بالهجرة"),
    ],
)
def test_the_right_term_is_not_taken_for_a_variant(variant, text):
    assert not pattern(variant).search(bare(text))


@pytest.mark.parametrize("variant", variants())
def test_a_variant_to_avoid_appears_nowhere(variant):
    term = pattern(variant)
    assert [path for path, text in product().items() if term.search(text)] == []
