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
from django.conf import settings
from weasyprint import HTML
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
    with pdf_text.readable_text():
        document = page.render(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
        pdf_text.note_directions(document)
        written = document.write_pdf(finisher=pdf_text.finish_fonts, pdf_variant="pdf/ua-1")
    if fetcher.missing:
        raise RuntimeError(f"The document needs what cannot be read: {', '.join(fetcher.missing)}")
    return _finish(written, language=language, title=title)


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


def _finish(content: bytes, *, language: str, title: str) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        root.Lang = pikepdf.String(language)
        preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
        preferences.DisplayDocTitle = True
        # Where pages lie side by side, the first is on the right.
        preferences.Direction = pikepdf.Name.R2L if direction(language) == "rtl" else pikepdf.Name.L2R
        root.ViewerPreferences = preferences
        pdf.docinfo["/Title"] = pikepdf.String(title)
        _mark_headers(pdf)
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


def _mark_headers(pdf: pikepdf.Pdf) -> None:
    """Say of each header cell whether it heads a column or a row, and list all that have an identifier."""
    named = []
    for element in elements(pdf.Root.StructTreeRoot):
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
