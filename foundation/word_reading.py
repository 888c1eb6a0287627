"""Rich text out of WordprocessingML, as people leave it behind.

Word splits runs, marks what it takes for mistakes, names styles in its own language and pastes what
it likes. What the schema of ``foundation.richtext`` can say is kept; words are never dropped (notes
and text boxes follow the text), and what cannot be kept is named in ``Reading.left_out``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from lxml import etree

from foundation import richtext
from foundation.office import Package
from foundation.word import W14, R, W

PICTURE, OBJECT, COMMENT = "picture", "object", "comment"
#: Gives the sha256 under which the text names a picture: of its content, the name in the file, the alternative text.
TakePicture = Callable[[bytes, str], str | None]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HEADING = re.compile(
    r"(?:heading|العنوان|عنوان|titre|título|titulo|заголовок|标题|überschrift|titolo|kop) *([1-9])", re.IGNORECASE
)
_QUOTES = {
    "quote", "intense quote", "block text", "quotations", "html blockquote", "اقتباس", "اقتباس مكثف", "citation",
    "citation intense", "cita", "cita destacada", "цитата 2", "引用",
}  # fmt: skip
_CAPTIONS = {"caption", "تسمية توضيحية", "légende", "epígrafe", "descripción", "название объекта", "题注"}
_LEVEL_IN_NAME = re.compile(r"(?:list bullet|list number|list continue) ([2-5])")


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _value(element: etree._Element | None, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(_w(part) for part in path.split("/"))) if element is not None else None
    return None if found is None else found.get(_w(name), "")


def _toggle(properties: etree._Element | None, name: str) -> bool | None:
    """A mark that is on, off, or not spoken of."""
    found = properties.find(_w(name)) if properties is not None else None
    if found is None:
        return None
    return found.get(_w("val"), "1") not in {"0", "false", "off", "none"}


@dataclass(frozen=True)
class Style:
    name: str = ""
    based: str = ""
    outline: int | None = None
    number: tuple[str, int] | None = None
    marks: etree._Element | None = None


@dataclass
class Line:
    """A block that was read: a paragraph (``tag`` p, h1 …), a table or a figure, as HTML of its content."""

    tag: str
    html: str = ""
    role: str = ""  # caption, figure caption
    quote: str = ""
    number: tuple[str, int, str] | None = None  # list, level, ul | ol | none
    caption: str = ""


@dataclass
class Reading:
    """Reads the blocks of one document; ``left_out`` collects what could not be kept of the text at hand.

    A paragraph of nothing but one of ``placeholders`` is an empty one.
    """

    package: Package
    picture: TakePicture
    placeholders: frozenset[str] = frozenset()
    part: str = "word/document.xml"
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._relations = self.package.relations(self.part)
        self._styles = self._read_styles()
        self._numbers = self._read_numbers()
        self._fields: list[list] = []
        self._notes: list[tuple[str, str]] = []
        self._behind: list[Line] = []

    # -- what the text refers to

    def _tree(self, kind: str) -> etree._Element | None:
        target = next((one.target for one in self._relations.values() if one.kind == kind and not one.external), "")
        return self.package.trees.get(target)

    def _read_styles(self) -> dict[str, Style]:
        tree = self._tree("styles")
        found = {}
        for one in tree.iter(_w("style")) if tree is not None else []:
            properties = one.find(_w("pPr"))
            outline = _value(properties, "outlineLvl")
            number = _value(properties, "numPr/numId")
            level = _value(properties, "numPr/ilvl") or "0"
            found[one.get(_w("styleId"), "")] = Style(
                name=(_value(one, "name") or "").lower(),
                based=_value(one, "basedOn") or "",
                outline=int(outline) if outline and outline.isdecimal() else None,
                number=(number, int(level) if level.isdecimal() else 0) if number else None,
                marks=one.find(_w("rPr")),
            )
        return found

    def _chain(self, key: str) -> Iterator[Style]:
        seen = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = self._styles[key].based

    def _read_numbers(self) -> dict[str, dict[int, str]]:
        """For each list the kind of its levels: ul, ol or none."""
        tree = self._tree("numbering")
        if tree is None:
            return {}

        def levels(element) -> dict[int, str]:
            return {
                int(level.get(_w("ilvl"), "0")): {"bullet": "ul", "none": "none"}.get(
                    _value(level, "numFmt") or "decimal", "ol"
                )
                for level in element.iter(_w("lvl"))
                if level.get(_w("ilvl"), "0").isdecimal()
            }

        abstract = {one.get(_w("abstractNumId")): one for one in tree.iter(_w("abstractNum"))}
        found = {}
        for one in tree.iter(_w("num")):
            base = abstract.get(_value(one, "abstractNumId"))
            if base is not None and (link := _value(base, "numStyleLink")):
                base = next((other for other in abstract.values() if _value(other, "styleLink") == link), base)
            found[one.get(_w("numId"), "")] = (levels(base) if base is not None else {}) | levels(one)
        return found

    # -- blocks

    def html(self, elements: Iterable[etree._Element]) -> str:
        """Canonical rich text of these blocks."""
        self._fields, self._notes, self._behind = [], [], []
        lines = list(self._lines(elements))
        lines += [Line("p", f"<sup>{number}</sup> {html}") for number, html in self._notes]
        return richtext.sanitize(_assemble(lines))

    def text(self, elements: Iterable[etree._Element]) -> str:
        """The plain words of these blocks, on one line."""
        return " ".join(richtext.plain(self.html(elements)).split())

    def _lines(self, elements: Iterable[etree._Element]) -> Iterator[Line]:
        for element in elements:
            if not isinstance(element.tag, str):
                continue
            if element.tag == _w("p"):
                line = self._paragraph(element)
                if unescape(re.sub(r"<[^>]*>", "", line.html)).strip() in self.placeholders:
                    line.html = ""
                yield line
                yield from self._behind
                self._behind = []
            elif element.tag == _w("tbl"):
                yield self._table(element)
            elif element.tag == _w("sdt"):
                yield from self._lines(element.iterfind(f"{_w('sdtContent')}/*"))
            elif element.tag in (_w("customXml"), _w("ins"), _w("moveTo"), _w("smartTag")):
                yield from self._lines(element)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self._lines(_alternative(element))
            elif element.tag == _w("altChunk"):
                self.left_out.append(OBJECT)
            elif element.tag in (_w("r"), _w("hyperlink"), _w("fldSimple")):
                # The content of a control that stands inside a line.
                words = _written(self._inline([element], ""))
                yield Line("p", "" if unescape(re.sub(r"<[^>]*>", "", words)).strip() in self.placeholders else words)

    def _paragraph(self, element: etree._Element) -> Line:
        properties = element.find(_w("pPr"))
        style = _value(properties, "pStyle") or ""
        chain = list(self._chain(style))
        line = Line("p", _written(self._inline(element, "")))
        level = self._heading(properties, chain)
        if level:
            line.tag = f"h{min(level, 6)}"
            return line
        names = [one.name for one in chain] or [style.lower()]
        line.quote = next((name for name in names if name in _QUOTES), "")
        if "figure caption" in names:
            line.role = "figure caption"
        elif _CAPTIONS.intersection(names):
            line.role = "caption"
        line.number = self._number(properties, chain, names)
        return line

    @staticmethod
    def _heading(properties: etree._Element | None, chain: list[Style]) -> int:
        outline = _value(properties, "outlineLvl")
        if outline and outline.isdecimal() and int(outline) < 9:
            return int(outline) + 1
        for one in chain:
            if found := _HEADING.fullmatch(one.name):
                return int(found[1])
            if one.outline is not None and one.outline < 9:
                return one.outline + 1
        return 0

    def _number(self, properties, chain: list[Style], names: list[str]) -> tuple[str, int, str] | None:
        key, level = _value(properties, "numPr/numId"), _value(properties, "numPr/ilvl")
        depth = int(level) if level and level.isdecimal() else 0
        if key is None:
            inherited = next((one.number for one in chain if one.number), None)
            if inherited is None:
                return None
            key, depth = inherited[0], int(level) if level and level.isdecimal() else inherited[1]
            found = next(filter(None, map(_LEVEL_IN_NAME.match, names)), None)
            if found and not depth:
                # Word's "List Bullet 2" is one step in, by its name alone; all such steps are one list.
                key, depth = "", int(found[1]) - 1
                return key, depth, "ul" if "bullet" in found[0] else "ol"
        if key == "0":
            return None
        kinds = self._numbers.get(key, {})
        return key, min(depth, 8), kinds.get(depth, "ol")

    # -- tables

    def _table(self, table: etree._Element) -> Line:
        rows: list[list[dict]] = []
        above: dict[int, dict] = {}  # column → the cell that reaches down
        heads = True
        for row in _rows(table, "tr"):
            properties = row.find(_w("trPr"))
            heads = heads and _toggle(properties, "tblHeader") is True
            line: list[dict] = []
            column = 0
            gap = _value(properties, "gridBefore") or "0"
            for _place in range(min(int(gap), 30) if gap.isdecimal() else 0):
                line.append({"tag": "td", "html": "", "across": 1, "down": 1})
                column += 1
            for cell in _rows(row, "tc"):
                about = cell.find(_w("tcPr"))
                across = _value(about, "gridSpan") or "1"
                across = min(max(int(across), 1), 99) if across.isdecimal() else 1
                merge = _value(about, "vMerge")
                if merge is not None and merge != "restart" and column in above:
                    above[column]["down"] += 1
                else:
                    made = {"tag": self._cell_tag(cell, heads), "html": "", "across": across, "down": 1}
                    made["html"] = _assemble(list(self._lines(cell)))
                    line.append(made)
                    above.pop(column, None)
                    if merge == "restart":
                        above[column] = made
                column += across
            rows.append(line)
        html = "".join(
            "<tr>{}</tr>".format(
                "".join(
                    f'<{cell["tag"]} colspan="{cell["across"]}" rowspan="{cell["down"]}">'
                    f"{cell['html']}</{cell['tag']}>"
                    for cell in line
                )
            )
            for line in rows
        )
        return Line("table", html)

    def _cell_tag(self, cell: etree._Element, in_head: bool) -> str:
        first = cell.find(_w("p"))
        if first is None:
            first = cell.find(f".//{_w('p')}")
        style = _value(first, "pPr/pStyle") if first is not None else None
        named = any(one.name == "table heading" for one in self._chain(style or ""))
        return "th" if in_head or named else "td"

    # -- lines

    def _inline(self, elements: Iterable[etree._Element], href: str) -> Iterator[tuple[str, frozenset[str], str]]:
        """Pieces of a line: HTML, marks, link."""
        for element in elements:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rsplit("}", 1)[-1]
            if element.tag == _w("r"):
                yield from self._run(element, href)
            elif element.tag == _w("hyperlink"):
                yield from self._inline(element, self._target(element) or href)
            elif element.tag == _w("fldSimple"):
                yield from self._inline(element, _field_link(element.get(_w("instr"), "")) or href)
            elif element.tag == _w("sdt"):
                yield from self._inline(element.iterfind(f"{_w('sdtContent')}/*"), href)
            elif element.tag in map(_w, ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "p")):
                yield from self._inline(element, href)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self._inline(_alternative(element), href)
            elif element.tag in (f"{_M}oMath", f"{_M}oMathPara"):
                yield escape("".join(one.text or "" for one in element.iter(f"{_M}t")), quote=False), frozenset(), href
            elif name == "commentRangeStart":
                self.left_out.append(COMMENT)

    def _target(self, element: etree._Element) -> str:
        found = self._relations.get(element.get(f"{{{R}}}id", ""))
        if found is None or not found.external:
            return ""
        anchor = element.get(_w("anchor"), "")
        return f"{found.target}#{anchor}" if anchor and "#" not in found.target else found.target

    def _marks(self, properties: etree._Element | None) -> frozenset[str] | None:
        """The marks of a run, or ``None`` where it is hidden."""
        levels = [properties]
        style = _value(properties, "rStyle")
        chain = list(self._chain(style)) if style else []
        if not any(one.name in {"hyperlink", "followedhyperlink", "internet link"} for one in chain):
            levels += [one.marks for one in chain]

        def stated(*names: str) -> bool:
            for level in levels:
                for name in names:
                    state = _toggle(level, name)
                    if state is not None:
                        return state
            return False

        if stated("vanish"):
            return None
        # Right-to-left runs have marks of their own; where they are not set, the common ones are meant.
        complex_script = _toggle(properties, "rtl") or _toggle(properties, "cs")
        marks = set()
        for mark, name in (("strong", "b"), ("em", "i")):
            if stated(f"{name}Cs", name) if complex_script else stated(name):
                marks.add(mark)
        if stated("u"):
            marks.add("u")
        place = next(filter(None, (_value(level, "vertAlign") for level in levels)), "")
        shift = _value(properties, "position") or "0"
        if place in ("superscript", "subscript"):
            marks.add(place[:3])
            if place == "superscript" and shift.startswith("-"):
                marks.add("sub")
        return frozenset(marks)

    def _run(self, run: etree._Element, href: str) -> Iterator[tuple[str, frozenset[str], str]]:
        marks = self._marks(run.find(_w("rPr")))
        for element in run:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rsplit("}", 1)[-1]
            if name == "fldChar":
                self._field_sign(element.get(_w("fldCharType"), ""))
                continue
            if name == "instrText":
                if self._fields:
                    self._fields[-1][1] += element.text or ""
                continue
            if marks is None or any(not shows for shows, _instruction in self._fields):
                continue
            link = next(filter(None, (_field_link(instruction) for _shows, instruction in self._fields)), href)
            if name == "t" and element.tag == _w("t"):
                yield escape(element.text or "", quote=False), marks, link
            elif name == "br":
                yield ("<br>" if element.get(_w("type"), "textWrapping") == "textWrapping" else " "), marks, link
            elif name == "cr":
                yield "<br>", marks, link
            elif name in ("tab", "ptab"):
                yield " ", marks, link
            elif name == "noBreakHyphen":
                yield "\u2011", marks, link
            elif name == "sym":
                yield _symbol(element), marks, link
            elif name in ("footnoteReference", "endnoteReference"):
                yield from self._note(name, element.get(_w("id"), ""))
            elif name == "drawing":
                yield from self._drawing(element)
            elif name in ("pict", "object"):
                yield from self._old_picture(element, name)
            elif element.tag == f"{_MC}AlternateContent":
                for part in _alternative(element):
                    if part.tag == _w("drawing"):
                        yield from self._drawing(part)
                    elif part.tag == _w("pict"):
                        yield from self._old_picture(part, "pict")

    def _field_sign(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append([False, ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, name: str, key: str) -> Iterator[tuple[str, frozenset[str], str]]:
        """A foot- or endnote: its number here, its words after the text."""
        tree = self._tree("footnotes" if name == "footnoteReference" else "endnotes")
        if tree is None:
            return
        for note in tree:
            if note.get(_w("id")) == key:
                number = str(len(self._notes) + 1)
                self._notes.append((number, ""))
                words = [_written(self._inline(paragraph, "")) for paragraph in note.iter(_w("p"))]
                self._notes[int(number) - 1] = (number, " ".join(words))
                yield number, frozenset({"sup"}), ""

    # -- pictures

    def _drawing(self, drawing: etree._Element) -> Iterator[tuple[str, frozenset[str], str]]:
        about = drawing.find(f".//{_WP}docPr")
        name, alternative = (about.get("name", ""), about.get("descr", "")) if about is not None else ("", "")
        found = False
        for blip in drawing.iter(f"{_A}blip"):
            found = True
            yield from self._take(blip.get(f"{{{R}}}embed", ""), name, alternative)
        found = self._boxes(drawing) or found
        if not found:
            self.left_out.append(OBJECT)

    def _old_picture(self, element: etree._Element, name: str) -> Iterator[tuple[str, frozenset[str], str]]:
        shape = element.find(f".//{_V}shape")
        alternative = shape.get("alt", "") if shape is not None else ""
        found = self._boxes(element)
        for data in element.iter(f"{_V}imagedata"):
            found = True
            yield from self._take(data.get(f"{{{R}}}id", ""), "", alternative)
        if name == "object" or not found:
            self.left_out.append(OBJECT)

    def _boxes(self, element: etree._Element) -> bool:
        """The words of text boxes; they follow the paragraph in which the box is anchored."""
        found = False
        for box in element.iter(_w("txbxContent")):
            found = True
            behind, self._behind = self._behind, []
            lines = list(self._lines(box))
            self._behind = [*behind, *lines]
        return found

    def _take(self, key: str, name: str, alternative: str) -> Iterator[tuple[str, frozenset[str], str]]:
        relation = self._relations.get(key)
        content = self.package.parts.get(relation.target) if relation and not relation.external else None
        sha256 = self.picture(content, name) if content else None
        if sha256 is None:
            self.left_out.append(PICTURE)
            return
        yield f'<img src="asset:{sha256}" alt="{escape(alternative)}">', frozenset(), ""


def _rows(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also where a control or a tracked change stands around them."""
    for child in element:
        if child.tag == _w(name):
            yield child
        elif child.tag == _w("sdt"):
            for content in child.iterfind(_w("sdtContent")):
                yield from _rows(content, name)
        elif child.tag in (_w("customXml"), _w("ins")):
            yield from _rows(child, name)


