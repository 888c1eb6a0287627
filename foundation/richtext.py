"""Rich text as the portal keeps it: one small schema in one canonical form.

The schema is what a review needs and what HTML, Markdown, PDF and the editor can all hold:

- blocks: ``p``, ``h3``, ``h4``, ``ul``, ``ol``, ``blockquote``, ``table``, ``figure``
- a list item holds text, or paragraphs and further lists; so does a table cell
- ``table`` may have a ``caption``, then ``thead`` (rows of ``th`` alone) and ``tbody``
- ``figure`` holds one ``img`` whose address is ``asset:<sha256>``, and perhaps a ``figcaption``
- inside text: ``br``, ``strong``, ``em``, ``u``, ``sub``, ``sup``, ``a`` (http, https, mailto)

``sanitize`` brings anything into that form, and what is in that form it leaves as it is. Foreign
HTML first goes through nh3; then the tree is built anew and written out by this module alone, so
nothing that the schema does not name can come through. Markdown is for browsers without JavaScript.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from foundation.arabic import from_presentation_forms

# ---------------------------------------------------------------- the tree

MARKS = ("strong", "em", "u", "sub", "sup")  # in the order of nesting, below a link
BREAK = "\n"


@dataclass(frozen=True)
class Run:
    """A piece of text under one set of marks; a line break is a run of its own with the text BREAK."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""

    def like(self, other: "Run") -> bool:
        return self.marks == other.marks and self.href == other.href


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    tag: str = "p"  # p, h3, h4


@dataclass(frozen=True)
class Bullets:
    tag: str  # ul, ol
    items: tuple[tuple["Paragraph | Bullets", ...], ...]


@dataclass(frozen=True)
class Quote:
    blocks: tuple["Paragraph | Bullets", ...]


@dataclass(frozen=True)
class Cell:
    tag: str  # td, th
    blocks: tuple["Paragraph | Bullets", ...]
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Table:
    caption: tuple[Run, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure:
    sha256: str
    alt: str
    caption: str


Block = Paragraph | Bullets | Quote | Table | Figure


# ---------------------------------------------------------------- characters

# Characters that cannot be seen and would only split words or turn lines around: controls,
# soft hyphen, zero-width space, byte-order mark, object replacement, interlinear marks,
# noncharacters, and the bidi overrides, which show a reader other letters than a machine reads.
# Isolates, embeddings and direction marks stay: bilingual text needs them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u202d\u202e\u2060\ufeff\ufff9-\uffff\ufdd0-\ufdef\ud800-\udfff]"
    "|[\U0001fffe\U0001ffff\U000e0001]"
)
_SPACES = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029 \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_NO_BREAK = ("\xa0", "\u202f")


def clean_characters(text: str) -> str:
    """``text`` without characters that have no place in it, in NFC; white space is left alone."""
    text = _UNSEEN.sub("", text)
    # Presentation forms come out of old PDFs; the letters themselves are what a search finds.
    text = from_presentation_forms(text)
    return unicodedata.normalize("NFC", text)


def _single_spaces(text: str) -> str:
    """One plain space for each run of white space, except that 12 700 keeps its no-break space:
    in a line that runs to the left a plain one would turn the number into 700 12."""
    if not any(character in text for character in _NO_BREAK):
        return _SPACES.sub(" ", text)

    def space(found: re.Match[str]) -> str:
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        return "\xa0" if found[0] in _NO_BREAK and before.isdecimal() and after.isdecimal() else " "

    return _SPACES.sub(space, text)


def _one_line(text: str) -> str:
    return _single_spaces(clean_characters(text)).strip()


# ---------------------------------------------------------------- reading HTML

