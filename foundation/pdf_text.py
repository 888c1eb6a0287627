"""How right-to-left text is written into a PDF so that it can be read out of it again.

A PDF holds glyphs at places, and for each glyph code the characters it stands for; programs that
take text out (poppler, pypdf, browsers' viewers) put the characters back in order by their own
rules. WeasyPrint writes a line from its left end to its right and gives each glyph the characters
it stood for the first time it was drawn. Out of that come, in Arabic, numbers and Latin words at
the wrong place, brackets and guillemets beside their word, and letters without their vowel signs
or the other way round. So lines that run from right to left are drawn here instead:

- in logical order: first what is read first, each piece at its own place;
- one glyph code for one character: a letter and the signs above it are one cluster of glyphs, so
  the letter's glyph carries the last character and glyphs without ink or width carry those before
  it; the signs themselves are drawn as shapes, which no reader takes for text;
- a glyph that stands for different characters at different places has a code for each (the font's
  CIDToGIDMap leads them to the same outline);
- a Latin word or a number in such a line has an ActualText with direction marks around it, which
  keep readers from moving the space or the bracket beside it.

What is seen on the page is the same. Left-to-right lines stay WeasyPrint's. Measured by
``tests/documents``; the arrangement rests on WeasyPrint's inner workings, so its version is pinned.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from io import BytesIO

import pydyf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from weasyprint.draw import text as weasyprint_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

RLM, LRM = "\u200f", "\u200e"
# Extractors take a step forward of about a tenth of the type size for a space between words.
_LONGEST_STEP = 60
_BETWEEN_CARRIERS = 0.02  # of the type size
_BEFORE = 0.01  # of the type size


@dataclass
class _Codes:
    """The glyph codes of one font beyond its own glyph numbers."""

    first: int
    file: TTFont
    outlines: dict
    by_glyph_and_text: dict[tuple[int, str], int] = field(default_factory=dict)
    shapes: dict[int, bytes] = field(default_factory=dict)
    blank: int | None = None  # a glyph without ink or width


_drawing: ContextVar[dict[str, _Codes] | None] = ContextVar("codes of the document being drawn", default=None)


# ---------------------------------------------------------------- a line as Pango laid it out


@dataclass
class _Glyph:
    number: int
    x: float  # from the start of the line, in px
    width: float
    rise: float


@dataclass
class _Cluster:
    """The glyphs of one or more characters that belong together."""

    text: str
    start: int  # byte in the line's text
    level: int  # odd: right to left
    font: object
    size: float
    x: float
    width: float
    glyphs: list[_Glyph]

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def belongs_to_numbers(self) -> bool:
        """True of ، . : / - % and their like, which readers draw to a number, with the space beside them."""
        return unicodedata.bidirectional(self.text[0]) in ("CS", "ES", "ET")

    @property
    def is_rtl_letter(self) -> bool:
        """True where every extractor knows the direction by itself."""
        return self.level % 2 == 1 and all(
            "\u0590" <= c <= "\u08ff" and unicodedata.bidirectional(c) in ("R", "AL", "NSM") for c in self.text
        )


def _clusters(stream, textbox, line) -> list[_Cluster] | None:
    """The clusters of a line in logical order; None where only WeasyPrint can draw it."""
    text = textbox.pango_layout.text.encode()
    found: list[_Cluster] = []
    pen = 0
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        font, size = stream.add_font(item.item.analysis.font)
        if font.bitmap or font.png or font.svg or font.colr or "glyf" not in font.tables:
            return None
        if pango.pango_version() < 14802:
            size = textbox.style["font_size"]
        count = item.glyphs.num_glyphs
        starts = [item.glyphs.log_clusters[i] for i in range(count)]
        # Clusters in the order of the text, to find where each ends.
        in_order = sorted(set(starts))
        ends = dict(zip(in_order, [*in_order[1:], item.item.length], strict=True))
        open_cluster: _Cluster | None = None
        for i in range(count):
            info = item.glyphs.glyphs[i]
            if info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and info.glyph != pango.PANGO_GLYPH_EMPTY:
                return None
            start = item.item.offset + starts[i]
            if open_cluster is None or open_cluster.start != start:
                words = text[start : item.item.offset + ends[starts[i]]].decode()
                open_cluster = _Cluster(words, start, item.item.analysis.level, font, size, pen * FROM_UNITS, 0, [])
                found.append(open_cluster)
            width = info.geometry.width
            if info.glyph != pango.PANGO_GLYPH_EMPTY:
                _note_width(stream, font, item.item.analysis.font, size, info.glyph)
                open_cluster.glyphs.append(
                    _Glyph(
                        info.glyph,
                        (pen + info.geometry.x_offset) * FROM_UNITS,
                        width * FROM_UNITS,
                        info.geometry.y_offset * FROM_UNITS,
                    )
                )
            open_cluster.width += width * FROM_UNITS
            pen += width
    return _with_signs(sorted(found, key=lambda cluster: cluster.start))


def _with_signs(clusters: list[_Cluster]) -> list[_Cluster]:
    """Signs above and below as part of the cluster of the letter before them; lam and alef as one,
    because their glyphs lie over one another, whichever way the font cuts them."""
    out: list[_Cluster] = []
    for cluster in clusters:
        before = out[-1] if out else None
        if (
            before is not None
            and before.font is cluster.font
            and before.level == cluster.level
            and not before.is_space
            and (
                all(unicodedata.category(c) == "Mn" for c in cluster.text)
                or (before.text[0] == "ل" and cluster.text[0] in "اأإآٱ" and "ا" not in before.text)
            )
        ):
            before.text += cluster.text
            before.glyphs += cluster.glyphs
            before.x = min(before.x, cluster.x)
            before.width += cluster.width
        else:
            out.append(cluster)
    return out


def _note_width(stream, font, pango_font, size: float, glyph: int) -> None:
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)


# ---------------------------------------------------------------- codes


def _codes() -> dict[str, _Codes]:
    codes = _drawing.get()
    if codes is None:
        raise RuntimeError("Right-to-left text is drawn inside readable_text() only.")
    return codes


def _codes_of(font) -> _Codes:
    drawing = _codes()
    if font.hash not in drawing:
        file = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        location = {"wght": font.weight, **font.variations} if "fvar" in file else None
        codes = drawing[font.hash] = _Codes(
            max(0x8000, font.glyph_count + 0x1000), file, file.getGlyphSet(location=location)
        )
        name = file.getBestCmap().get(0x200B)
        if name is not None and file["hmtx"][name][0] == 0 and file["glyf"][name].numberOfContours == 0:
            codes.blank = file.getGlyphID(name)
    return drawing[font.hash]


def _blank(font) -> int | None:
    usable = not (font.bitmap or font.png or font.svg or font.colr) and "glyf" in font.tables
    return _codes_of(font).blank if usable else None


def _code(font, glyph: int, text: str) -> int:
    """The code by which ``glyph`` is drawn where it stands for ``text``."""
    if font.to_unicode.setdefault(glyph, text) == text:
        return glyph
    codes = _codes_of(font)
    return codes.by_glyph_and_text.setdefault((glyph, text), codes.first + len(codes.by_glyph_and_text))


# ---------------------------------------------------------------- drawing


class _Pen:
    """Writes text operators; keeps count of where readers believe the pen to be."""

    def __init__(self, stream, origin: float, baseline: float):
        self.stream = stream
        self.origin = origin
        self.baseline = baseline
        self.operands: list[str] = []
        self.at = 0.0  # px from the start of the line
        self.after_space = True
        self.shapes: list[tuple] = []  # drawn after the text, so as not to come between its pieces

    def begin(self, x: float, font, size: float) -> None:
        """A new text object: extractors take what follows as the next in the reading order."""
        if self.stream.stream[-1] != b"BT":
            self.stream.stream += [b"ET", b"BT"]
        # A step to the right over other words would be taken for a space: make it small steps.
        step = x > self.at and not self.after_space
        start = self.at if step else x
        self.stream.set_text_matrix(1, 0, 0, -1, self.origin + start, self.baseline)
        self.stream.set_font_size(font.hash, size)
        self.at = start
        if step:
            self.move(x, size)

    def move(self, x: float, size: float) -> None:
        distance = round((x - self.at) / size * 1000)
        self.at += distance * size / 1000
        if distance < 0:
            self.operands.append(str(-distance))
        while distance > 0:
            self.operands.append(str(-min(distance, _LONGEST_STEP)))
            distance -= _LONGEST_STEP

    def show(self, font, size: float, code: int, glyph: int) -> None:
        self.operands.append(f"<{code:04x}>")
        self.at += font.widths[glyph] * size / 1000

    def end(self) -> None:
        if self.operands:
            self.stream.show_text(" ".join(self.operands))
        self.operands = []

    def fence(self, mark: str, x: float, size: float) -> None:
        """A direction mark at ``x``, in a font that has a glyph without ink and width."""
        font = next((font for font in self.stream._fonts.values() if _blank(font) is not None), None)
        if font is not None:
            blank = _blank(font)
            font.widths.setdefault(blank, 0)
            self.begin(x, font, size)
            self.show(font, size, _code(font, blank, mark), blank)
            self.end()


def _draw_piece(pen: _Pen, piece: list[_Cluster]) -> None:
    """One piece of a single font, drawn from its left end to its right."""
    clusters = [cluster for cluster in piece if cluster.glyphs]
    if piece[0].level % 2:
        clusters.reverse()
    if not clusters:
        return
    font, size = clusters[0].font, clusters[0].size
    blank = _codes_of(font).blank
    over: list[_Glyph] = []
    pen.begin(clusters[0].x, font, size)
    for cluster in clusters:
        main = max(cluster.glyphs, key=lambda glyph: glyph.width)
        over += [glyph for glyph in cluster.glyphs if glyph is not main]
        characters = cluster.text
        carried = ""
        if len(characters) > 1 and blank is not None and cluster.level % 2:
            characters, carried = characters[-1], characters[:-1]
        if main.rise:
            # Nothing but a sign, as when a sign is written alone.
            over.append(main)
            characters, carried = "", cluster.text
        else:
            pen.move(main.x, size)
            pen.show(font, size, _code(font, main.number, characters), main.number)
        for number, character in enumerate(reversed(carried)):
            font.widths.setdefault(blank, 0)
            pen.move(cluster.x + cluster.width - (len(carried) - number) * _BETWEEN_CARRIERS * size, size)
            pen.show(font, size, _code(font, blank, character), blank)
    pen.end()
    pen.shapes += [(font, size, glyph) for glyph in over]
    pen.after_space = False


class _Path(BasePen):
    """An outline as the operators of a PDF."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, pt):
        self.operators.append("{:g} {:g} m".format(*pt))

    def _lineTo(self, pt):
        self.operators.append("{:g} {:g} l".format(*pt))

    def _curveToOne(self, pt1, pt2, pt3):
        self.operators.append("{:g} {:g} {:g} {:g} {:g} {:g} c".format(*pt1, *pt2, *pt3))

    def _closePath(self):
        self.operators.append("h")


