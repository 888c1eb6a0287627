"""The glossary of the Compact's terms: what to say, and what to avoid, in each language."""

from functools import cache
from pathlib import Path

import yaml

from foundation.textcheck import Term

PATH = Path(__file__).parent / "data" / "glossary.yaml"


@cache
def terms_to_avoid(language: str) -> tuple[Term, ...]:
    """The variants that the glossary avoids in this language, each with the terms it prefers, the shorter first.

    A variant that is the right name of something else is left out: nobody knows which of the two a writer means.
    """
    entries = yaml.safe_load(PATH.read_text(encoding="utf-8"))["terms"]
    return tuple(
        Term(variant, tuple(filter(None, (entry.get(f"{name}{language}") for name in ("short_", "", "plural_")))))
        for entry in entries
        for variant in entry.get(f"avoid_{language}", [])
        if variant not in entry.get(f"other_names_{language}", [])
    )