_INLINE = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "ins": "u", "sub": "sub", "sup": "sup",
}  # fmt: skip
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_GROUPS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center", "pre",
    "dl", "dt", "dd", "details", "summary", "fieldset", "form", "hr", "figcaption", "caption", "tr", "td", "th",
    "thead", "tbody", "tfoot",
}  # fmt: skip
_READ = {*_INLINE, *_HEADINGS, *_GROUPS, "br", "a", "ul", "ol", "li", "blockquote", "table", "figure", "img"}
_DROPPED_WITH_CONTENT = {
    "script", "style", "title", "head", "template", "iframe", "object", "embed", "applet", "svg", "math",
    "noscript", "noembed", "noframes", "textarea", "select", "xmp", "plaintext", "audio", "video", "canvas", "xml",
}  # fmt: skip
_ASSET = re.compile(r"asset:([0-9a-f]{64})")
_SAFE_LINK = re.compile(r"(?:https?://[^\s/?#]|mailto:[^\s@]+@)", re.IGNORECASE)
_DEEPEST = 40  # elements inside one another; more is an attack, and what is deeper loses its tags
_DEEPEST_LIST = 5
_WIDEST = 30  # columns of a table


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Element | str"] = field(default_factory=list)


class _Reader(HTMLParser):
    """A tree of what nh3 wrote, which is balanced; ``stack`` never grows past ``_DEEPEST``."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = _Element("")
        self.stack = [self.root]
        self.beyond = 0

    def handle_starttag(self, tag, attrs):
        if tag in ("br", "img", "hr"):
            self.stack[-1].children.append(_Element(tag, {name: value or "" for name, value in attrs}))
        elif self.beyond or len(self.stack) > _DEEPEST:
            self.beyond += 1
        else:
            element = _Element(tag, {name: value or "" for name, value in attrs})
            self.stack[-1].children.append(element)
            self.stack.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag in ("br", "img", "hr"):
            return
        if self.beyond:
            self.beyond -= 1
        elif len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data):
        self.stack[-1].children.append(data)


def _read(html: str) -> _Element:
    cleaned = nh3.clean(
        clean_characters(html),
        tags=_READ,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes={"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto", "asset"},
        strip_comments=True,
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(cleaned)
    reader.close()
    return reader.root


# ---------------------------------------------------------------- from elements to blocks


class _Gap:
    """Where one paragraph ends and another begins."""


_GAP = _Gap()


def _link(href: str) -> str:
    href = _UNSEEN.sub("", href).strip()
    if not _SAFE_LINK.match(href):
        return ""
    # The few characters that no writer of links may leave as they are.
    return re.sub(r'[\s<>"\\`{}|^]', lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), href)


def _flow(
    element: _Element, marks: frozenset[str] = frozenset(), href: str = "", lists: int = 0, in_cell: bool = False
) -> Iterator[Run | Block | _Gap]:
    """The content of ``element`` in order, as runs of text, whole blocks and gaps."""
    for child in element.children:
        if isinstance(child, str):
            text = clean_characters(child)
            if element.tag == "pre":
                lines = text.replace("\r\n", "\n").split("\n")
                for number, line in enumerate(lines):
                    if number:
                        yield Run(BREAK, marks, href)
                    yield Run(_single_spaces(line), marks, href)
            else:
                yield Run(_single_spaces(text), marks, href)
        elif child.tag == "br":
            yield Run(BREAK, marks, href)
        elif child.tag == "img":
            found = _ASSET.fullmatch(child.attributes.get("src", ""))
            if found:
                yield Figure(found[1], _one_line(child.attributes.get("alt", "")), "")
        elif child.tag in _INLINE:
            yield from _flow(child, marks | {_INLINE[child.tag]}, href, lists, in_cell)
        elif child.tag == "a":
            yield from _flow(child, marks, _link(child.attributes.get("href", "")), lists, in_cell)
        elif child.tag in _HEADINGS:
            yield from _heading(child, marks, href, lists, in_cell)
        elif child.tag in ("ul", "ol"):
            yield from _bullets(child, marks, href, lists, in_cell)
        elif child.tag == "table" and not in_cell:
            yield from _table(child, lists)
        elif child.tag == "figure":
            yield from _figure(child, marks, href, lists, in_cell)
        elif child.tag == "blockquote" and not lists and not in_cell:
            kept, others = _apart(_blocks(_flow(child, marks, href, lists, in_cell)))
            if kept:
                yield Quote(tuple(kept))
            yield from others
        else:  # paragraphs, divisions, anything that stands on lines of its own
            yield _GAP
            yield from _flow(child, marks, href, lists, in_cell)
            yield _GAP


def _heading(element, marks, href, lists, in_cell) -> Iterator[Run | Block | _Gap]:
    runs, others = [], []
    for piece in _flow(element, marks - {"strong"}, href, lists, in_cell):
        if isinstance(piece, Run):
            # Headings are bold by themselves, and of one line.
            text = " " if piece.text == BREAK else piece.text
            runs.append(Run(text, piece.marks - {"strong"}, piece.href))
        elif isinstance(piece, _Gap):
            runs.append(Run(" "))
        else:
            others.append(piece)
    yield _GAP
    if tidy := _tidy(runs):
        yield Paragraph(tidy, _HEADINGS[element.tag])
    yield from others


def _bullets(element, marks, href, lists, in_cell) -> Iterator[Block]:
    items: list[list[Paragraph | Bullets]] = []
    hoisted: list[Block] = []
    for child in element.children:
        if isinstance(child, str):
            if not child.strip():
                continue
            child = _Element("li", children=[child])
        elif child.tag != "li":
            child = _Element("li", children=[child])
        kept, others = _apart(_blocks(_flow(child, marks, href, lists + 1, in_cell)))
        hoisted += others
        if not kept:
            continue
        if isinstance(kept[0], Bullets):
            # A list without a text of its own above it belongs to the item before, or is this list.
            if items:
                items[-1] += kept
                continue
            while kept and isinstance(kept[0], Bullets):
                items += [list(item) for item in kept.pop(0).items]
            if kept:
                items.append(kept)
            continue
        items.append(kept)
    if not items:
        yield from hoisted
        return
    if lists >= _DEEPEST_LIST:
        for item in items:
            yield from item
    else:
        yield Bullets(element.tag, tuple(tuple(item) for item in items))
    yield from hoisted


def _figure(element, marks, href, lists, in_cell) -> Iterator[Run | Block | _Gap]:
    captions = [child for child in element.children if isinstance(child, _Element) and child.tag == "figcaption"]
    rest = _Element("div", children=[child for child in element.children if child not in captions])
    pieces = list(_flow(rest, marks, href, lists, in_cell))
    pictures = [piece for piece in pieces if isinstance(piece, Figure)]
    if not pictures:
        yield _GAP
        yield from _flow(element, marks, href, lists, in_cell)
        yield _GAP
        return
    caption = " ".join(filter(None, (_one_line(_text_of(caption)) for caption in captions)))
    for piece in pieces:
        if piece is pictures[-1] and caption:
            piece = replace(piece, caption=" ".join(filter(None, [piece.caption, caption])))
        yield piece


def _text_of(element: _Element) -> str:
    return "".join(
        child if isinstance(child, str) else " " if child.tag == "br" else _text_of(child)
        for child in element.children
    )


def _apart(blocks: Iterable[Block]) -> tuple[list[Paragraph | Bullets], list[Block]]:
    """Blocks that a list item, cell or quotation may hold, and the others, which follow it."""
    kept, others = [], []
    for block in blocks:
        if isinstance(block, Paragraph):
            kept.append(Paragraph(block.runs))
        elif isinstance(block, Bullets):
            kept.append(block)
        elif isinstance(block, Quote):
            kept += block.blocks
        else:
            others.append(block)
    return kept, others


def _blocks(flow: Iterable[Run | Block | _Gap]) -> list[Block]:
    """Runs gathered into paragraphs; two line breaks in a row begin a new one."""
    blocks: list[Block] = []
    runs: list[Run] = []

    def close():
        parts: list[list[Run]] = [[]]
        breaks = 0
        for run in runs:
            if run.text == BREAK:
                breaks += 1
                if breaks == 2:
                    parts.append([])
                elif breaks == 1:
                    parts[-1].append(run)
            else:
                if run.text.strip(" "):
                    breaks = 0
                parts[-1].append(run)
        runs.clear()
        blocks.extend(Paragraph(tidy) for part in parts if (tidy := _tidy(part)))

    for piece in flow:
        if isinstance(piece, Run):
            runs.append(piece)
        else:
            close()
            if not isinstance(piece, _Gap):
                blocks.append(piece)
    close()
    return blocks


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Runs in canonical form: single spaces, none at either end or beside a break, no empty run,
    no neighbours alike; space between two runs bears only what both bear."""
    pieces: list[Run] = []
    for run in runs:
        for text in re.split("([ \n])", run.text):
            if text in (" ", BREAK):
                # A break swallows the spaces around it; a space does not follow either.
                if not pieces or (pieces[-1].text in (" ", BREAK) and text == " ") or pieces[-1].text == BREAK:
                    continue
                if pieces[-1].text == " ":
                    pieces.pop()
                pieces.append(replace(run, text=text))
            elif text:
                pieces.append(replace(run, text=text))
    while pieces and pieces[-1].text in (" ", BREAK):
        pieces.pop()
    for number, piece in enumerate(pieces):
        if piece.text in (" ", BREAK):
            before, after = pieces[number - 1], pieces[number + 1]
            href = before.href if before.href == after.href else ""
            pieces[number] = Run(piece.text, before.marks & after.marks, href)
    joined: list[Run] = []
    for piece in pieces:
        if joined and joined[-1].like(piece) and BREAK not in (piece.text, joined[-1].text):
            joined[-1] = replace(piece, text=joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(replace(run, text=unicodedata.normalize("NFC", run.text)) for run in joined)


def _span(element: _Element, name: str) -> int:
    value = element.attributes.get(name, "1")
    return min(max(int(value), 1), 99) if re.fullmatch(r"[0-9]{1,4}", value) else 1


def _table(element: _Element, lists: int) -> Iterator[Block]:
    rows: list[list[Cell]] = []
    caption: list[Run] = []
    hoisted: list[Block] = []

    def walk(node: _Element):
        for child in node.children:
            if isinstance(child, str):
                continue
            if child.tag == "caption":
                for piece in _flow(child, in_cell=True):
                    if isinstance(piece, Run):
                        caption.append(Run(" " if piece.text == BREAK else piece.text, piece.marks, piece.href))
                    elif isinstance(piece, _Gap):
                        caption.append(Run(" "))
                    elif isinstance(piece, Paragraph):
                        caption.extend((Run(" "), *piece.runs, Run(" ")))
            elif child.tag == "tr":
                row = []
                for cell in child.children:
                    if isinstance(cell, _Element) and cell.tag in ("td", "th"):
                        kept, others = _apart(_blocks(_flow(cell, lists=lists, in_cell=True)))
                        hoisted.extend(others)
                        row.append(Cell(cell.tag, tuple(kept), _span(cell, "colspan"), _span(cell, "rowspan")))
                if row:
                    rows.append(row)
            elif child.tag in ("thead", "tbody", "tfoot"):
                walk(child)

    walk(element)
    yield from _regular(_tidy(caption), rows)
    yield from hoisted


def _regular(caption: tuple[Run, ...], rows: list[list[Cell]]) -> Iterator[Block]:
    """The table with every place filled once: no cell reaches out of it, none overlaps another,
    and there is no row or column in which no cell begins. What finds no room follows the table."""
    cells: list[Cell] = []
    places: dict[tuple[int, int], int] = {}  # (row, column) → index in cells
    beyond: list[Paragraph | Bullets] = []
    for row_number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (row_number, column) in places:
                column += 1
            room = 0
            while room < cell.colspan and column + room < _WIDEST and (row_number, column + room) not in places:
                room += 1
            if not room:
                beyond += cell.blocks
                continue
            for down in range(min(cell.rowspan, len(rows) - row_number)):
                for across in range(room):
                    places[row_number + down, column + across] = len(cells)
            cells.append(cell)
            column += room
    if not cells:
        if caption:
            yield Paragraph(caption)
        yield from beyond
        return

    begins: dict[int, tuple[int, int]] = {}
    for place in sorted(places):
        begins.setdefault(places[place], place)
    kept_rows = sorted({row for row, _column in begins.values()})
    kept_columns = sorted({column for _row, column in begins.values()})
    # A heading row is one of th alone. Where all rows are, the first is the heading.
    plain_rows = {begins[number][0] for number, cell in enumerate(cells) if cell.tag == "td"}
    heads = next((number for number, row in enumerate(kept_rows) if row in plain_rows), min(1, len(kept_rows) - 1))

    sections: list[list[tuple[Cell, ...]]] = []
    for section in (kept_rows[:heads], kept_rows[heads:]):
        lines: list[tuple[Cell, ...]] = []
        for down, row in enumerate(section):
            line: list[Cell] = []
            for across, column in enumerate(kept_columns):
                number = places.get((row, column))
                if number is None or begins[number][0] < section[0]:
                    line.append(Cell("td" if row in plain_rows else "th", ()))
                elif begins[number] == (row, column):
                    colspan = sum(places.get((row, right)) == number for right in kept_columns[across:])
                    rowspan = sum(places.get((below, column)) == number for below in section[down:])
                    line.append(replace(cells[number], colspan=colspan, rowspan=rowspan))
            lines.append(tuple(line))
        sections.append(lines)
    yield Table(caption, tuple(sections[0]), tuple(sections[1]))
    yield from beyond


_BULLET = re.compile(r"[·•▪◦‣●○■\uf0b7\uf0a7\uf0d8\uf0fc\uf076] ")


def _pasted_lists(blocks: list[Block]) -> list[Block]:
    """Word's lists come as paragraphs that begin with a bullet character; here they become lists."""
    out: list[Block] = []
    items: list[tuple[Paragraph, ...]] = []

    def close():
        if items:
            out.append(Bullets("ul", tuple(items)))
            items.clear()

    for block in blocks:
        if isinstance(block, Paragraph) and block.tag == "p" and _BULLET.match(block.runs[0].text + " "):
            rest = _tidy([replace(block.runs[0], text=block.runs[0].text[1:]), *block.runs[1:]])
            if rest:
                items.append((Paragraph(rest),))
        else:
            close()
            out.append(block)
    close()
    return out


def parse(html: str) -> list[Block]:
    """The blocks of any HTML, cleaned; what ``sanitize`` writes out."""
    blocks = _pasted_lists(_blocks(_flow(_read(html))))
    # A text of nothing but empty cells is no text.
    return blocks if any(map(_has_content, blocks)) else []


def _has_content(block: Block) -> bool:
    return (
        not isinstance(block, Table)
        or bool(block.caption)
        or any(cell.blocks for row in block.head + block.body for cell in row)
    )


# ---------------------------------------------------------------- writing HTML


def _write_runs(runs: Iterable[Run]) -> str:
    out: list[str] = []
    opened: list[tuple[str, str]] = []
    for run in runs:
        wanted = [("a", run.href)] if run.href else []
        wanted += [(mark, "") for mark in MARKS if mark in run.marks]
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
            same += 1
        out += [f"</{tag}>" for tag, _href in reversed(opened[same:])]
        for tag, href in wanted[same:]:
            out.append(f'<a href="{escape(href)}">' if tag == "a" else f"<{tag}>")
        opened = wanted
        out.append("<br>" if run.text == BREAK else escape(run.text, quote=False))
    out += [f"</{tag}>" for tag, _href in reversed(opened)]
    return "".join(out)


def _write_held(blocks: tuple[Paragraph | Bullets, ...]) -> str:
    """What a list item or a cell holds: a first text without ``p`` unless another text follows."""
    if blocks and isinstance(blocks[0], Paragraph) and all(isinstance(block, Bullets) for block in blocks[1:]):
        return _write_runs(blocks[0].runs) + "".join(map(_write_block, blocks[1:]))
    return "".join(map(_write_block, blocks))


def _write_cell(cell: Cell) -> str:
    spans = "".join(f' {name}="{getattr(cell, name)}"' for name in ("colspan", "rowspan") if getattr(cell, name) > 1)
    return f"<{cell.tag}{spans}>{_write_held(cell.blocks)}</{cell.tag}>"


def _write_rows(tag: str, rows: tuple[tuple[Cell, ...], ...]) -> str:
    if not rows:
        return ""
    return f"<{tag}>" + "".join(f"<tr>{''.join(map(_write_cell, row))}</tr>" for row in rows) + f"</{tag}>"


def _write_block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<{block.tag}>{_write_runs(block.runs)}</{block.tag}>"
        case Bullets():
            items = "".join(f"<li>{_write_held(item)}</li>" for item in block.items)
            return f"<{block.tag}>{items}</{block.tag}>"
        case Quote():
            return f"<blockquote>{''.join(map(_write_block, block.blocks))}</blockquote>"
        case Table():
            caption = f"<caption>{_write_runs(block.caption)}</caption>" if block.caption else ""
            return f"<table>{caption}{_write_rows('thead', block.head)}{_write_rows('tbody', block.body)}</table>"
        case Figure():
            caption = f"<figcaption>{escape(block.caption, quote=False)}</figcaption>" if block.caption else ""
            return f'<figure><img src="asset:{block.sha256}" alt="{escape(block.alt)}">{caption}</figure>'
    raise TypeError(block)


def sanitize(html: str) -> str:
    """Any HTML as canonical, harmless HTML of the schema above; ``""`` where there is no content.

    Applying it twice changes nothing. Words are never dropped, only what carries or hides them.
    """
    return write(parse(html))


def write(blocks: Iterable[Block]) -> str:
    """Blocks, such as ``parse`` gives, as canonical HTML."""
    return "".join(map(_write_block, blocks))


# ---------------------------------------------------------------- what is in it


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield "".join(run.text for run in block.runs)
            case Bullets():
                for item in block.items:
                    yield from _lines(item)
            case Quote():
                yield from _lines(block.blocks)
            case Table():
                if block.caption:
                    yield "".join(run.text for run in block.caption)
                for row in block.head + block.body:
                    yield "\t".join("\n".join(_lines(cell.blocks)) for cell in row)
            case Figure():
                if block.caption:
                    yield block.caption


def plain(html: str) -> str:
    """The words alone: a line for each paragraph, item or table row, tabs between cells.

    Captions are in it; the alternative texts of pictures are not.
    """
    return "\n".join(_lines(parse(html)))


_WORD = re.compile(r"[^\W_]+(?:(?:[-'’‘./@:‐‑_+&]|(?<=\d)[,٫٬](?=\d))[^\W_]+)*")


def word_count(html: str) -> int:
    """The number of words as a writer would count them, in Arabic too.

    Vowel signs and tatweel are inside words, Arabic punctuation (، ؛ ؟) between them, and a
    conjunction written to the next word (والهجرة) is part of it.
    """
    text = unicodedata.normalize("NFKC", plain(html))
    letters = (c for c in text if c != "\u0640" and unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf"))
    return sum(1 for _word in _WORD.finditer("".join(letters)))


def is_blank(html: str) -> bool:
    """True where a reader would see nothing: no text and no picture."""
    return not parse(html)


def asset_hashes(html: str) -> list[str]:
    """The sha256 of each picture in the text, in order, each once."""
    return list(dict.fromkeys(re.findall(r'<img src="asset:([0-9a-f]{64})"', html)))


def resolve_assets(html: str, url_for: Callable[[str], str]) -> str:
    """Canonical ``html`` with the addresses of pictures put in; ``url_for`` is given each sha256."""
    return re.sub(r'<img src="asset:([0-9a-f]{64})"', lambda found: f'<img src="{escape(url_for(found[1]))}"', html)


def shift_headings(html: str, by: int) -> str:
    """Canonical ``html`` with its headings ``by`` levels lower, to fit under those of a page."""
    return re.sub(r"<(/?)h([34])>", lambda found: f"<{found[1]}h{min(int(found[2]) + by, 6)}>", html)


# ---------------------------------------------------------------- Markdown

_TAG = re.compile(r"<(/?)(br|u|sub|sup|strong|em)>")


def _schema_tag(state: StateInline, silent: bool) -> bool:
    """The few tags, without attributes, that Markdown has no sign for; all other HTML stays text."""
    if state.src[state.pos] != "<":
        return False
    found = _TAG.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    # What has no place in the schema stays what was typed; a single new line is a line break.
    markdown.disable(["code", "fence", "backticks", "hr", "lheading", "reference", "html_block", "entity"])
    markdown.inline.ruler.before("autolink", "schema_tag", _schema_tag)
    markdown.normalizeLink = lambda url: url
    markdown.validateLink = lambda url: bool(_SAFE_LINK.match(url) or _ASSET.fullmatch(url))
    return markdown


_MARKDOWN = _parser()


def _words_of(tokens: list[Token]) -> str:
    return "".join(_words_of(token.children) if token.children else token.content for token in tokens)


def from_markdown(text: str) -> str:
    """Canonical HTML of what was typed as Markdown.

    ``#`` and ``##`` head a part, ``###`` and below a smaller one; ``: words`` on the line before a
    table is its caption; ``![alternative text](asset:… "caption")`` is a picture.
    """
    text = _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    tokens = _MARKDOWN.parse(text)
    out: list[Token] = []
    for number, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2") else "h4"
        for inner in token.children or []:
            if inner.type == "image":
                title = inner.attrGet("title")
                caption = f"<figcaption>{escape(str(title))}</figcaption>" if title else ""
                alt, source = escape(_words_of(inner.children or [])), escape(str(inner.attrGet("src")))
                inner.type = "html_inline"
                inner.content = f'<figure><img src="{source}" alt="{alt}">{caption}</figure>'
        if token.type == "table_open" and number >= 3 and tokens[number - 1].type == "paragraph_close":
            before = tokens[number - 2]
            if before.content.startswith(": ") and before.children and tokens[number - 1].level == token.level:
                caption = out[-2]
                del out[-3:]
                caption.children[0].content = caption.children[0].content[2:]
                out += [token, Token("caption_open", "caption", 1), caption, Token("caption_close", "caption", -1)]
                continue
        out.append(token)
    return sanitize(_without_empty_heads(_MARKDOWN.renderer.render(out, _MARKDOWN.options, {})))


def _without_empty_heads(html: str) -> str:
    """Markdown's tables always have a heading row; an empty one stands for none."""
    return re.sub(r"<thead>\s*<tr>\s*(?:<th>\s*</th>\s*)+</tr>\s*</thead>", "", html)


_SPECIAL = re.compile(r"[\\`*_\[\]<|]")
_LINE_START = re.compile(r"(?:[#+\-=:>~]|\d{1,9}(?=[.)]))")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _safe_start(line: str) -> str:
    """``line`` so that its beginning does not make it a heading, list, quotation or caption."""
    found = _LINE_START.match(line)
    if not found:
        return line
    if found[0].isdigit() or len(found[0]) > 1:
        return found[0] + "\\" + line[found.end() :]
    return "\\" + line


def _markdown_runs(runs: tuple[Run, ...], line_break: str = "\n") -> str:
    """Runs as Markdown. Stars are used where they are sure to be read as marks, tags elsewhere."""
    out: list[str] = []
    opened: list[tuple[str, str, str]] = []  # tag, href, what closes it

    def wanted_by(run: Run) -> list[tuple[str, str]]:
        return ([("a", run.href)] if run.href else []) + [(mark, "") for mark in MARKS if mark in run.marks]

    for number, run in enumerate(runs):
        wanted = wanted_by(run)
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same][:2] == wanted[same]:
            same += 1
        for _tag, _href, closing in reversed(opened[same:]):
            out.append(closing)
        opened = opened[:same]
        for tag, href in wanted[same:]:
            if tag == "a":
                if out and out[-1].endswith("!"):
                    out[-1] = out[-1][:-1] + "\\!"
                out.append("[")
                closing = f"]({_destination(href)})"
            elif tag in ("strong", "em") and _stars_will_do(runs, number, tag):
                closing = "**" if tag == "strong" else "*"
                out.append(closing)
            else:
                out.append(f"<{tag}>")
                closing = f"</{tag}>"
            opened.append((tag, href, closing))
        out.append(line_break if run.text == BREAK else _escaped(run.text))
    out += [closing for _tag, _href, closing in reversed(opened)]
    return "".join(out)


def _stars_will_do(runs: tuple[Run, ...], number: int, tag: str) -> bool:
    """True where run ``number`` alone bears ``tag`` and nothing else, with spaces or ends around."""
    run = runs[number]
    before = runs[number - 1].text[-1] if number else " "
    after = runs[number + 1].text[0] if number + 1 < len(runs) else " "
    return (
        run.marks == {tag}
        and not run.href
        and run.text != BREAK
        and before in " \n"
        and (after in " \n.,;:!?)،؛؟»")
        and _is_letter(run.text[0])
        and _is_letter(run.text[-1])
    )


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _destination(href: str) -> str:
    return "<" + href.replace("&", "\\&") + ">" if re.search(r"[()&]", href) else href


def _markdown_block(block: Block, marker: str = "-") -> str:
    match block:
        case Paragraph():
            text = _markdown_runs(block.runs)
            if block.tag == "p":
                return "\n".join(map(_safe_start, text.split("\n")))
            return ("## " if block.tag == "h3" else "### ") + re.sub(r"#(?=#*$)", r"\\#", text)
        case Bullets():
            lines = []
            for number, item in enumerate(block.items, start=1):
                sign = f"{number}{marker}" if block.tag == "ol" else marker
                indent = " " * (len(sign) + 1)
                held = _markdown_blocks(item, tight=True)
                lines.append(f"{sign} " + held.replace("\n", "\n" + indent))
            return re.sub(r"\n +(?=\n)", "\n", "\n".join(lines))
        case Quote():
            return "> " + _markdown_blocks(block.blocks).replace("\n", "\n> ")
        case Table():
            return _markdown_table(block)
        case Figure():
            alt = _escaped(block.alt)
            title = ' "{}"'.format(re.sub(r'[\\"&]', lambda found: "\\" + found[0], block.caption))
            return f"![{alt}](asset:{block.sha256}{title if block.caption else ''})"
    raise TypeError(block)


def _markdown_table(table: Table) -> str:
    def text_of(cell: Cell) -> str:
        paragraphs: list[Paragraph] = []

        def gather(blocks):
            for block in blocks:
                if isinstance(block, Paragraph):
                    paragraphs.append(block)
                else:
                    for item in block.items:
                        gather(item)

        gather(cell.blocks)
        return "<br>".join(_markdown_runs(paragraph.runs, "<br>") for paragraph in paragraphs)

    # Markdown knows no cells that span: the words stay in the first field, the others are empty.
    rows: list[list[str]] = []
    reaching: dict[int, int] = {}
    width = 0
    for row in table.head + table.body:
        line: list[str] = []
        for cell in row:
            while reaching.get(len(line), 0) > 0:
                reaching[len(line)] -= 1
                line.append("")
            for number in range(cell.colspan):
                reaching[len(line)] = cell.rowspan - 1
                line.append(text_of(cell) if not number else "")
        while reaching.get(len(line), 0) > 0:
            reaching[len(line)] -= 1
            line.append("")
        width = max(width, len(line))
        rows.append(line)
    if not table.head:
        rows.insert(0, [""] * width)
    rows.insert(1, ["---"] * width)
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f": {_markdown_runs(table.caption)}\n\n{text}" if table.caption else text


def _markdown_blocks(blocks: Iterable[Block], tight: bool = False) -> str:
    out: list[str] = []
    before: Block | None = None
    marker = ""
    for block in blocks:
        if isinstance(block, Bullets):
            # Two lists in a row stay two because their signs differ.
            signs = ("-", "*") if block.tag == "ul" else (".", ")")
            again = isinstance(before, Bullets) and before.tag == block.tag and marker == signs[0]
            marker = signs[1] if again else signs[0]
            if out and not (tight and isinstance(before, Paragraph)):
                out.append("")
            out.append(_markdown_block(block, marker))
        else:
            if out:
                out.append("")
            out.append(_markdown_block(block))
        before = block
    return "\n".join(out)


def to_markdown(html: str) -> str:
    """The text as Markdown that ``from_markdown`` reads back.

    What Markdown cannot say is lost, words never: cells that span, headings of rows, paragraphs
    and lists inside a cell (they become lines).
    """
    return _markdown_blocks(parse(html))
