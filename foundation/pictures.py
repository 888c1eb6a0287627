"""Pictures that people upload: judged by their pixels, written anew, free of everything else."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
#: Width times height. A file of a few kilobytes can unpack to gigabytes of pixels.
MAX_PIXELS = 40_000_000
#: Larger pictures are made smaller: no page and no sheet of paper shows more.
MAX_SIDE = 2400
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class PictureError(ValidationError):
    """A picture that is refused, with a sentence for the person who sent it."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is stored: ``mime`` is ``image/png`` or ``image/jpeg``; sizes in pixels."""

    bytes: bytes
    sha256: str
    mime: str
    width: int
    height: int


def clean_picture(file: BinaryIO) -> CleanPicture:
    """Read an upload and write its pixels anew, turned upright and without metadata.

    Photographs become JPEG; whatever has transparency or few colours, PNG. Of an animation the
    first frame is kept. Raises ``PictureError`` for more than 5 MB or 40 million pixels, and for
    anything that is not a PNG, JPEG, WebP or GIF picture, whatever it is called.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PictureError(
            _("The picture is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}, code="too_large"
        )
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb at first; the size is judged below, before a pixel is read.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise PictureError(_("The picture has too many pixels. Make it smaller."), code="too_many_pixels")
            is_photograph = image.format == "JPEG"
            # WeasyPrint has Pillow accept pictures that break off; a person is to send them again.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image.load()
            image = ImageOps.exif_transpose(image)
    except PictureError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise PictureError(
            _("This is not a picture that the portal can read. Send a PNG, JPEG, WebP or GIF file."), code="type"
        ) from None
    image = image.convert("RGB" if is_photograph else "RGBA" if _has_transparency(image) else "RGB")
    # Comments, profiles and whatever else came along would be written again otherwise.
    image.info.clear()
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    out = BytesIO()
    if is_photograph:
        image.save(out, "JPEG", quality=88, optimize=True)
    else:
        image.save(out, "PNG", optimize=True)
    written = out.getvalue()
    return CleanPicture(
        bytes=written,
        sha256=hashlib.sha256(written).hexdigest(),
        mime="image/jpeg" if is_photograph else "image/png",
        width=image.width,
        height=image.height,
    )


def _has_transparency(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
