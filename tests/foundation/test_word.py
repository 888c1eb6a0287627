"""Rich text through Word and back: the same to the letter, however Word leaves it behind."""

import io
import re
import unicodedata
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from foundation import richtext, word
from foundation.files import FileError
from foundation.office import open_package
from foundation.word_reading import OBJECT, PICTURE, Reading, controls
from tests.foundation.test_richtext import documents

A = "a" * 64


def picture(color="teal", size=(40, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


PIXELS = picture()
MANIFEST = b'<m xmlns="urn:test">signed</m>'


def write(html, language="en"):
    document = word.Document(language, "Title", lambda sha256: word.Drawn(PIXELS, "png", 40, 20))
    document.add(*document.text_control("gcm:1:ar:3", "Question", html, language, "Write here"))
    return document.save(MANIFEST)


def by_name(content, name):
    found = re.fullmatch("asset:([0-9a-f]{64})", name)
    return found[1] if found else None


def read(content, tag="gcm:1:ar:3", picture=by_name):
    package = open_package(content)
    reading = Reading(package, picture, frozenset({"Write here"}))
    found = {control.tag: control for control in controls(package, "gcm:")}
    return reading.html(found[tag].content), reading


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


CONSTRUCTS = [
    "<p>Plain text.</p>",
    "<h3>One</h3><p>a</p><h4>Two <em>c</em></h4>",
    "<p><strong>b</strong> <em>i</em> <u>u</u> H<sub>2</sub>O m<sup>2</sup> <strong><em><u>all</u></em></strong></p>",
    '<p>See <a href="https://example.org/a_(b)?c=1&amp;d=%D8%A9">the <strong>law</strong></a>, '
    '<a href="mailto:x@example.org">write</a>.</p>',
    "<p>one<br>two</p>",
    "<ul><li>a</li><li>b<ol><li>c</li><li>d<ul><li>e</li></ul></li></ol></li><li>f</li></ul>",
    "<ol><li>a</li></ol><ol><li>b</li></ol><ul><li>c</li></ul>",
    "<ul><li><p>a</p><p>more of a</p><ul><li>b</li></ul><p>still a</p></li></ul>",
    "<blockquote><p>q</p><ul><li>x</li></ul></blockquote><blockquote><p>r</p></blockquote>",
    "<table><caption>Figures <em>2026</em></caption><thead><tr><th>A</th><th>B</th></tr></thead>"
    "<tbody><tr><th>r</th><td>1</td></tr></tbody></table><table><tbody><tr><td>2</td></tr></tbody></table>",
    '<table><thead><tr><th colspan="2">A</th></tr></thead><tbody><tr><td rowspan="2">a</td><td>b</td></tr>'
    "<tr><td><ul><li>x</li></ul></td></tr><tr><td></td><td><p>p</p><p>q</p></td></tr></tbody></table>",
    f'<p>x</p><figure><img src="asset:{A}" alt="A &quot;map&quot; &amp; more"><figcaption>Map</figcaption></figure>'
    f'<figure><img src="asset:{"b" * 64}" alt=""></figure>',
    # Arabic with vowel signs, tatweel, lam-alef, numbers and Latin names in one line, marks and a no-break space.
    "<p>أَعْلَنَتِ الحكومةُ عن خُطَّـــة «لا أحدَ يُترَك» بقيمة 12\xa0700 دولار (IOM) في 2026/05/17، والإطار "
    "SDG 10.7؛ آلاء ﷺ \u200fA\u200e B \u2067x\u2069.</p>",
    "<ol><li>بند أوّل <strong>مهمّ</strong><ul><li>فرعي English 3.5%</li></ul></li><li>بند ثانٍ</li></ol>",
]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("html", CONSTRUCTS)
def test_every_construct_comes_back_as_it_was(html, language):
    assert richtext.sanitize(html) == html
    back, reading = read(write(html, language))
    assert back == html
    assert unicodedata.is_normalized("NFC", back)
    assert reading.left_out == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents, st.sampled_from(["ar", "en"]))
def test_any_text_comes_back_as_it_was(html, language):
    clean = richtext.sanitize(html)
    assert read(write(clean, language))[0] == clean


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ابتثلاآأؤئىةّـًٌٍَُِْٰ١٢٣123 abAB.,،؛()«»\u200e\u200f\u2066\u2069-/%"), max_size=60))
def test_arabic_comes_back_letter_for_letter(text):
    clean = richtext.sanitize(f"<p>{text}</p>")
    assert read(write(clean, "ar"))[0] == clean


def test_arabic_is_right_to_left_as_word_means_it():
    content = write(f"<p>نص IOM 12</p>{CONSTRUCTS[9]}", "ar")
    document = part(content, "word/document.xml")
    tree = etree.fromstring(document.encode())
    assert all(one.find(word_path("pPr/bidi")) is not None for one in tree.iter(qn("w:p")))
    assert tree.find(f".//{qn('w:sectPr')}/{qn('w:bidi')}") is not None
    assert all(one.find(word_path("tblPr/bidiVisual")) is not None for one in tree.iter(qn("w:tbl")))
    runs = {one.findtext(qn("w:t")): one.find(word_path("rPr/rtl")) is not None for one in tree.iter(qn("w:r"))}
    assert runs["نص "] is True
    assert runs["IOM"] is False
    assert 'w:cs="Arial"' in part(content, "word/styles.xml")
    assert 'w:szCs w:val="24"' in part(content, "word/styles.xml")


def word_path(path):
    return "/".join(qn(f"w:{name}") for name in path.split("/"))


def test_what_is_written_is_whole_and_opens():
    content = write("".join(CONSTRUCTS))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    opened = docx.Document(io.BytesIO(content))
    again = io.BytesIO()
    opened.save(again)
    assert read(again.getvalue())[0] == richtext.sanitize("".join(CONSTRUCTS))
    assert MANIFEST in open_package(again.getvalue()).parts.values()


# ---------------------------------------------------------------- as Word leaves it


def edited(html, change, language="en"):
    """The file after ``change(document, content of the control)``."""
    document = docx.Document(io.BytesIO(write(html, language)))
    change(document, document.element.body.find(f".//{qn('w:sdtContent')}"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def element(name, text=None, **attributes):
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    if text is not None:
        made.text = text
    return made


def test_split_runs_and_marks_of_the_spelling_checker_change_nothing():
    def change(_document, content):
        for run in list(content.iter(qn("w:r"))):
            text = run.find(qn("w:t"))
            for letter in reversed(text.text[1:]):
                split = etree.fromstring(etree.tostring(run))
                split.find(qn("w:t")).text = letter
                run.addnext(split)
                run.addnext(element("w:proofErr", type="spellStart"))
            text.text = text.text[:1]

    html = "<p>أَعْلَنَتْ <strong>وزارةُ</strong> الهجرة 12\xa0700 IOM.</p>"
    assert read(edited(html, change, "ar"))[0] == html


def test_styles_of_a_localized_word_are_known():
    def change(document, content):
        for key, name in (("3", "عنوان 3"), ("a9", "اقتباس")):
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.element.set(qn("w:styleId"), key)
        for key, text in (("3", "عنوان فرعي"), ("a9", "قول")):
            paragraph = element("w:p")
            properties = element("w:pPr")
            properties.append(element("w:pStyle", val=key))
            run = element("w:r")
            run.append(element("w:t", text))
            paragraph.extend([properties, run])
            content.append(paragraph)

    assert read(edited("<p>أول</p>", change, "ar"))[0] == (
        "<p>أول</p><h3>عنوان فرعي</h3><blockquote><p>قول</p></blockquote>"
    )


def test_tracked_changes_are_taken_as_accepted():
    def change(_document, content):
        paragraph = etree.fromstring(
            f'<w:p xmlns:w="{word.W}"><w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="x"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
        )
        content.append(paragraph)

    assert read(edited("<p>a</p>", change))[0] == "<p>a</p><p>new</p>"


def test_tab_in_a_list_makes_an_inner_list():
    def change(_document, content):
        list(content.iter(qn("w:ilvl")))[1].set(qn("w:val"), "1")

    html = "<ul><li>a</li><li>b</li><li>c</li></ul>"
    assert read(edited(html, change))[0] == "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"


def test_links_of_fields_and_hidden_text():
    def change(_document, content):
        content.append(
            etree.fromstring(
                f'<w:p xmlns:w="{word.W}"><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                '<w:r><w:instrText> HYPERLINK "https://example.org/x" </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>link</w:t></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>"
            )
        )

    assert read(edited("", change))[0].endswith('<p><a href="https://example.org/x">link</a></p>')


def test_a_new_picture_is_asked_for_and_an_unknown_one_is_reported():
    def change(document, content):
        document.add_picture(io.BytesIO(picture("red")))
        content.append(document.paragraphs[-1]._p)

    content = edited("<p>a</p>", change)
    asked = []
    back, _reading = read(content, picture=lambda pixels, name: asked.append(pixels) or A)
    assert asked == [picture("red")]
    assert back == f'<p>a</p><figure><img src="asset:{A}" alt=""></figure>'
    back, reading = read(content, picture=lambda pixels, name: None)
    assert (back, reading.left_out) == ("<p>a</p>", [PICTURE])


def test_a_program_that_drops_controls_leaves_the_bookmarks():
    def change(_document, content):
        control = content.getparent()
        for child in list(content):
            control.addprevious(child)
        control.getparent().remove(control)

    html = "<p>a</p><ul><li>b</li></ul>"
    assert read(edited(html, change))[0] == html


def test_words_of_notes_and_text_boxes_follow():
    def change(_document, content):
        content.append(
            etree.fromstring(
                f'<w:p xmlns:w="{word.W}"><w:r><w:t>before</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>'
                "inside</w:t></w:r></w:p></w:txbxContent></w:pict></w:r><w:r><w:object/></w:r></w:p>"
            )
        )

    back, reading = read(edited("<p>a</p>", change))
    assert back == "<p>a</p><p>before</p><p>inside</p>"
    assert reading.left_out == [OBJECT]


# ---------------------------------------------------------------- files that mean harm or are broken


def rewritten(content, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.pop(name, source.read(name)))
        for name, part_ in parts.items():
            target.writestr(name, part_)
    return out.getvalue()


def test_entities_are_refused_and_never_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    content = write("<p>a</p>")
    evil = part(content, "word/document.xml").replace(
        "<w:document", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document', 1
    )
    with pytest.raises(FileError) as error:
        open_package(rewritten(content, **{"word/document.xml": evil.replace(">a<", ">&e;<")}))
    assert error.value.code == "external"


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "frame", "externalLink", "subDocument"])
def test_relations_that_lead_out_are_refused(kind):
    content = write("<p>a</p>")
    name = "word/_rels/document.xml.rels"
    relation = (
        '<Relationship Id="rId9" TargetMode="External" Target="http://example.org/x" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    with pytest.raises(FileError) as error:
        open_package(rewritten(content, **{name: part(content, name).replace("</Relationships>", relation)}))
    assert error.value.code == "external"


def test_a_picture_elsewhere_is_left_out_and_not_fetched():
    def change(document, content):
        document.add_picture(io.BytesIO(picture()))
        content.append(document.paragraphs[-1]._p)

    content = edited("<p>a</p>", change)
    name = "word/_rels/document.xml.rels"
    out = re.sub(
        r'Target="media/[^"]+"', 'TargetMode="External" Target="http://example.org/p.png"', part(content, name)
    )
    back, reading = read(rewritten(content, **{name: out}), picture=lambda pixels, name: A)
    assert (back, reading.left_out) == ("<p>a</p>", [PICTURE])


@pytest.mark.parametrize("length", [10, 200, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damaged(length):
    content = write("<p>a</p>")
    with pytest.raises(FileError):
        open_package(content[: int(length if length > 1 else len(content) * length)])


def test_broken_xml_and_bombs_are_refused():
    content = write("<p>a</p>")
    with pytest.raises(FileError):
        open_package(rewritten(content, **{"word/document.xml": "<w:document>"}))
    bomb = rewritten(content, **{"word/media/x.bin": b"\0" * (101 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileError) as error:
        open_package(bomb)
    assert error.value.code == "too_large"
