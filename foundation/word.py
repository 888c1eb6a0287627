"""Rich text as WordprocessingML: written for Word so that it comes back as it was.

What Word has a place for is put there, in built-in styles, so that people work as they are used to:
headings 3 and 4, lists, quotations, tables with a heading row, captions, pictures with their
alternative text. Arabic is right to left as Word means it: ``w:bidi`` on paragraphs, ``w:rtl`` on
the Arabic parts of a line (and on those alone), fonts and sizes for complex scripts.

The reading is in ``foundation.word_reading``.
"""

import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import quoteattr

from lxml import etree

from foundation import richtext
from foundation.language import direction
from foundation.richtext import BREAK, Block, Bullets, Cell, Figure, Paragraph, Quote, Run, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = {
    "w": W,
    "r": R,
    "w14": W14,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMES.items())
#: A list's continued paragraph stands in a list without signs, at the level of its item.
BULLET, DECIMAL, UNSIGNED = 1, 2, 3
_UNSIGNED_LIST = 1
_MOST_EMU = 5_400_000  # 15 cm, the width of a text
_EMU_PER_PIXEL = 9_525


def w(name: str, /, *children: etree._Element | None, **attributes: object) -> etree._Element:
    """An element of WordprocessingML; attributes are of its namespace too."""
    element = etree.Element(f"{{{W}}}{name}", nsmap={"w": W})
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", str(value))
    element.extend(child for child in children if child is not None)
    return element


def _fragment(xml: str) -> etree._Element:
    """An element from a template of ours; what is put into it is quoted before."""
    return etree.fromstring(f"<w:x {_DECLARED}>{xml}</w:x>")[0]


def strands(text: str, right_to_left: bool) -> Iterator[tuple[str, bool]]:
    """``text`` in pieces that run one way; whatever has no direction of its own goes with its
    neighbours where they agree, and with the paragraph where they do not."""
    ways: list[bool | None] = [
        {"L": False, "R": True, "AL": True, "AN": True}.get(unicodedata.bidirectional(character)) for character in text
    ]
    number = 0
    while number < len(ways):
        if ways[number] is not None:
            number += 1
            continue
        end = number
        while end < len(ways) and ways[end] is None:
            end += 1
        before = ways[number - 1] if number else right_to_left
        after = ways[end] if end < len(ways) else right_to_left
        ways[number:end] = [before if before == after else right_to_left] * (end - number)
        number = end
    start = 0
    for number in range(1, len(text) + 1):
        if number == len(text) or ways[number] != ways[start]:
            yield text[start:number], bool(ways[start])
            start = number


@dataclass(frozen=True)
class Drawn:
    """A picture as it goes into the file."""

    content: bytes
    extension: str  # png, jpeg
    width: int
    height: int


