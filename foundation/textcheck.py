"""What is wrong in a text as such: broken Arabic, stray characters, terms that the glossary avoids.

Only what is certain is repaired, and only what is close to certain is reported: a remark that is wrong twice is not
read a third time. What a text says is nobody's business here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from django.utils.translation import gettext as _

from foundation import richtext
from foundation.arabic import FORM_RUN, from_presentation_forms

TERM, FORM, LOOKALIKE, CONTROL = "term", "form", "lookalike", "control"
ORDER, START, MARK, DIGITS = "order", "start", "mark", "digits"


@dataclass(frozen=True)
class Term:
    """A variant to avoid, and the forms of the term to prefer, the one to suggest first at the front."""

    variant: str
    preferred: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """Something in ``text[start:end]``. With ``certain``, ``suggestion`` is right and ``repair`` puts it there;
    without, a person decides, and an empty suggestion means that there is none."""

    kind: str
    start: int
    end: int
    found: str
    suggestion: str
    message: str
    certain: bool = False

    @property
    def shown(self) -> str:
        """What was found; a character that cannot be seen by its number."""
        if self.kind == CONTROL:
            return " ".join(f"U+{ord(character):04X}" for character in self.found)
        return self.found

    @property
    def can_be_put_right(self) -> bool:
        return self.certain or bool(self.suggestion)


# ---------------------------------------------------------------- characters

# Arabic letters, with the marks on them.
_LETTER = "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc"
_SIGN = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_WORD = re.compile(f"[{_LETTER}][{_LETTER}{_SIGN}\u0640]*")
# What no writer types: see foundation.richtext for why isolates and embeddings that are closed may stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LOOKALIKES = {"ی": "ي", "ک": "ك"}
# Letters that Arabic does not have: a word with one of them is not Arabic, and is left alone.
_OTHER_LANGUAGES = re.compile("[پچژگڤٹڈڑںہھےۀۆۇۈېۍڕڵێە]")
_EASTERN, _WESTERN = re.compile("[٠-٩۰-۹]+"), re.compile("[0-9]")
_FIRST_MARKS = re.compile('(?<![^\\s(«“"])[\u064b-\u0652\u0670]+')
# Neither letter can begin a word; two letters in a row that do are no accident of spacing.
_IMPOSSIBLE_START = ("ة", "ى")


def _letters(word: str) -> str:
    return re.sub(f"[{_SIGN}\u0640]", "", word)


def _forms(text: str) -> Iterator[Finding]:
    for found in FORM_RUN.finditer(text):
        message = _("Letters in the form of an old PDF: searches and screen readers do not know them.")
        yield Finding(
            FORM, found.start(), found.end(), found[0], from_presentation_forms(found[0]), message, certain=True
        )


def _unbalanced(line: str) -> Iterator[int]:
    """Places of marks of direction that open and are not closed, or close what is not open; overrides always."""
    opened: list[tuple[str, int]] = []
    for found in _BIDI.finditer(line):
        character, place = found[0], found.start()
        if character in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
            opened.append((character, place))
            continue
        pairs = "\u202a\u202b\u202d\u202e" if character == "\u202c" else "\u2066\u2067\u2068"
        if opened and opened[-1][0] in pairs:
            opener, before = opened.pop()
            if opener in "\u202d\u202e":
                yield from (before, place)
        else:
            yield place
    yield from (place for _opener, place in opened)


def _controls(text: str) -> Iterator[Finding]:
    unseen = _("A character that cannot be seen; it splits words or turns the line around.")
    direction = _("A mark of direction without its other half, or one that turns letters around.")
    for found in _UNSEEN.finditer(text):
        yield Finding(CONTROL, found.start(), found.end(), found[0], "", unseen, certain=True)
    start = 0
    for line in text.split("\n"):
        for place in _unbalanced(line):
            at = start + place
            yield Finding(CONTROL, at, at + 1, text[at], "", direction, certain=True)
        start += len(line) + 1


def _lookalikes(text: str) -> Iterator[Finding]:
    for word in _WORD.finditer(text):
        if _OTHER_LANGUAGES.search(word[0]) or not any(letter in word[0] for letter in _LOOKALIKES):
            continue
        # At the end of a word the Persian ya looks like both ya and alef maqsura: only the writer knows which.
        ends = re.search(f"ی[{_SIGN}\u0640]*$", word[0])
        last = word.start() + ends.start() if ends else -1
        for place in range(word.start(), word.end()):
            right = _LOOKALIKES.get(text[place])
            if right is None:
                continue
            if place == last:
                message = _("A Persian letter at the end of a word: put ي or ى, whichever is meant.")
                yield Finding(LOOKALIKE, word.start(), word.end(), word[0], _with(word, last, right), message)
            else:
                message = _("A Persian letter that looks like the Arabic one: searches do not find the word.")
                yield Finding(LOOKALIKE, place, place + 1, text[place], right, message, certain=True)


def _with(word: re.Match[str], place: int, letter: str) -> str:
    at = place - word.start()
    return word[0][:at].replace("ی", "ي").replace("ک", "ك") + letter + word[0][at + 1 :]


def _orders(text: str) -> Iterator[Finding]:
    start = 0
    for line in text.split("\n"):
        words = list(_WORD.finditer(line))
        wrong = [word for word in words if len(_letters(word[0])) >= 3 and word[0].startswith(_IMPOSSIBLE_START)]
        if len(wrong) >= 2:
            message = _("This line seems to stand backwards, as text copied from some PDFs does. Type it again.")
            yield Finding(ORDER, start, start + len(line), line, "", message)
        elif wrong:
            message = _("No word begins with this letter: a space is misplaced, or the word stands backwards.")
            at = start + wrong[0].start()
            yield Finding(START, at, start + wrong[0].end(), wrong[0][0], "", message)
        start += len(line) + 1
    for found in _FIRST_MARKS.finditer(text):
        message = _("A vowel sign without a letter before it.")
        yield Finding(MARK, found.start(), found.end(), found[0], "", message)


def _digits(text: str) -> Iterator[Finding]:
    eastern = _EASTERN.search(text)
    if eastern and _WESTERN.search(text):
        message = _("Digits of two kinds (١٢٣ and 123) stand in one text. Either is right; both confuse.")
        yield Finding(DIGITS, eastern.start(), eastern.end(), eastern[0], "", message)


# ---------------------------------------------------------------- terms

_NOT_COMPARED = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def _bare(text: str) -> tuple[str, list[int]]:
    """The text as terms are compared, and where each of its characters stands in ``text``."""
    kept = [
        (one, place)
        for place, character in enumerate(text)
        if not _NOT_COMPARED.match(character)
        for one in unicodedata.normalize("NFKC", character)
    ]
    return "".join(one for one, _place in kept), [place for _one, place in kept]


def _pattern(variant: str) -> re.Pattern[str]:
    """The variant as whole words, also behind the particles that Arabic joins to a word («بالميثاق», «وللميثاق»)."""
    first, *others = _bare(variant)[0].split()
    if first.startswith("ال"):
        head = f"(?P<before>[وف]?[بك]?)(?P<article>ال|لل){re.escape(first[2:])}"
    else:
        head = f"(?P<before>[وف]?[بكل]?)(?P<article>){re.escape(first)}"
    words = r"[^\S\n]+".join([head, *map(re.escape, others)])
    return re.compile(rf"(?<!\w){words}(?!\w)")


def _common(tail: list[str], following: list[str]) -> int:
    """With how many words of ``tail`` the text goes on already."""
    count = 0
    for wanted, there in zip(tail, following, strict=False):
        if wanted != there:
            break
        count += 1
    return count


def _behind(before: str, article: str, term: str) -> str:
    """The preferred term behind the particles of the variant: بـ and لـ join to it, and لـ takes its alef away."""
    if article == "لل" or before.endswith("ل"):
        return before.removesuffix("ل") + ("لل" + term[2:] if term.startswith("ال") else "ل" + term)
    return before + term


def _terms(text: str, terms: tuple[Term, ...]) -> Iterator[Finding]:
    bare, places = _bare(text)
    for term in terms:
        length = len(term.variant.split())
        definite = term.variant.startswith("ال")
        alike = [one for one in term.preferred if one.startswith("ال") == definite] or list(term.preferred)
        for found in _pattern(term.variant).finditer(bare):
            following = list(re.finditer(r"\w+", bare[found.end() :].split("\n")[0]))
            words = [word[0] for word in following]
            common, preferred = max(
                ((_common(_bare(one)[0].split()[length:], words), one) for one in alike), key=lambda pair: pair[0]
            )
            end = found.end() + (following[common - 1].end() if common else 0)
            start, last = places[found.start()], places[end - 1]
            while last + 1 < len(text) and _NOT_COMPARED.match(text[last + 1]):
                last += 1
            message = _("The glossary of the Compact prefers another term.")
            suggestion = _behind(found["before"], found["article"], preferred)
            yield Finding(TERM, start, last + 1, text[start : last + 1], suggestion, message)


# ---------------------------------------------------------------- all of it


def find(text: str, language: str, terms: tuple[Term, ...] = ()) -> list[Finding]:
    """What is to be looked at in a plain text of this language, in its order; paragraphs are lines.

    ``terms`` are the variants to avoid in this language.
    """
    found = [*_forms(text), *_controls(text), *_terms(text, terms)]
    if language == "ar":
        found += [*_lookalikes(text), *_orders(text), *_digits(text)]
    return sorted(found, key=lambda one: (one.start, one.end))


class _Words:
    """The words of canonical rich text as one string, and back: markup is left as it is."""

    _BLOCK = re.compile(r"<(?!/?(?:a|strong|em|u|sub|sup)[ >])")

    def __init__(self, html: str):
        self.pieces = re.split(r"(<[^<>]*>)", html)
        self.places: list[tuple[int, int] | None] = []
        text: list[str] = []
        for number, piece in enumerate(self.pieces):
            if number % 2:
                if self._BLOCK.match(piece):
                    text.append("\n")
                    self.places.append(None)
            else:
                words = self.pieces[number] = unescape(piece)
                text.append(words)
                self.places += [(number, place) for place in range(len(words))]
        self.text = "".join(text)

    def put(self, edits: list[tuple[int, int, str]]) -> str:
        """The rich text with ``edits`` (start, end, words) made in the string; they do not overlap."""
        changed = {number: list(piece) for number, piece in enumerate(self.pieces) if not number % 2}
        for start, end, words in edits:
            places = [place for place in self.places[start:end] if place is not None]
            for number, (piece, at) in enumerate(places):
                changed[piece][at] = "" if number else words
        return richtext.sanitize(
            "".join(
                piece if number % 2 else escape("".join(changed[number]), quote=False)
                for number, piece in enumerate(self.pieces)
            )
        )


def words_of(html: str) -> str:
    """The text in which ``find_in`` places what it finds."""
    return _Words(html).text


def find_in(html: str, language: str, terms: tuple[Term, ...] = ()) -> list[Finding]:
    """``find`` in canonical rich text; places are those of ``words_of(html)``."""
    return find(words_of(html), language, terms)


def replace(html: str, finding: Finding) -> str:
    """The rich text with the suggestion in the place of what was found; markup around it stays."""
    return _Words(html).put([(finding.start, finding.end, finding.suggestion)])


def repair(html: str, language: str = "ar") -> str:
    """Canonical rich text with what is certain put right: presentation forms (and the lam-alef and lines that were
    stored backwards with them), Persian letters inside Arabic words, stray characters. Twice changes nothing more."""
    for _round in range(10):
        words = _Words(html)
        edits: list[tuple[int, int, str]] = []
        for one in find(words.text, language):
            if one.certain and (not edits or one.start >= edits[-1][1]):
                edits.append((one.start, one.end, one.suggestion))
        if not edits:
            return html
        html = words.put(edits)
    return html
