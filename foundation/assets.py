"""Files that are made from others before the portal starts: one style sheet, subset web fonts, pictures.

``manage.py build_assets`` writes them to ``BUILD_DIR/build/``, where ``{% static "build/…" %}`` finds
them. Each is remade only when something it is made from has changed, so a second run takes moments.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata, resources
from pathlib import Path

from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import Image, ImageDraw

CSS = Path(settings.BASE_DIR) / "static" / "css"
# The style sheet in its order; components may not depend on each other's order.
SHEETS = ["tokens.css", "base.css", "layout.css", "components/*.css", "forced.css", "print.css"]
# Style sheets that stand alone: the documents that WeasyPrint makes.
STANDALONE = "document*.css"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANK = re.compile(r"\n\s*\n+")


def _ranges(text: str) -> list[int]:
    """``"20-7e a0"`` as code points."""
    points: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


LATIN = "20-7e a0-ff 131 152-153 160-161 178 17d-17e 2c6 2da 2dc 2010-2011 2013-2014 2018-201a 201c-201e 2020-2022 2026 2030 2039-203a 20ac 2122 2190-2193 2212 2248 2260 2264-2265"  # noqa: E501
# Names of people and places beyond western Europe; fetched only by a page that has one.
LATIN_EXTENDED = "100-130 132-151 154-15f 162-177 179-17c 17f 192 1a0-1a1 1af-1b0 1cd-1dc 1e6-1e7 218-21b 1e00-1ef9"
# Arabic as the UN writes it, with the signs and digits between its words: these must come from the
# same file, or each space would break the line of glyphs that is shaped together.
ARABIC = "20-22 25 27-3b 3d 3f 5b 5d ab b7 bb a0 d7 2013-2014 2018-2019 201c-201d 2026 60c 61b 61f 621-63a 640-655 660-66c 670-671 67e 686 6a4 6af 200c-200f 2066-2069 fd3e-fd3f"  # noqa: E501


@dataclass(frozen=True)
class WebFont:
    """One ``@font-face``: where it comes from, what of it we take, and when a browser needs it."""

    file: str
    family: str
    package: str
    source: str
    characters: str
    weight: str
    features: list[str] = field(default_factory=lambda: ["*"])
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict)

    @property
    def unicode_range(self) -> str:
        return ", ".join(f"U+{part.upper()}" for part in self.characters.split())

    def face(self) -> str:
        return (
            "@font-face {\n"
            f'  font-family: "{self.family}";\n'
            f'  src: url("fonts/{self.file}") format("woff2");\n'
            f"  font-weight: {self.weight};\n"
            "  font-style: normal;\n"
            "  font-display: swap;\n"
            f"  unicode-range: {self.unicode_range};\n"
            "}\n"
        )


_LATIN_SOURCE = {
    "family": "Plex Latin",
    "package": "fontpkg_ibm_plex_sans",
    "source": "files/IBMPlexSans[wdth,wght].ttf",
    "weight": "400 700",
    "axes": {"wdth": 100, "wght": (400, 700)},
    "features": ["ccmp", "locl", "kern", "liga", "mark", "mkmk", "lnum", "tnum", "pnum"],
}
_ARABIC_SOURCE = {
    "family": "Plex Arabic",
    "package": "fontpkg_ibm_plex_sans_arabic",
    "characters": ARABIC,
    # All that shapes Arabic, nothing that only decorates it.
    "features": ["ccmp", "locl", "isol", "init", "medi", "fina", "rlig", "calt", "liga", "kern", "mark", "mkmk"],
}
FONTS = [
    WebFont(file="plex-latin.woff2", characters=LATIN, **_LATIN_SOURCE),
    WebFont(file="plex-latin-extended.woff2", characters=LATIN_EXTENDED, **_LATIN_SOURCE),
    WebFont(
        file="plex-arabic-regular.woff2", source="files/IBMPlexSansArabic-Regular.ttf", weight="400", **_ARABIC_SOURCE
    ),
    WebFont(
        file="plex-arabic-bold.woff2", source="files/IBMPlexSansArabic-SemiBold.ttf", weight="600", **_ARABIC_SOURCE
    ),
]
# Until a font is there, a system font scaled to its width and height: the lines break in the same places.
# Mean width of a letter by its frequency in English: Plex 0.4523 em, Arial 0.4456 em. Height of Plex: 1.025 and
# 0.275 em, here in the scaled font's own measure.
FALLBACK = """@font-face {
  font-family: "Plex Fallback";
  src: local("Arial"), local("Liberation Sans"), local("Helvetica Neue"), local("Roboto");
  size-adjust: 101.5%;
  ascent-override: 101%;
  descent-override: 27.1%;
  line-gap-override: 0%;
}
"""

# The mark: five rows of five tiles, two corners open, and the way between them lit.
MARK_OPEN = {(0, 4), (4, 0)}
MARK_WAY = {(3, 1), (2, 2), (1, 3)}
# Pictures know no style sheet: the values of --band, --on-band and --glow in static/css/tokens.css.
BAND, ON_BAND, GLOW = "#0c323d", "#f4f1e8", "#e5a82e"


@dataclass(frozen=True)
class Built:
    """What one step did; ``made`` is false when the file of an earlier run still holds."""

    name: str
    size: int
    made: bool


def build_assets(target: Path) -> list[Built]:
    """Bring every built file under ``target`` up to date.

    Files are written under a temporary name and moved, so that a running server never sees half of one.
    """
    folder = target / "build"
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    stamps_file = target / "stamps.json"
    try:
        stamps = json.loads(stamps_file.read_text())
    except (FileNotFoundError, ValueError):
        stamps = {}
    built = [
        _make(folder, f"fonts/{font.file}", _font_stamp(font), partial(_make_font, font), stamps) for font in FONTS
    ]
    sheet = style_sheet().encode()
    built.append(_make(folder, "site.css", _hash([sheet]), lambda: sheet, stamps))
    for path in sorted(CSS.glob(STANDALONE)):
        content = path.read_bytes()
        built.append(_make(folder, path.name, _hash([content]), partial(bytes, content), stamps))
    for name, size in {"icon-180.png": (180, 180), "share.png": (1200, 630)}.items():
        stamp = _hash([repr((size, MARK_OPEN, MARK_WAY, BAND, ON_BAND, GLOW)).encode()])
        built.append(_make(folder, name, stamp, partial(_make_picture, size), stamps))
    _write(stamps_file, json.dumps(stamps, indent=1, sort_keys=True).encode())
    return built


def style_sheet() -> str:
    """The one style sheet of the portal: fonts, tokens, base, layout, components, forced colours, print."""
    parts = [font.face() for font in FONTS] + [FALLBACK]
    for pattern in SHEETS:
        parts += [path.read_text() for path in sorted(CSS.glob(pattern))]
    return BLANK.sub("\n", COMMENT.sub("", "\n".join(parts))).strip() + "\n"


def _make(folder: Path, name: str, stamp: str, make: Callable[[], bytes], stamps: dict[str, str]) -> Built:
    path = folder / name
    stale = stamps.get(name) != stamp or not path.exists()
    if stale:
        _write(path, make())
        stamps[name] = stamp
    return Built(name, path.stat().st_size, stale)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(content)
    temporary.replace(path)


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _font_source(font: WebFont) -> bytes:
    return resources.files(font.package).joinpath(font.source).read_bytes()


def _font_stamp(font: WebFont) -> str:
    # The version of the package stands for the file: reading half a megabyte each time is the slow part.
    versions = [metadata.version(name) for name in (font.package.replace("_", "-"), "fonttools", "brotli")]
    return _hash([repr((font, versions)).encode()])


def _make_font(font: WebFont) -> bytes:
    """The part of a font that we need, as WOFF2."""
    face = TTFont(io.BytesIO(_font_source(font)))
    if font.axes:
        face = instancer.instantiateVariableFont(face, font.axes)
        # Saved and opened again: the subsetter misses glyphs that the instancer left without variations.
        between = io.BytesIO()
        face.save(between)
        face = TTFont(io.BytesIO(between.getvalue()))
    for table in ("meta", "DSIG"):
        if table in face:
            del face[table]
    options = subset.Options(flavor="woff2", hinting=False, layout_features=font.features, notdef_outline=True)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=_ranges(font.characters))
    worker.subset(face)
    face.flavor = "woff2"
    result = io.BytesIO()
    face.save(result)
    return result.getvalue()


def _make_picture(size: tuple[int, int]) -> bytes:
    """The mark on the portal's dark band, for the home screen of a phone and for previews of links."""
    width, height = size
    scale = 4
    picture = Image.new("RGB", (width * scale, height * scale), BAND)
    draw = ImageDraw.Draw(picture)
    side = int(min(size) * 0.6 * scale)
    cell, pitch = side * 0.16, side * 0.21
    left, top = (width * scale - side) / 2, (height * scale - side) / 2
    for row in range(5):
        for column in range(5):
            if (row, column) in MARK_OPEN:
                continue
            x, y = left + column * pitch, top + row * pitch
            draw.rectangle((x, y, x + cell, y + cell), fill=GLOW if (row, column) in MARK_WAY else ON_BAND)
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    result = io.BytesIO()
    picture.save(result, "PNG", optimize=True)
    return result.getvalue()