@dataclass
class Document:
    """A Word document that is being written; ``language`` is that of its own words.

    ``picture`` gives the content of a picture by its sha256.
    """

    language: str
    title: str
    picture: Callable[[str], Drawn]
    body: list[etree._Element] = field(default_factory=list)
    _relations: list[tuple[str, str, bool]] = field(default_factory=list)
    _lists: list[int] = field(default_factory=list)
    _media: dict[str, tuple[str, Drawn]] = field(default_factory=dict)
    _ids: int = 0

    # -- small pieces

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids

    def _relation(self, kind: str, target: str, external: bool = False) -> str:
        entry = (kind, target, external)
        if entry not in self._relations:
            self._relations.append(entry)
        return f"rId{100 + self._relations.index(entry)}"

    def _paragraph_properties(
        self, language: str, style: str = "", number: tuple[int, int] | None = None, keep: bool = False
    ) -> etree._Element:
        return w(
            "pPr",
            w("pStyle", val=style) if style else None,
            w("keepNext") if keep else None,
            w("numPr", w("ilvl", val=number[1]), w("numId", val=number[0])) if number else None,
            w("bidi") if direction(language) == "rtl" else None,
        )

    def runs(self, runs: Iterable[Run], language: str, style: str = "") -> list[etree._Element]:
        """Runs of text, each link as one hyperlink; ``style`` is that of the characters."""
        out: list[etree._Element] = []
        link: tuple[str, etree._Element] | None = None
        for run in runs:
            made = [
                self._run(text, run.marks, rtl, "Hyperlink" if run.href else style)
                for text, rtl in (
                    [(BREAK, False)] if run.text == BREAK else strands(run.text, direction(language) == "rtl")
                )
            ]
            if not run.href:
                link = None
                out += made
                continue
            if link is None or link[0] != run.href:
                element = w("hyperlink")
                element.set(f"{{{R}}}id", self._relation("hyperlink", run.href, external=True))
                link = (run.href, element)
                out.append(element)
            link[1].extend(made)
        return out

    @staticmethod
    def _run(text: str, marks: frozenset[str], rtl: bool, style: str) -> etree._Element:
        properties = []
        if style:
            properties.append(w("rStyle", val=style))
        for mark, name in (("strong", "b"), ("em", "i")):
            if mark in marks:
                properties += [w(name), w(f"{name}Cs")]
        if {"sub", "sup"} <= marks:
            properties.append(w("position", val=-6))
        if "u" in marks:
            properties.append(w("u", val="single"))
        if "sup" in marks:
            properties.append(w("vertAlign", val="superscript"))
        elif "sub" in marks:
            properties.append(w("vertAlign", val="subscript"))
        if rtl:
            properties.append(w("rtl"))
        if text == BREAK:
            content = w("br")
        else:
            content = w("t")
            content.text = text
            content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return w("r", w("rPr", *properties) if properties else None, content)

    def paragraph(
        self, text: str, *, style: str = "", language: str = "", keep: bool = False, characters: str = ""
    ) -> etree._Element:
        """A paragraph of plain words in the document's language, or in ``language``."""
        language = language or self.language
        runs = [Run(part) for line in text.split("\n") for part in (BREAK, line)][1:]
        return w(
            "p",
            self._paragraph_properties(language, style, keep=keep),
            *self.runs((run for run in runs if run.text), language, characters),
        )

    def add(self, *elements: etree._Element) -> None:
        self.body += elements

    # -- rich text

    def blocks(self, html: str, language: str) -> list[etree._Element]:
        """Canonical rich text as blocks of the document."""
        return list(self._blocks(richtext.parse(html), language))

    def _blocks(self, blocks: Iterable[Block], language: str) -> Iterator[etree._Element]:
        quote = ""
        for block in blocks:
            # Two quotations in a row stay two because their styles differ.
            quote = ("Quote" if quote != "Quote" else "IntenseQuote") if isinstance(block, Quote) else ""
            match block:
                case Paragraph():
                    yield self._text(block.runs, language, {"h3": "Heading3", "h4": "Heading4"}.get(block.tag, ""))
                case Bullets():
                    yield from self._list(block, language, "ListParagraph", 0)
                case Quote():
                    yield from self._held(block.blocks, language, quote, quote)
                case Table():
                    if block.caption:
                        yield self._text(block.caption, language, "Caption", keep=True)
                    yield self._table(block, language)
                    # Without a line between them, Word makes one table of two.
                    yield w("p", self._paragraph_properties(language))
                case Figure():
                    yield from self._figure(block, language)

    def _text(self, runs: Iterable[Run], language: str, style: str = "", number=None, keep=False) -> etree._Element:
        return w("p", self._paragraph_properties(language, style, number, keep), *self.runs(runs, language))

    def _held(
        self, blocks: Iterable[Paragraph | Bullets], language: str, style: str, list_style: str
    ) -> Iterator[etree._Element]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self._text(block.runs, language, style)
            else:
                yield from self._list(block, language, list_style, 0)

    def _list(self, bullets: Bullets, language: str, style: str, level: int) -> Iterator[etree._Element]:
        self._lists.append(DECIMAL if bullets.tag == "ol" else BULLET)
        number = len(self._lists) + _UNSIGNED_LIST
        for item in bullets.items:
            signed = False
            for block in item:
                if isinstance(block, Bullets):
                    yield from self._list(block, language, style, level + 1)
                else:
                    yield self._text(block.runs, language, style, (_UNSIGNED_LIST if signed else number, level))
                    signed = True

    def _table(self, table: Table, language: str) -> etree._Element:
        rows = table.head + table.body
        width = sum(cell.colspan for cell in rows[0])
        grid = w("tblGrid", *(w("gridCol", w=9_000 // width) for _column in range(width)))
        element = w(
            "tbl",
            w(
                "tblPr",
                w("tblStyle", val="TableGrid"),
                w("bidiVisual") if direction(language) == "rtl" else None,
                w("tblW", w=5_000, type="pct"),
                w("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
            ),
            grid,
        )
        reaching: dict[int, tuple[int, int]] = {}  # column → rows that a cell from above still fills, its width
        for number, row in enumerate(rows):
            line = w("tr", w("trPr", w("cantSplit"), w("tblHeader")) if number < len(table.head) else None)
            column = 0
            cells = iter(row)
            while column < width:
                rows_left, across = reaching.get(column, (0, 1))
                if rows_left:
                    reaching[column] = (rows_left - 1, across)
                    line.append(self._cell(Cell("td", (), across), language, merge="continue"))
                    column += across
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                reaching[column] = (cell.rowspan - 1, cell.colspan)
                line.append(self._cell(cell, language, merge="restart" if cell.rowspan > 1 else ""))
                column += cell.colspan
            element.append(line)
        return element

    def _cell(self, cell: Cell, language: str, merge: str = "") -> etree._Element:
        style = "TableHeading" if cell.tag == "th" else ""
        content = list(self._held(cell.blocks, language, style, style or "ListParagraph"))
        return w(
            "tc",
            w(
                "tcPr",
                w("gridSpan", val=cell.colspan) if cell.colspan > 1 else None,
                w("vMerge", val=merge) if merge else None,
            ),
            *(content or [self._text((), language, style)]),
        )

    def _figure(self, figure: Figure, language: str) -> Iterator[etree._Element]:
        name = f"asset:{figure.sha256}"
        drawn = self.picture(figure.sha256)
        if figure.sha256 not in self._media:
            target = f"media/picture{len(self._media) + 1}.{drawn.extension}"
            self._media[figure.sha256] = (target, drawn)
        relation = self._relation("image", self._media[figure.sha256][0])
        width = min(drawn.width * _EMU_PER_PIXEL, _MOST_EMU)
        height = max(width * drawn.height // max(drawn.width, 1), 1)
        number = self._next_id()
        described = f"id={quoteattr(str(number))} name={quoteattr(name)} descr={quoteattr(figure.alt)}"
        yield w(
            "p",
            self._paragraph_properties(language, keep=bool(figure.caption)),
            w(
                "r",
                _fragment(
                    f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
                    f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {described}/><wp:cNvGraphicFramePr>'
                    f'<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
                    f'<a:graphicData uri="{_NAMES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr {described}/>'
                    f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch>'
                    f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
                    f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
                    f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
                ),
            ),
        )
        if figure.caption:
            yield self._text((Run(figure.caption),), language, "FigureCaption")

    # -- content controls: the places that are read back

    def _control(self, tag: str, name: str, *more: etree._Element | None, blank: bool = False) -> etree._Element:
        return w(
            "sdtPr",
            w("alias", val=name[:64]),
            w("tag", val=tag),
            w("id", val=1_000 + self._next_id()),
            # It cannot be taken out by accident; what is in it can be changed.
            w("lock", val="sdtLocked"),
            w("showingPlcHdr") if blank else None,
            *more,
        )

    def text_control(self, tag: str, name: str, html: str, language: str, placeholder: str) -> list[etree._Element]:
        """Rich text in a content control, between two bookmarks of the same name.

        The bookmarks are for programs that drop controls when they save.
        """
        content = self.blocks(html, language)
        blank = not content
        if blank:
            content = [self.paragraph(placeholder, language=language, characters="PlaceholderText")]
        number = self._next_id()
        return [
            w("bookmarkStart", id=number, name=bookmark_of(tag)),
            w("sdt", self._control(tag, name, blank=blank), w("sdtContent", *content)),
            w("bookmarkEnd", id=number),
        ]

    def _value_paragraph(self, label: str, *controls: etree._Element) -> etree._Element:
        paragraph = self.paragraph(f"{label} ", characters="ValueLabel")
        paragraph.extend(controls)
        return paragraph

    def _inline(self, properties: etree._Element, shown: str, placeholder: str) -> etree._Element:
        runs = self.runs([Run(shown or placeholder)], self.language, "" if shown else "PlaceholderText")
        return w("sdt", properties, w("sdtContent", *runs))

    def choice_control(self, tag: str, label: str, choices: list[tuple[str, str]], chosen: str, placeholder: str):
        """A drop-down list of ``(code, words)``."""
        items = [w("listItem", displayText=words, value=code) for code, words in choices]
        control = self._control(tag, label, w("dropDownList", *items), blank=not chosen)
        return self._value_paragraph(label, self._inline(control, dict(choices).get(chosen, ""), placeholder))

    def date_control(self, tag: str, label: str, value: str, placeholder: str) -> etree._Element:
        """A date as 2027-05-30, from a calendar or typed."""
        date = w("date", w("dateFormat", val="yyyy-MM-dd"), w("lid", val="en-GB"), w("calendar", val="gregorian"))
        if value:
            date.set(f"{{{W}}}fullDate", f"{value}T00:00:00Z")
        return self._value_paragraph(
            label, self._inline(self._control(tag, label, date, blank=not value), value, placeholder)
        )

    def line_control(self, tag: str, label: str, value: str, placeholder: str) -> etree._Element:
        """A value of one line."""
        control = self._control(tag, label, w("text"), blank=not value)
        return self._value_paragraph(label, self._inline(control, value, placeholder))

    def box_control(self, tag: str, label: str, ticked: bool) -> etree._Element:
        """A box to tick, with its words behind it."""
        box = _fragment(
            f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        sign = w("r", w("rPr", w("rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic")), w("t"))
        sign[1].text = "☒" if ticked else "☐"
        return w(
            "p",
            self._paragraph_properties(self.language),
            w("sdt", self._control(tag, label, box), w("sdtContent", sign)),
            *self.runs([Run(f" {label}")], self.language),
        )

    # -- the file

    def save(self, manifest: bytes) -> bytes:
        """The whole file; ``manifest`` is an XML part of our own that Word keeps and does not show."""
        section = w(
            "sectPr",
            w("pgSz", w=11_906, h=16_838),
            w("pgMar", top=1_440, right=1_440, bottom=1_440, left=1_440, header=708, footer=708, gutter=0),
            w("bidi") if direction(self.language) == "rtl" else None,
        )
        document = etree.fromstring(f"<w:document {_DECLARED}><w:body/></w:document>")
        document[0].extend([*self.body, section])
        etree.cleanup_namespaces(document, keep_ns_prefixes=list(_NAMES))
        relations = [
            ("rId1", "styles", "styles.xml", False),
            ("rId2", "numbering", "numbering.xml", False),
            ("rId3", "settings", "settings.xml", False),
            ("rId4", "customXml", "../customXml/item1.xml", False),
        ]
        relations += [(f"rId{100 + number}", *entry) for number, entry in enumerate(self._relations)]
        parts = {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _relations_part(
                [("rId1", "officeDocument", "word/document.xml", False), ("rId2", "core", "docProps/core.xml", False)]
            ),
            "docProps/core.xml": _core(self.title, self.language),
            "word/document.xml": etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True),
            "word/_rels/document.xml.rels": _relations_part(relations),
            "word/styles.xml": _styles(),
            "word/numbering.xml": self._numbering(),
            "word/settings.xml": _SETTINGS,
            "customXml/item1.xml": manifest,
            "customXml/_rels/item1.xml.rels": _relations_part([("rId1", "customXmlProps", "itemProps1.xml", False)]),
            "customXml/itemProps1.xml": _ITEM,
        }
        parts |= {f"word/{target}": drawn.content for target, drawn in self._media.values()}
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    def _numbering(self) -> str:
        signs = ("•", "◦", "▪")

        def level(kind: int, number: int) -> str:
            form, text = {
                BULLET: ("bullet", signs[number % 3]),
                DECIMAL: ("decimal", f"%{number + 1}."),
                UNSIGNED: ("none", ""),
            }[kind]
            return (
                f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (number + 1)}" w:hanging="'
                f'{0 if kind == UNSIGNED else 360}"/></w:pPr></w:lvl>'
            )

        kinds = "".join(
            f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
            f"{''.join(level(kind, number) for number in range(9))}</w:abstractNum>"
            for kind in (BULLET, DECIMAL, UNSIGNED)
        )
        # Each list has a number of its own, and begins at one.
        restart = "".join(
            f'<w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="1"/></w:lvlOverride>' for number in range(9)
        )
        lists = f'<w:num w:numId="{_UNSIGNED_LIST}"><w:abstractNumId w:val="{UNSIGNED}"/></w:num>' + "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{restart if kind == DECIMAL else ""}</w:num>'
            for number, kind in enumerate(self._lists, start=_UNSIGNED_LIST + 1)
        )
        return f"{_XML}<w:numbering {_DECLARED}>{kinds}{lists}</w:numbering>"


def bookmark_of(tag: str) -> str:
    """The name of the bookmark around a control: letters, digits and ``_``, as Word wants it."""
    return tag.replace(":", "_")


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for name, kind in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("word/numbering.xml", "officedocument.wordprocessingml.numbering"),
            ("word/settings.xml", "officedocument.wordprocessingml.settings"),
            ("customXml/itemProps1.xml", "officedocument.customXmlProperties"),
            ("docProps/core.xml", "package.core-properties"),
        )
    )
    + "</Types>"
)
# Pictures that Word makes smaller when it saves could not be told from new ones.
_SETTINGS = (
    f'{_XML}<w:settings {_DECLARED}><w:zoom w:percent="100"/><w:doNotAutoCompressPictures/>'
    '<w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB" w:bidi="ar-SA"/></w:settings>'
)
_ITEM = (
    f'{_XML}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{6C5B2C54-6F0C-4D5B-9A39-6A0B2B7E51D4}"><ds:schemaRefs/></ds:datastoreItem>'
)


