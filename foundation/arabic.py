"""Arabic (and any other) text made comparable: for search and for the order of lists.

Databases differ in what they know of Arabic, so both engines compare one prepared column.
"""

import re
import unicodedata

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