def _draw_shape(pen: _Pen, font, size: float, glyph: _Glyph) -> None:
    # Written out each time: a form of its own would be a line break to pypdf.
    codes = _codes_of(font)
    if glyph.number not in codes.shapes:
        path = _Path(codes.outlines)
        codes.outlines[codes.file.getGlyphName(glyph.number)].draw(path)
        codes.shapes[glyph.number] = "\n".join([*path.operators, "f"]).encode()
    scale = size / font.upem
    pydyf.Stream.push_state(pen.stream)
    pydyf.Stream.set_matrix(pen.stream, scale, 0, 0, -scale, pen.origin + glyph.x, pen.baseline + glyph.rise)
    pen.stream.stream.append(codes.shapes[glyph.number])
    pydyf.Stream.pop_state(pen.stream)


def _draw_left_to_right(pen: _Pen, clusters: list[_Cluster], *, fenced: bool) -> None:
    """Latin words or numbers that follow one another. ``fenced``: in a line that runs to the left."""
    words: list[list[_Cluster]] = []
    if fenced and not clusters[0].is_space:
        pen.fence(RLM, clusters[0].x - _BEFORE * clusters[0].size, clusters[0].size)
    for cluster in clusters:
        if cluster.is_space:
            words.append([cluster])
        elif words and not words[-1][0].is_space:
            words[-1].append(cluster)
        else:
            words.append([cluster])
    for number, word in enumerate(words):
        if word[0].is_space:
            _draw_piece(pen, word)
            pen.after_space = True
            continue
        for piece in _pieces(word):
            _draw_piece(pen, piece)
        last = word[-1]
        if fenced and number == len(words) - 1 and not (last.text[-1].isdecimal() or last.text[-1].isalpha()):
            pen.fence(LRM, last.x + last.width + _BEFORE * last.size, last.size)


