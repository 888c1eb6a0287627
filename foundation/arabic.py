"""Arabic (and any other) text made comparable: for search and for the order of lists.

Databases differ in what they know of Arabic, so both engines compare one prepared column.
"""

import re
import unicodedata
from itertools import pairwise

_TATWEEL = "\u0640"
# What decomposition does not bring together: letters that writers use for one another.
_SAME_LETTER = str.maketrans(
    {
        "ى": "ي",  # alef maqsura for ya, in Egypt also the other way round
        "ة": "ه",  # ta marbuta without its dots
        "ٱ": "ا",  # alef wasla
        "ی": "ي",  # Persian ya
        "ې": "ي",
        "ک": "ك",  # Persian kaf
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        _TATWEEL: None,
    }
)
# Letters other languages added to the alphabet, placed after the letter they grew from.
_PLACE = str.maketrans({"پ": "ب\u06ff", "چ": "ج\u06ff", "ژ": "ز\u06ff", "ڤ": "ف\u06ff", "گ": "ك\u06ff"})
_ARTICLE = re.compile("^ال(?=\\w{2})")


def normalize(text: str) -> str:
    """``text`` as it is searched: the same for spellings that a reader takes for the same word.

    Alef with and without hamza or madda, hamza on its carriers, ya and alef maqsura, ta marbuta
    and ha, vowel signs, tatweel, presentation forms and ligatures, digits of any script,
    Latin case and accents, invisible characters and runs of spaces. Applying it twice changes nothing.
    """
    # Compatibility decomposition takes presentation forms and ligatures apart, and hamza and
    # accents off their letters; the marks left over (category Mn) are then dropped.
    letters = []
    for character in unicodedata.normalize("NFKD", text).lower():
        category = unicodedata.category(character)
        if category in ("Mn", "Cf", "Cs", "Cc") and not character.isspace():
            continue
        if category == "Nd":
            character = str(unicodedata.decimal(character))
        letters.append(character)
    joined = unicodedata.normalize("NFC", "".join(letters).translate(_SAME_LETTER))
    return " ".join(joined.split())


def sort_key(text: str) -> str:
    """A key that puts names in the order of the Arabic alphabet.

    As in the United Nations' Arabic lists of Member States a leading article is not counted
    (الأردن stands under alef, الجزائر under jim), while أل that belongs to the name is (ألمانيا
    stands under alef, lam): the article is written with a bare alef, so it is looked for before
    spellings are brought together.
    """
    shown = unicodedata.normalize("NFKC", text).replace(_TATWEEL, "").strip()
    bare = "".join(character for character in shown if not "\u064b" <= character <= "\u065f")
    return normalize(_ARTICLE.sub("", bare)).translate(_PLACE)


# ---------------------------------------------------------------- presentation forms

# Letters as old PDFs store them, by their shape in the line. Not: symbols that are typed on purpose (ﷲ ﷺ ﷻ ﷼ ﷽ and
# the like, U+FDF0 to U+FDFF), ornate brackets, dots alone.
FORMS = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc"
_MARKS = "\u064b-\u065f\u0670"
FORM_RUN = re.compile(f"[{FORMS}](?:[{FORMS}{_MARKS}\xa0 0-9٠-٩.,:/()،؛؟-]*[{FORMS}{_MARKS}])?")
_FORM_WORD = re.compile(f"[{FORMS}{_MARKS}]+")
_NUMBER = re.compile("[0-9٠-٩]+(?:[.,:/-][0-9٠-٩]+)*")
_MARK_FORMS = re.compile("[\ufe70-\ufe7f\ufc5e-\ufc63\ufcf2-\ufcf4]")
_MIRRORED = str.maketrans("()", ")(")
# Whether a letter of this shape is joined to the one before it, and to the one after it.
_JOINS = {"<isolated>": (False, False), "<initial>": (False, True), "<medial>": (True, True), "<final>": (True, False)}


def _fits(shapes: list[tuple[bool, bool]]) -> bool:
    """Whether letters of these shapes can stand in this order: each joins where its neighbour does."""
    ends = [(False, False), *shapes, (False, False)]
    return all(one[1] == following[0] for one, following in pairwise(ends))


def _runs_backwards(run: str) -> bool:
    """Whether the letters stand in the order in which they are seen, from left to right: their shapes tell.

    One word that can only stand the right way is enough to leave all as they are.
    """
    backwards = False
    for word in _FORM_WORD.findall(run):
        names = (unicodedata.decomposition(character).split(" ")[0] for character in word)
        shapes = [_JOINS[name] for name in names if name in _JOINS]
        forwards, reverse = _fits(shapes), _fits(shapes[::-1])
        if forwards and not reverse:
            return False
        backwards |= reverse and not forwards
    return backwards


def _turned(run: str) -> str:
    """A run as it is read: backwards, but for its numbers, and each mark behind its letter."""
    pieces = re.findall(f"[^{_MARKS}][{_MARKS}]*", run)
    turned = "".join(reversed(pieces)).translate(_MIRRORED)
    return _NUMBER.sub(lambda found: found[0][::-1], turned)


def _letters(run: str) -> str:
    if _runs_backwards(run):
        run = _turned(run)
    # Vowel signs have forms too, each with a space or tatweel to stand on.
    return "".join(map(_letter, run))


def _letter(character: str) -> str:
    if not re.match(f"[{FORMS}]", character):
        return character
    letters = unicodedata.normalize("NFKC", character)
    return letters.lstrip(" " + _TATWEEL) if _MARK_FORMS.match(character) else letters


def from_presentation_forms(text: str) -> str:
    """``text`` with letters in place of presentation forms; what was stored in visual order (ﺎﻟ for لا) is turned.

    Only what the shapes prove is turned. Applying it twice changes nothing.
    """
    return FORM_RUN.sub(lambda found: _letters(found[0]), text)
