"""Pictures that people upload: judged by what they are, written anew, refused in plain words."""

import hashlib
import io
import zlib

import pytest
from django.utils import translation
from PIL import Image, ImageFile

from foundation import pictures
from foundation.pictures import PictureError, clean_picture


def encode(image: Image.Image, format: str, **options) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, format, **options)
    out.seek(0)
    return out


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("format", "mode", "mime"),
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "1", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
        ("GIF", "P", "image/png"),
    ],
)
def test_every_kind_becomes_png_or_jpeg(format, mode, mime):
    picture = clean_picture(encode(Image.new(mode, (30, 20)), format))
    assert picture.mime == mime
    assert (picture.width, picture.height) == (30, 20) == read(picture.bytes).size
    assert picture.sha256 == hashlib.sha256(picture.bytes).hexdigest()


def test_the_same_picture_has_the_same_checksum():
    first, second = (clean_picture(encode(Image.new("RGB", (9, 9), "navy"), "PNG")) for _ in range(2))
    assert first.sha256 == second.sha256


def test_of_an_animation_the_first_frame_is_kept():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    picture = clean_picture(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert getattr(read(picture.bytes), "n_frames", 1) == 1
    assert read(picture.bytes).convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_where_and_with_what_it_was_taken_is_forgotten():
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (33.0, 58.0, 0.0)
    sent = encode(Image.new("RGB", (40, 20)), "JPEG", exif=exif, comment=b"by a person")
    assert b"Secret Camera" in sent.getvalue()
    picture = clean_picture(sent)
    assert (picture.width, picture.height) == (20, 40)
    assert b"Secret Camera" not in picture.bytes
    assert b"by a person" not in picture.bytes
    assert not read(picture.bytes).getexif()


def test_what_follows_or_hides_in_a_picture_is_gone():
    png = encode(Image.new("RGB", (5, 5)), "PNG").getvalue()
    text = b"tEXtComment\x00<script>alert(1)</script>"
    hidden = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    polyglot = png[:33] + hidden + png[33:] + b"<?php evil(); ?><html><script>alert(1)</script>"
    written = clean_picture(io.BytesIO(polyglot)).bytes
    assert b"script" not in written
    assert b"php" not in written


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        encode(Image.effect_noise((80, 80), 60).convert("RGB"), "PNG").getvalue()[:9000],
        encode(Image.new("RGB", (5, 5)), "BMP").getvalue(),
        encode(Image.new("RGB", (5, 5)), "TIFF").getvalue(),
        encode(Image.new("RGB", (16, 16)), "ICO").getvalue(),
        encode(Image.new("RGB", (5, 5)), "EPS").getvalue(),
    ],
    ids=["empty", "null", "svg", "html", "pdf", "gif-script", "png-broken", "png-cut", "bmp", "tiff", "ico", "eps"],
)
def test_what_is_no_picture_is_refused(content, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(PictureError) as refused:
        clean_picture(io.BytesIO(content))
    assert refused.value.code == "type"


def test_a_file_that_is_too_large_is_refused_without_being_read_whole():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            assert size > 0
            self.given += size
            return b"\x89" * size

    file = Endless()
    with pytest.raises(PictureError) as refused:
        clean_picture(file)
    assert refused.value.code == "too_large"
    assert file.given <= pictures.MAX_BYTES + 1


def test_a_decompression_bomb_is_refused_by_its_header_alone(monkeypatch):
    header = (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR" + header
    bomb += zlib.crc32(b"IHDR" + header).to_bytes(4, "big")
    data = zlib.compress(b"\x00" * 1_000_000)
    bomb += len(data).to_bytes(4, "big") + b"IDAT" + data + zlib.crc32(b"IDAT" + data).to_bytes(4, "big")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("pixels were read"))
    with pytest.raises(PictureError):
        clean_picture(io.BytesIO(bomb))


def test_large_pictures_are_made_smaller():
    picture = clean_picture(encode(Image.new("RGB", (5000, 100)), "PNG"))
    assert (picture.width, picture.height) == (pictures.MAX_SIDE, 48)


def test_the_sentence_is_in_the_readers_language():
    sentences = set()
    for language in ("ar", "en"):
        with translation.override(language), pytest.raises(PictureError) as refused:
            clean_picture(io.BytesIO(b"x"))
        sentences |= set(refused.value.messages)
    assert "This is not a picture that the portal can read. Send a PNG, JPEG, WebP or GIF file." in sentences
    assert len(sentences) == 2