def _pieces(word: list[_Cluster]) -> Iterator[list[_Cluster]]:
    piece: list[_Cluster] = []
    decided = False
    for cluster in word:
        if piece and (not decided or cluster.font is not piece[-1].font or cluster.size != piece[-1].size):
            yield piece
            piece = []
        piece.append(cluster)
        first = cluster.text[0]
        decided = decided or (first.isascii() and first.isalnum()) or unicodedata.bidirectional(first) == "L"
    yield piece


def _draw_line(stream, textbox, clusters: list[_Cluster], matrix) -> None:
    pen = _Pen(stream, matrix.values[4], matrix.values[5])
    fenced = getattr(textbox, "line_direction", textbox.style["direction"]) == "rtl"
    position = 0
    if getattr(textbox, "begins_line", False) and fenced:
        # A cell or an item to the left of another: extractors see no gap where the pen goes back.
        pen.fence(" ", clusters[0].x, clusters[0].size)
        pen.after_space = True
    # On a page of mostly Latin text readers go from left to right, and break Arabic at numbers.
    against = fenced and getattr(textbox, "page_direction", "rtl") == "ltr"
    while position < len(clusters):
        first = clusters[position]
        end = position + 1
        if first.level % 2 == 0:
            while end < len(clusters) and clusters[end].level % 2 == 0:
                end += 1
            _draw_left_to_right(pen, clusters[position:end], fenced=fenced and not against)
        else:
            if first.is_rtl_letter:
                while (
                    end < len(clusters)
                    and clusters[end].is_rtl_letter
                    and clusters[end].font is first.font
                    and clusters[end].size == first.size
                    and clusters[end].level == first.level
                ):
                    end += 1
            if (
                fenced
                and not against
                and first.belongs_to_numbers
                and not (end < len(clusters) and clusters[end].is_rtl_letter)
            ):
                pen.fence(RLM, first.x - _BEFORE * first.size, first.size)
            last = clusters[end - 1]
            if against and unicodedata.category(last.text[-1]) == "Mn":
                # A sign at the left end would be read as the first of the line.
                pen.fence(RLM, last.x - _BEFORE * last.size, last.size)
            _draw_piece(pen, clusters[position:end])
            if against and position > 1 and clusters[position - 1].is_space:
                before = clusters[position - 2]
                if before.level % 2 == 0 or before.belongs_to_numbers:
                    pen.fence(LRM, first.x + first.width + _BEFORE * first.size, first.size)
            pen.after_space = first.is_space
        position = end
    if pen.shapes:
        stream.stream.append(b"ET")
        for font, size, glyph in pen.shapes:
            _draw_shape(pen, font, size, glyph)
        stream.stream.append(b"BT")


