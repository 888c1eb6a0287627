"""Uploads are judged by what is in them."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from foundation import files

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(content, name):
    return SimpleUploadedFile(name, content)


def workbook():
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def archive(**members):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def picture(kind="PNG"):
    out = BytesIO()
    Image.new("RGB", (20, 10), "teal").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type", "stored"),
    [
        (PDF, "قانون الهجرة.pdf", "application/pdf", "قانون_الهجرة.pdf"),
        (PDF, "law.exe", "application/pdf", "law.pdf"),
        (workbook(), "table.xlsx", files.XLSX, "table.xlsx"),
        ("السنة،العدد\n2024,7\n".encode(), "table.csv", "text/csv", "table.csv"),
        (picture(), "map.png", "image/png", "map.png"),
        (picture("JPEG"), "photo.jpeg", "image/jpeg", "photo.jpg"),
    ],
)
def test_what_is_accepted_and_under_which_name(content, name, media_type, stored):
    clean = files.clean_upload(upload(content, name))
    assert (clean.media_type, clean.name) == (media_type, stored)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.pdf", "empty"),
        (b"<html><script>alert(1)</script></html>", "page.pdf", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing.png", "type"),
        (b"MZ\x90\x00" + b"\0" * 100, "program.docx", "type"),
        (b"a,b\x00\n", "nulls.csv", "type"),
        (archive(readme_txt="hello"), "archive.docx", "type"),
        (archive(word__document_xml="<x/>", word__vbaProject_bin="x"), "macro.docx", "macros"),
        (b"PK\x03\x04 not a zip", "broken.xlsx", "type"),
        (b"x" * (files.MAX_BYTES + 1), "large.pdf", "too_large"),
    ],
)
def test_what_is_refused_and_why(content, name, code):
    with pytest.raises(files.FileError) as refused:
        files.clean_upload(upload(content, name))
    assert refused.value.code == code


def test_a_zip_bomb_is_not_unpacked():
    bomb = archive(word__document_xml=b"\0" * (files.MAX_UNPACKED_BYTES + 1))
    assert len(bomb) < files.MAX_BYTES
    with pytest.raises(files.FileError) as refused:
        files.clean_upload(upload(bomb, "bomb.docx"))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\evil.pdf", "a\u202efdp.exe.pdf", "\x00x.pdf"])
def test_names_carry_no_path_and_no_tricks(name):
    stored = files.clean_upload(upload(PDF, name)).name
    assert "/" not in stored
    assert "\\" not in stored
    assert "\u202e" not in stored
    assert "\x00" not in stored
    assert stored.endswith(".pdf")
