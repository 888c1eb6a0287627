"""Files that people upload: judged by what is in them, never by what they are called."""

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from foundation import pictures

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Accepted types with the extension they are stored and sent under.
EXTENSIONS = {
    "application/pdf": ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


class FileError(ValidationError):
    """An upload that is refused, with a sentence for the person who sent it."""


@dataclass(frozen=True)
class CleanFile:
    content: bytes
    name: str
    extension: str
    media_type: str
    sha256: str


def _office_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise FileError(_("This file unpacks to more than the portal accepts."), code="too_large")
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    if any("vbaProject" in name for name in names):
        raise FileError(_("Files with macros are not accepted. Save the document without macros."), code="macros")
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    return None


def _text_type(content: bytes, name: str) -> str | None:
    if not name.lower().endswith(".csv") or b"\0" in content:
        return None
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return "text/csv"


def clean_upload(file: File) -> CleanFile:
    """Read an upload and say what it is: PDF, Word, Excel, CSV in UTF-8, PNG or JPEG.

    Pictures are written anew from their pixels. Raises ``FileError`` for anything else, for an
    empty file, and for one that is larger than 10 MB.
    """
    if file.size > MAX_BYTES:
        raise FileError(
            _("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024 // 1024}, code="too_large"
        )
    content = file.read()
    if not content:
        raise FileError(_("The file is empty."), code="empty")
    name = file.name or "file"
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        media_type = "application/pdf"
    elif content.startswith(b"PK\x03\x04"):
        media_type = _office_type(content)
    elif content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        picture = pictures.clean_picture(BytesIO(content))
        content, media_type = picture.bytes, picture.mime
    else:
        media_type = _text_type(content, name)
    if media_type is None:
        raise FileError(
            _("This type of file is not accepted. Send a PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG file."),
            code="type",
        )
    extension = EXTENSIONS[media_type]
    stem = re.sub(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]", "", name.rsplit("/")[-1].rsplit("\\")[-1])
    stem = get_valid_filename(stem.rsplit(".", 1)[0] or "file")[:120]
    return CleanFile(
        content=content,
        name=f"{stem}{extension}",
        extension=extension,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
    )
