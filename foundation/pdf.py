"""Tagged PDF (PDF/UA-1) from HTML of ours, in languages that run either way.

WeasyPrint does the layout. It sees nothing but what ``_Fetcher`` hands out: the pictures of the text at
hand (``asset:<sha256>``), the fonts named here (``font:<name>``) and our own style sheets
(``style:<name>.css``). No file of this machine and no address of another can end up in a document.

Fonts were chosen by the text that comes back out of a PDF: with Noto Naskh Arabic in the static files
of Debian's fonts-noto-core, and ligatures switched off, nearly every word does; with IBM Plex Sans
Arabic, or with the variable build of the same Noto Naskh, many letters come out reversed.
"""

import io
import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import pikepdf
import pydyf
from django.conf import settings
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from foundation import pdf_text
from foundation.language import direction

logger = logging.getLogger(__name__)

STYLES = Path(settings.BASE_DIR) / "static" / "css"
DEBIAN_FONTS = Path("/usr/share/fonts/truetype/noto")
DEBIAN_PACKAGE = "fonts-noto-core"
ARABIC_FONTS = {"arabic-regular": "NotoNaskhArabic-Regular.ttf", "arabic-bold": "NotoNaskhArabic-Bold.ttf"}
# Variable fonts; WeasyPrint embeds the one weight that the style sheet asks for, and only what is used of it.
LATIN_FONTS = {"latin": "IBMPlexSans[wdth,wght].ttf", "latin-italic": "IBMPlexSans-Italic[wdth,wght].ttf"}

_ASSET = re.compile(r"asset:([0-9a-f]{64})")
_FONT = re.compile(r"font:([a-z-]+)")
_STYLE = re.compile(r"style:([a-z-]+\.css)")


def render_pdf(html: str, *, language: str, title: str, assets: Callable[[str], bytes]) -> bytes:
    """A PDF/UA-1 file of ``html``, in which pictures are ``asset:<sha256>`` and ``assets`` reads them.

    ``language`` becomes the language of the document and decides its direction, ``title`` what a reader
    shows in its window. Raises ``RuntimeError`` where a font, a style or a picture is missing: a document
    with holes in it must not be made. Any other address in the HTML is ignored and logged.
    """
    _require_fonts()
    fetcher = _Fetcher(assets)
    page = HTML(string=html, url_fetcher=fetcher, media_type="print")
    languages: list[str] = []

    def before_writing(document: Document, pdf: pydyf.PDF) -> None:
        pdf_text.finish_fonts(document, pdf)
        languages.extend(_languages(document))

    with pdf_text.readable_text():
        document = page.render(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
        pdf_text.note_directions(document)
        written = document.write_pdf(finisher=before_writing, pdf_variant="pdf/ua-1")
    if fetcher.missing:
        raise RuntimeError(f"The document needs what cannot be read: {', '.join(fetcher.missing)}")
    return _finish(written, language=language, title=title, languages=languages)


def _languages(document: Document) -> Iterator[str]:
    """The languages of the parts in another language, each an ``<article lang>``, as they come on the pages."""

    def walk(box: boxes.Box) -> Iterator[str]:
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.MarginBox):
            return
        if box.element_tag == "article":
            yield box.element.get("lang", "")
        if isinstance(box, boxes.ParentBox):
            for child in box.children:
                yield from walk(child)

    for page in document.pages:
        yield from walk(page._page_box)


# ---------------------------------------------------------------- what a document may fetch


class _Fetcher(URLFetcher):
    """Knows three kinds of address and opens nothing else; ``missing`` names what should have been there."""

    def __init__(self, assets: Callable[[str], bytes]):
        super().__init__(allowed_protocols=())
        self.assets = assets
        self.missing: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        try:
            if found := _ASSET.fullmatch(url):
                return URLFetcherResponse(url, self.assets(found[1]))
            if found := _FONT.fullmatch(url):
                return URLFetcherResponse(url, font(found[1]), {"Content-Type": "font/ttf"})
            if found := _STYLE.fullmatch(url):
                return URLFetcherResponse(url, (STYLES / found[1]).read_bytes(), {"Content-Type": "text/css"})
        except Exception as error:
            logger.exception("%s cannot be read", url)
            self.missing.append(url)
            raise ValueError(f"{url} cannot be read") from error
        logger.warning("a document asked for %.200s, which was refused", url)
        raise ValueError("Only the document's own pictures, fonts and styles are fetched.")


def _require_fonts() -> None:
    for name in ARABIC_FONTS.values():
        if not (DEBIAN_FONTS / name).exists():
            raise RuntimeError(
                f"{DEBIAN_FONTS / name} is missing: install the Debian package {DEBIAN_PACKAGE} "
                f"(apt-get install {DEBIAN_PACKAGE}), which documents take their Arabic letters from."
            )