def _relations_part(relations: list[tuple[str, str, str, bool]]) -> str:
    def kind_of(kind: str) -> str:
        if kind == "core":
            return f"{_RELATIONS}/metadata/core-properties"
        return f"{_OFFICE}/{kind}"

    mode = {True: ' TargetMode="External"', False: ""}
    entries = "".join(
        f'<Relationship Id="{key}" Type="{kind_of(kind)}" Target={quoteattr(target)}{mode[external]}/>'
        for key, kind, target, external in relations
    )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'


def _core(title: str, language: str) -> bytes:
    root = etree.fromstring(
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title/><dc:language/></cp:coreProperties>'
    )
    root[0].text, root[1].text = title, language
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _style(
    key: str,
    name: str,
    *,
    based: str = "Normal",
    kind: str = "paragraph",
    paragraph: str = "",
    characters: str = "",
    size: int = 0,
    bold: bool = False,
) -> str:
    sizes = f'<w:sz w:val="{size}"/><w:szCs w:val="{size + 2}"/>' if size else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        '<w:uiPriority w:val="9"/><w:qFormat/>'
        f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}<w:rPr>{weight}{characters}{sizes}</w:rPr></w:style>"
    )


def _styles() -> str:
    def heading(level: int, size: int) -> str:
        space = (
            f'<w:keepNext/><w:spacing w:before="{360 - 60 * level}" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>'
        )
        return _style(f"Heading{level}", f"heading {level}", paragraph=space, size=size, bold=True)

    grey, blue = '<w:color w:val="595959"/>', '<w:color w:val="0B4F71"/>'
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"{_XML}<w:styles {_DECLARED}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="22"/>'
        '<w:szCs w:val="24"/><w:lang w:val="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>"
        + _style("Title", "Title", size=40, bold=True, characters=blue)
        + heading(1, 32)
        + heading(2, 26)
        + heading(3, 24)
        + heading(4, 22)
        + _style("ListParagraph", "List Paragraph", paragraph='<w:spacing w:after="60"/>')
        + _style("Quote", "Quote", paragraph='<w:ind w:left="567" w:right="567"/>', characters=grey)
        + _style("IntenseQuote", "Intense Quote", paragraph='<w:ind w:left="567" w:right="567"/>', characters=blue)
        + _style("Caption", "caption", paragraph="<w:keepNext/>", size=20, bold=True, characters=grey)
        + _style("FigureCaption", "Figure Caption", based="Caption", paragraph='<w:keepNext w:val="0"/>')
        + _style("TableHeading", "Table Heading", bold=True)
        + _style("Guidance", "Guidance", size=20, characters=grey)
        + _style("TextLabel", "Text Label", paragraph="<w:keepNext/>", size=20, bold=True, characters=blue)
        + _style("Hyperlink", "Hyperlink", based="", kind="character", characters=blue + '<w:u w:val="single"/>')
        + _style("PlaceholderText", "Placeholder Text", based="", kind="character", characters=grey)
        + _style("ValueLabel", "Value Label", based="", kind="character", bold=True)
        + "</w:styles>"
    )