_original = weasyprint_text.draw_first_line


def _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):
    """In place of WeasyPrint's function of this name, for lines with right-to-left text."""
    if (
        _drawing.get() is None
        or text_overflow == "ellipsis"
        or block_ellipsis != "none"
        or not textbox.text.strip()
        or textbox.style["font_size"] < 1e-6
        or (
            getattr(textbox, "line_direction", "ltr") == "ltr"
            and not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in textbox.text)
        )
    ):
        return _original(stream, textbox, text_overflow, block_ellipsis, matrix)
    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    line, _index = textbox.pango_layout.get_first_line()
    clusters = _clusters(stream, textbox, line)
    if clusters is None:
        return _original(stream, textbox, text_overflow, block_ellipsis, matrix)
    _draw_line(stream, textbox, clusters, matrix)
    return []


weasyprint_text.draw_first_line = _draw_first_line


# ---------------------------------------------------------------- around a document


@contextmanager
def readable_text() -> Iterator[None]:
    """While open, documents are drawn as described above; ``finish_fonts`` must then be called."""
    token = _drawing.set({})
    try:
        yield
    finally:
        _drawing.reset(token)


def note_directions(document) -> None:
    """Tells each piece of text which way the line around it runs; to be called before drawing."""

    for page in document.pages:
        texts: list[boxes.TextBox] = []
        _note_lines(page._page_box, None, texts)
        # Readers decide by the letters of the whole page from which end they read a line.
        kinds = Counter(unicodedata.bidirectional(c) for box in texts for c in box.text)
        for box in texts:
            box.page_direction = "rtl" if kinds["AL"] + kinds["R"] > kinds["L"] else "ltr"