def _alternative(element: etree._Element) -> Iterable[etree._Element]:
    """What Word would show of alternatives; the old form where only that has something for us."""
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return choice if choice is not None and len(choice) else fallback if fallback is not None else ()


def _field_link(instruction: str) -> str:
    found = re.search(r'\bHYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)"?', instruction)
    return found[1] if found and not found[1].startswith("\\") else ""


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font; its place in the font is no letter, so only the few that have one are kept."""
    code = element.get(_w("char"), "").upper()
    return {"F0B7": "•", "F0A7": "▪", "F0E0": "→", "F0FC": "✓", "F0B0": "°", "F0B1": "±"}.get(code, " ")


def _written(pieces: Iterable[tuple[str, frozenset[str], str]]) -> str:
    """Pieces as HTML; neighbours alike are joined first, for Word splits runs inside words and numbers."""
    out: list[list] = []
    for html, marks, href in pieces:
        if out and out[-1][1:] == [marks, href]:
            out[-1][0] += html
        else:
            out.append([html, marks, href])
    written = []
    for html, marks, href in out:
        for mark in reversed(richtext.MARKS):
            if mark in marks:
                html = f"<{mark}>{html}</{mark}>"
        written.append(f'<a href="{escape(href)}">{html}</a>' if href else html)
    return "".join(written)


# ---------------------------------------------------------------- from lines to a text


def _is_blank(html: str) -> bool:
    return "<img" not in html and not re.sub(r"<[^>]*>|\s", "", html)


def _figure_alone(line: Line) -> bool:
    return line.tag == "p" and "<img" in line.html and _is_blank(re.sub(r"<img[^>]*>", "", line.html))


def _captions(lines: list[Line]) -> list[Line]:
    """Captions put to the table that follows or the picture before; what belongs to neither is a paragraph."""
    shown = [line for line in lines if line.tag == "table" or not _is_blank(line.html)]
    places = {id(line): number for number, line in enumerate(shown)}
    taken = set()
    for line in shown:
        if not line.role:
            continue
        number = places[id(line)]
        after = shown[number + 1] if number + 1 < len(shown) else None
        before = shown[number - 1] if number else None
        if line.role == "caption" and after is not None and after.tag == "table" and not after.caption:
            after.caption = line.html
            taken.add(id(line))
        elif before is not None and _figure_alone(before) and not before.caption:
            before.caption = line.html
            taken.add(id(line))
    return [line for line in lines if id(line) not in taken]


def _assemble(lines: list[Line]) -> str:
    out: list[str] = []
    group: list[Line] = []
    quote = ""

    def close():
        if group:
            html = _listed(group)
            out.append(f"<blockquote>{html}</blockquote>" if quote else html)
            group.clear()

    for line in _captions(lines):
        kept = "" if line.tag == "table" else line.quote
        if kept != quote:
            close()
            quote = kept
        group.append(line)
    close()
    return "".join(out)


def _block(line: Line) -> str:
    if line.tag == "table":
        caption = f"<caption>{line.caption}</caption>" if line.caption else ""
        return f"<table>{caption}{line.html}</table>"
    if _figure_alone(line):
        caption = f"<figcaption>{line.caption}</figcaption>" if line.caption else ""
        return f"<figure>{line.html}{caption}</figure>"
    if line.tag == "p":
        return f"<div>{line.html}</div>"
    return f"<{line.tag}>{line.html}</{line.tag}>"


@dataclass
class _List:
    key: str
    level: int
    tag: str
    items: list[list] = field(default_factory=list)  # each a list of HTML and further lists

    def html(self) -> str:
        items = "".join(
            "<li>{}</li>".format("".join(part if isinstance(part, str) else part.html() for part in item))
            for item in self.items
        )
        return f"<{self.tag}>{items}</{self.tag}>"


def _listed(lines: list[Line]) -> str:
    """Paragraphs with the numbers of lists as nested lists."""
    out: list = []
    opened: list[_List] = []
    for line in lines:
        if line.number is None:
            if not _is_blank(line.html) or line.tag == "table":
                opened.clear()
                out.append(_block(line))
            elif not line.quote:
                opened.clear()
            continue
        if _is_blank(line.html):
            continue
        key, level, tag = line.number
        while opened and opened[-1].level > level:
            opened.pop()
        if tag == "none" and opened:
            opened[-1].items[-1].append(_block(line))
            continue
        tag = "ul" if tag == "none" else tag
        if opened and opened[-1].level == level and (opened[-1].key, opened[-1].tag) != (key, tag):
            opened.pop()
        if not opened or opened[-1].level < level:
            made = _List(key, level, tag)
            (opened[-1].items[-1] if opened else out).append(made)
            opened.append(made)
        opened[-1].items.append([_block(line)])
    return "".join(part if isinstance(part, str) else part.html() for part in out)


# ---------------------------------------------------------------- content controls


@dataclass(frozen=True)
class Control:
    """A content control with a tag: what is in it, and what Word says of its state."""

    tag: str
    content: list[etree._Element]
    ticked: bool | None = None
    full_date: str = ""


def controls(package: Package, prefix: str, part: str = "word/document.xml") -> Iterator[Control]:
    """The outermost controls whose tags begin with ``prefix``, in reading order; then, for programs that
    drop controls, what stands between bookmarks of the same names."""
    body = package.trees[part].find(_w("body"))
    if body is None:
        return
    seen = set()
    for element in body.iter(_w("sdt")):
        tag = _value(element, "sdtPr/tag") or ""
        if not tag.startswith(prefix) or any(
            (_value(above, "sdtPr/tag") or "").startswith(prefix) for above in element.iterancestors(_w("sdt"))
        ):
            continue
        properties = element.find(_w("sdtPr"))
        checked = properties.find(f"{{{W14}}}checkbox/{{{W14}}}checked")
        state = checked.get(f"{{{W14}}}val", "1") not in {"0", "false"} if checked is not None else None
        date = properties.find(_w("date"))
        content = element.find(_w("sdtContent"))
        seen.add(tag)
        yield Control(
            tag,
            list(content) if content is not None else [],
            ticked=state,
            full_date=date.get(_w("fullDate"), "")[:10] if date is not None else "",
        )
    marked = prefix.replace(":", "_")
    for name, blocks in _bookmarked(body, marked):
        tag = name.replace("_", ":")
        if tag not in seen:
            yield Control(tag, blocks)


def _bookmarked(body: etree._Element, prefix: str) -> Iterator[tuple[str, list[etree._Element]]]:
    """Whole blocks of the body from a bookmark's start to its end; programs move both into the nearest paragraphs."""
    blocks = list(body)
    starts: dict[str, tuple[str, int]] = {}
    for number, block in enumerate(blocks):
        for sign in block.iter(_w("bookmarkStart"), _w("bookmarkEnd")):
            key = sign.get(_w("id"), "")
            if sign.tag == _w("bookmarkStart"):
                if sign.get(_w("name"), "").startswith(prefix):
                    starts[key] = (sign.get(_w("name"), ""), number)
            elif key in starts:
                name, start = starts.pop(key)
                # An end before the first word of a block does not take the block in.
                words = block is not sign and any(
                    other.getparent() is not None and list(block.iter()).index(other) < list(block.iter()).index(sign)
                    for other in block.iter(_w("r"))
                )
                yield name, blocks[start : number + 1 if words else number]
