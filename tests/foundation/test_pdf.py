"""What may come into a PDF, and what must not."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image

from foundation import pdf

SHA = "a" * 64


def refuse(sha256):
    raise AssertionError(f"nobody should ask for {sha256}")


def page(body, head=""):
    return f'<html lang="en"><head><title>Test</title>{head}</head><body>{body}</body></html>'


def render(body, head="", assets=refuse, language="en"):
    return pdf.render_pdf(page(body, head), language=language, title="Test", assets=assets)


def png():
    written = io.BytesIO()
    Image.new("RGB", (4, 4), "#123456").save(written, "PNG")
    return written.getvalue()


HOSTILE = [
    ('<img alt="x" src="{address}">', ""),
    ('<object data="{address}"></object>', ""),
    ('<p style="background: url({address})">x</p>', ""),
    ('<a rel="attachment" href="{address}">x</a>', ""),
    ('<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}" width="5" height="5"/></svg>', ""),
    ("<p>x</p>", '<link rel="attachment" href="{address}">'),
    ("<p>x</p>", '<link rel="stylesheet" href="{address}">'),
    ("<p>x</p>", "<style>@import url({address});</style>"),
    ("<p>x</p>", "<style>@font-face {{ font-family: x; src: url({address}) }} p {{ font-family: x }}</style>"),
]


@pytest.mark.parametrize(("body", "head"), HOSTILE)
@pytest.mark.parametrize("place", ["file", "server", "style", "font", "data"])
def test_nothing_from_elsewhere_comes_in(body, head, place, tmp_path, httpserver_log, caplog):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-WORDS")
    address = {
        "file": secret.as_uri(),
        "server": httpserver_log.url,
        "style": f"style:../../../../../..{secret}",
        "font": "font:../../etc/passwd",
        "data": "data:text/plain,SECRET-WORDS",
    }[place]
    content = render(body.format(address=address), head.format(address=address))
    assert httpserver_log.requests == []
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.attachments) == 0
        assert not any(
            b"SECRET-WORDS" in entry.read_bytes()
            for entry in opened.objects
            if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") != "/Image"
        )


@pytest.fixture
def httpserver_log():
    """A server on this machine that remembers who asked for what."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.requests.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"SECRET-WORDS")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.requests = []
    server.url = f"http://127.0.0.1:{server.server_port}/x"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_pictures_come_from_the_caller_alone():
    asked = []

    def assets(sha256):
        asked.append(sha256)
        return png()

    content = render(f'<img alt="A square" src="asset:{SHA}">', assets=assets)
    assert set(asked) == {SHA}
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(list(opened.pages[0].get_images())) == 1


@pytest.mark.parametrize("address", ["asset:abc", f"asset:{SHA}/../x", f"asset:{'G' * 64}", f"ASSET:{SHA[:-1]}"])
def test_what_is_no_checksum_is_not_asked_for(address):
    render(f'<img alt="x" src="{address}">')


def test_a_picture_that_is_not_there_stops_the_document():
    def missing(sha256):
        raise FileNotFoundError(sha256)

    with pytest.raises(RuntimeError, match=f"asset:{SHA}"):
        render(f'<img alt="x" src="asset:{SHA}">', assets=missing)


def test_a_missing_style_stops_the_document():
    with pytest.raises(RuntimeError, match=r"style:nowhere\.css"):
        render("<p>x</p>", '<link rel="stylesheet" href="style:nowhere.css">')


def test_missing_fonts_are_named_with_their_package(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "DEBIAN_FONTS", tmp_path)
    with pytest.raises(RuntimeError, match="fonts-noto-core"):
        render("<p>x</p>")


def test_fonts_are_where_the_package_puts_them():
    for name in [*pdf.ARABIC_FONTS, *pdf.LATIN_FONTS]:
        assert pdf.font(name)[:4] == b"\x00\x01\x00\x00"
    assert all((Path(pdf.DEBIAN_FONTS) / file).exists() for file in pdf.ARABIC_FONTS.values())


@pytest.mark.parametrize(("language", "direction"), [("ar", "/R2L"), ("en", "/L2R")])
def test_document_has_its_language_direction_and_title(language, direction):
    with pikepdf.open(io.BytesIO(render("<h1>x</h1>", language=language))) as opened:
        assert opened.Root.Lang == language
        assert opened.Root.ViewerPreferences.Direction == direction
        assert str(opened.docinfo.Title) == "Test"


def test_a_page_without_table_picture_or_link_is_finished_too():
    assert "only words" in pypdf.PdfReader(io.BytesIO(render("<p>only words</p>"))).pages[0].extract_text()
