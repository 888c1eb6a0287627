"""What differs between two texts; nothing here asks the database.

Texts are compared paragraph by paragraph and, inside a paragraph, word by word; a word with its
vowel signs is one word.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

from foundation import richtext

EQUAL, INSERT, DELETE = "equal", "insert", "delete"

#: Pieces of one paragraph in reading order: what became of them, and their words.
Pieces = list[tuple[str, str]]

# A word with the marks on its letters and what joins its parts (12,700; Latin letters' hyphens and apostrophes),
# or one sign; each with the space behind it.
_LETTER = "[\\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
_TOKEN = re.compile(rf"({_LETTER}+(?:[-'’.,٫٬/@:]{_LETTER}+)*|[^\s])(\s*)")
#: Paragraphs with fewer words in common than this share are two paragraphs, not one that was changed.
_ALIKE = 0.3
#: Where more pairs of paragraphs than this would have to be weighed, they are paired in order.
_MOST_PAIRS = 2_500


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.split("\n")) if line]


def _tokens(line: str) -> list[tuple[str, str]]:
    """Words and signs of a line, each with the space behind it."""
    return _TOKEN.findall(line)


def _likeness(one: Counter, other: Counter) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _pairs(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    """Lines that took each other's place, in order, so that the pairs have most in common."""
    if len(old) * len(new) > _MOST_PAIRS:
        longest = max(len(old), len(new))
        fill = [None] * longest
        return list(zip((old + fill)[:longest], (new + fill)[:longest], strict=True))
    counts_old = [Counter(word for word, _space in _tokens(line)) for line in old]
    counts_new = [Counter(word for word, _space in _tokens(line)) for line in new]
    # best[i][j]: most in common between the first i old and the first j new lines.
    best = [[0.0] * (len(new) + 1) for _line in range(len(old) + 1)]
    alike: dict[tuple[int, int], float] = {}
    for i, one in enumerate(counts_old):
        for j, other in enumerate(counts_new):
            share = _likeness(one, other)
            alike[i, j] = share if share >= _ALIKE else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + alike[i, j])
    found: list[tuple[str | None, str | None]] = []
    i, j = len(old), len(new)
    while i or j:
        if i and j and alike[i - 1, j - 1] and best[i][j] == best[i - 1][j - 1] + alike[i - 1, j - 1]:
            i, j = i - 1, j - 1
            found.append((old[i], new[j]))
        elif j and best[i][j] == best[i][j - 1]:
            j -= 1
            found.append((None, new[j]))
        else:
            i -= 1
            found.append((old[i], None))
    return found[::-1]


def _written(tokens: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in tokens)


def _changed_words(old: str, new: str) -> Pieces:
    """One paragraph that was changed. Spaces are those of ``new``: equal and inserted pieces are ``new`` exactly."""
    before, after = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [word for word, _space in before], [word for word, _space in after])
    steps = [(tag == EQUAL, before[a:b], after[c:d]) for tag, a, b, c, d in matcher.get_opcodes()]
    pieces: Pieces = []
    removed: list[tuple[str, str]] = []
    added: list[tuple[str, str]] = []
    lead = ""  # the space that stood before what was removed, where the new text has none there

    def close():
        if removed:
            pieces.append((DELETE, lead + _written(removed)))
        if added:
            pieces.append((INSERT, _written(added)))
        removed.clear()
        added.clear()

    for number, (same, old_part, new_part) in enumerate(steps):
        inside = 0 < number < len(steps) - 1
        if same and not (inside and not any(word[0].isalnum() for word, _space in new_part)):
            close()
            pieces.append((EQUAL, _written(new_part)))
            lead = old_part[-1][1] if not new_part[-1][1] else ""
        else:
            # A lone comma between two changes is no thread to hold on to.
            removed += old_part
            added += new_part
    close()
    return pieces


def differences(old_html: str, new_html: str) -> list[Pieces]:
    """What was changed from one rich text to the other, by paragraph (list item, table row), for a reader.

    Each paragraph is a list of ``(op, text)`` with op ``"equal"``, ``"insert"`` or ``"delete"``. Equal and inserted
    pieces together are the new text; equal and deleted ones the words of the old. Formatting and pictures are not
    words: texts that differ in nothing else give equal pieces alone. ``reviews/_differences.html`` draws the result.
    """
    return text_differences(richtext.plain(old_html), richtext.plain(new_html))


def text_differences(old_text: str, new_text: str) -> list[Pieces]:
    """As ``differences``, for two plain texts: each line is a paragraph."""
    old, new = _lines(old_text), _lines(new_text)
    result: list[Pieces] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == EQUAL:
            result += [[(EQUAL, line)] for line in new[c:d]]
            continue
        for before, after in _pairs(old[a:b], new[c:d]):
            if before is None:
                result.append([(INSERT, after)])
            elif after is None:
                result.append([(DELETE, before)])
            else:
                result.append(_changed_words(before, after))
    return result


def has_changes(paragraphs: list[Pieces]) -> bool:
    return any(op != EQUAL for pieces in paragraphs for op, _text in pieces)