def _note_lines(box, line_direction: str | None, texts: list) -> None:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    before = len(texts)
    if isinstance(box, boxes.LineBox):
        line_direction = box.style["direction"]
    if isinstance(box, boxes.TextBox):
        # Markers of list items stand outside of lines.
        box.line_direction = line_direction or box.style["direction"]
        box.begins_line = line_direction is None
        texts.append(box)
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            _note_lines(child, line_direction, texts)
    if isinstance(box, boxes.LineBox) and len(texts) > before:
        texts[before].begins_line = True


def finish_fonts(document, pdf: pydyf.PDF) -> None:
    """Enters the codes given out while drawing into the PDF's fonts."""
    drawing = _codes()
    fonts = {font.name: font for font in document.fonts.values() if font.hash in drawing}
    for entry in list(pdf.objects):
        if not isinstance(entry, pydyf.Dictionary) or entry.get("Subtype") != "/Type0":
            continue
        font = fonts.get(entry["BaseFont"])
        if font is None or not drawing[font.hash].by_glyph_and_text:
            continue
        aliases = {code: place for place, code in drawing[font.hash].by_glyph_and_text.items()}
        missing = set(font.missing.values())
        to_unicode = {**font.to_unicode, **{code: text for code, (_glyph, text) in aliases.items()}}

        mapping = pydyf.Stream(_cmap(to_unicode), compress=True)
        pdf.add_object(mapping)
        entry["ToUnicode"] = mapping.reference
        entry["Encoding"] = "/Identity-H"

        descendant = pdf.objects[int(entry["DescendantFonts"][0].split()[0])]
        glyphs = [0] * (max([*aliases, *font.to_unicode]) + 1)
        for glyph in font.to_unicode:
            glyphs[glyph] = 0 if glyph in missing else glyph
        for code, (glyph, _text) in aliases.items():
            glyphs[code] = glyph
        to_glyphs = pydyf.Stream([b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)], compress=True)
        pdf.add_object(to_glyphs)
        descendant["CIDToGIDMap"] = to_glyphs.reference
        widths = {**font.widths, **{code: font.widths[glyph] for code, (glyph, _text) in aliases.items()}}
        descendant["W"] = _widths(widths)


def _widths(widths: dict[int, int]) -> pydyf.Array:
    out, run, before = pydyf.Array(), pydyf.Array(), None
    for code in sorted(widths):
        if before is None or code != before + 1:
            run = pydyf.Array()
            out.extend([code, run])
        run.append(widths[code])
        before = code
    return out


def _cmap(to_unicode: dict[int, str]) -> list[bytes]:
    lines = [
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        b"/CIDSystemInfo\n<< /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def",
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
    ]
    entries = sorted(to_unicode.items())
    for start in range(0, len(entries), 100):
        batch = entries[start : start + 100]
        lines.append(f"{len(batch)} beginbfchar".encode())
        lines += [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>".encode() for code, text in batch]
        lines.append(b"endbfchar")
    lines.append(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return lines
