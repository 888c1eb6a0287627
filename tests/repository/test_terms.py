"""One term for one thing: the variants that the glossary warns of appear nowhere in the product."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GLOSSARY = ROOT / "objectives" / "data" / "glossary.yaml"
KINDS = {".py", ".html", ".txt", ".po", ".yaml", ".md", ".css", ".js"}
#: Not the product: the tests may quote a variant, and the glossary lists them.
LEFT_OUT = {"tests", "var", ".venv", ".git"}


def variants() -> list[str]:
    terms = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))["terms"]
    return [variant for term in terms for variant in term.get("avoid_ar", [])]


def pattern(variant: str) -> re.Pattern:
    """The variant as whole words: «… الدولي» must not be found in «… الدولية»."""
    return re.compile(rf"(?<!\w){re.escape(variant)}(?!\w)")


def files():
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if inside.parts[0] not in LEFT_OUT and path.suffix in KINDS and path != GLOSSARY:
            yield path


def test_the_glossary_warns_of_something():
    assert "الميثاق العالمي" in variants()


def test_a_variant_is_found_as_whole_words():
    assert pattern("منتدى استعراض الهجرة الدولي").search("في منتدى استعراض الهجرة الدولي.")
    assert not pattern("منتدى استعراض الهجرة الدولي").search("في منتدى استعراض الهجرة الدولية.")


@pytest.mark.parametrize("variant", variants())
def test_a_variant_to_avoid_appears_nowhere(variant):
    found = [
        str(path.relative_to(ROOT)) for path in files() if pattern(variant).search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