@cache
def font(name: str) -> bytes:
    """The font file that a style sheet calls ``font:<name>``."""
    if name in ARABIC_FONTS:
        return (DEBIAN_FONTS / ARABIC_FONTS[name]).read_bytes()
    return resources.files("fontpkg_ibm_plex_sans").joinpath("files", LATIN_FONTS[name]).read_bytes()


# ---------------------------------------------------------------- what WeasyPrint leaves out


def _finish(content: bytes, *, language: str, title: str, languages: list[str]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        root.Lang = pikepdf.String(language)
        preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
        preferences.DisplayDocTitle = True
        # Where pages lie side by side, the first is on the right.
        preferences.Direction = pikepdf.Name.R2L if direction(language) == "rtl" else pikepdf.Name.L2R
        root.ViewerPreferences = preferences
        pdf.docinfo["/Title"] = pikepdf.String(title)
        tree = list(elements(root.StructTreeRoot))
        _mark_headers(pdf, tree)
        _mark_languages(tree, languages)
        _place_figures(tree)
        _name_links(pdf)
        _set_furniture_apart(pdf, tree)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = [language]
        result = io.BytesIO()
        # The structure of a long review is tens of thousands of small objects; in streams they weigh little.
        pdf.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return result.getvalue()


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The elements of a structure tree below ``node``, in reading order."""
    stack = list(reversed(_kids(node)))
    while stack:
        element = stack.pop()
        yield element
        stack.extend(reversed(_kids(element)))


def _kids(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    kids = node.get("/K")
    if kids is None:
        return []
    held = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in held if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None]


def _mark_headers(pdf: pikepdf.Pdf, tree: list[pikepdf.Dictionary]) -> None:
    """Say of each header cell whether it heads a column or a row, and list all that have an identifier."""
    named = []
    for element in tree:
        if element.S == "/TH":
            in_head = element.P.P.S == "/THead"
            attributes = element.get("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
            attributes.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
            element.A = attributes
        if "/ID" in element:
            named.append((bytes(element.ID), element))
    if named:
        named.sort(key=lambda pair: pair[0])
        names = pikepdf.Array([part for key, element in named for part in (pikepdf.String(key), element)])
        first, last = pikepdf.String(named[0][0]), pikepdf.String(named[-1][0])
        leaf = pdf.make_indirect(pikepdf.Dictionary(Names=names, Limits=pikepdf.Array([first, last])))
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([leaf])))


def _mark_languages(tree: list[pikepdf.Dictionary], languages: list[str]) -> None:
    """The language of the parts that are in another one than the document, for who has it read aloud."""
    parts = [element for element in tree if element.S == "/Art"]
    for part, language in zip(parts, languages, strict=True):
        if language:
            part.Lang = pikepdf.String(language)


def _place_figures(tree: list[pikepdf.Dictionary]) -> None:
    """WeasyPrint gives the place of a picture in CSS pixels from the top; PDF wants points from below."""
    for element in tree:
        if element.S == "/Figure" and "/A" in element:
            left, top, right, bottom = (float(side) * 0.75 for side in element.A.BBox)
            height = float(element.Pg.MediaBox[3])
            element.A.BBox = pikepdf.Array([round(side, 3) for side in (left, height - bottom, right, height - top)])


def _name_links(pdf: pikepdf.Pdf) -> None:
    """A link inside the document is called by the heading it leads to, not by the anchor's name."""
    titles = {}
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            titles[_place(item.destination)] = item.title
    anchors = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Dests" in pdf.Root.get("/Names", {}) else {}
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if (name := annotation.get("/Dest")) is not None and str(name) in anchors:
                title = titles.get(_place(anchors[str(name)]))
                if title:
                    annotation.Contents = pikepdf.String(title)


def _place(destination: pikepdf.Array) -> tuple[tuple[int, int], int]:
    """Page and height, to the point, of an ``/XYZ`` destination."""
    return destination[0].objgen, round(float(destination[3]))


_TAGGED = re.compile(rb"/(\w+)\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


def _set_furniture_apart(pdf: pikepdf.Pdf, tree: list[pikepdf.Dictionary]) -> None:
    """Running heads and page numbers are no part of the text: who listens hears them not on every page."""
    known = {element.objgen for element in tree}
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for page_number, page in enumerate(pdf.pages):
        owners = numbers[page_number * 2 + 1]
        apart = {number for number, owner in enumerate(owners) if owner.objgen not in known}
        if not apart:
            continue

        def tag(found: re.Match[bytes], apart: set[int] = apart) -> bytes:
            return b"/Artifact <</Type /Pagination>> BDC" if int(found[2]) in apart else found[0]

        page.Contents.write(_TAGGED.sub(tag, page.Contents.read_bytes()))
        for number in apart:
            owners[number] = None
