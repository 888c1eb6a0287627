"""What a screen reader finds in a document: structure, languages, names of links, order of reading."""

import itertools

import pikepdf
import pytest
from pypdf import PdfReader

from foundation import richtext
from foundation.pdf import elements
from reviews.document import page_count
from tests.documents import reading


@pytest.fixture(params=["ar", "en"])
def language(request):
    return request.param


@pytest.fixture
def pdf(documents, language):
    with pikepdf.open(documents[language]) as opened:
        yield opened


def tree(pdf):
    return list(elements(pdf.Root.StructTreeRoot))


def kinds(pdf):
    return [str(element.S)[1:] for element in tree(pdf)]


def test_document_says_what_it_is(pdf, language):
    root = pdf.Root
    assert root.Lang == language
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.ViewerPreferences.Direction == {"ar": "/R2L", "en": "/L2R"}[language]
    country = reading.snapshot()["country"]["name"][language]
    assert str(pdf.docinfo.Title).startswith(country)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(pdf.docinfo.Title)


def test_pages_are_counted(documents, pdf, language):
    assert page_count(documents[language].read_bytes()) == len(pdf.pages) > 5


def test_every_page_but_the_cover_says_which_it_is(documents):
    pages = PdfReader(documents["en"]).pages
    found = [f"Page {number} of {len(pages)}" in page.extract_text() for number, page in enumerate(pages, start=1)]
    assert found == [False] + [True] * (len(pages) - 1)


def test_headings_descend_without_a_gap(pdf):
    levels = [int(kind[1]) for kind in kinds(pdf) if kind in {"H1", "H2", "H3", "H4", "H5", "H6"}]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_outline_holds_every_section_and_objective(pdf, language):
    def titles(items):
        for item in items:
            yield item.title
            yield from titles(item.children)

    with pdf.open_outline() as outline:
        found = list(titles(outline.root))
    taken = reading.snapshot()
    for number, section in enumerate(taken["sections"], start=1):
        assert f"{number}. {section['title'][language]}" in found
        for objective in section.get("objectives", []):
            assert objective["title"][language] in found


def test_header_cells_know_what_they_head(pdf):
    headers = [element for element in tree(pdf) if element.S == "/TH"]
    assert headers
    for header in headers:
        assert header.A.Scope == ("/Column" if header.P.P.S == "/THead" else "/Row")
    named = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
    for cell in (element for element in tree(pdf) if element.S == "/TD"):
        assert [str(header) for header in cell.A.Headers if str(header) not in named] == []
        scopes = {str(named[str(header)].A.Scope) for header in cell.A.Headers}
        assert "/Column" in scopes


def test_rows_of_the_arabic_table_have_their_heading(documents):
    with pikepdf.open(documents["ar"]) as pdf:
        named = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        cells = [element for element in tree(pdf) if element.S == "/TD"]
        assert len(cells) == 12
        for cell in cells:
            assert {str(named[str(header)].A.Scope) for header in cell.A.Headers} == {"/Column", "/Row"}


def test_picture_has_its_alternative_text_and_place(documents):
    with pikepdf.open(documents["ar"]) as pdf:
        (figure,) = [element for element in tree(pdf) if element.S == "/Figure"]
        assert str(figure.Alt) == "رسم بياني بخمسة أعمدة ترتفع من 3 نقاط استقبال إلى 12 نقطة"
        left, bottom, right, top = map(float, figure.A.BBox)
        assert 0 < left < right < 595.3 and 0 < bottom < top < 841.9


def test_parts_in_another_language_are_marked(documents):
    """The Arabic document shows one answer in English, the English one many in Arabic."""
    for language, other in (("ar", "en"), ("en", "ar")):
        only_other = [answer for answer in reading.answers(reading.snapshot()) if set(answer["texts"]) == {other}]
        with pikepdf.open(documents[language]) as pdf:
            parts = [element for element in tree(pdf) if element.S == "/Art"]
            # A part that runs over the end of a page is two elements.
            assert len(parts) >= len(only_other) > 0
            assert {str(part.Lang) for part in parts} == {other}


def test_links_are_called_by_where_they_lead(pdf, language):
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    inside = {str(link.Contents) for link in links if "/Dest" in link}
    taken = reading.snapshot()
    assert f"1. {taken['sections'][0]['title'][language]}" in inside
    assert not {name for name in inside if name.startswith(("section-", "objective-"))}
    outside = {str(link.A.URI) for link in links if "/A" in link}
    assert outside == ({"https://example.org/evaluation-2025"} if language == "ar" else set())


def test_running_heads_are_no_part_of_the_text(pdf):
    """Every piece of content belongs to an element of the tree or is set apart."""
    known = {element.objgen for element in tree(pdf)}
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for page_number, page in enumerate(pdf.pages):
        owners = numbers[page_number * 2 + 1]
        tagged = []
        artifacts = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                tagged.append(int(operands[1].MCID))
            artifacts += str(operator) == "BDC" and operands[0] == "/Artifact"
        assert tagged and all(owners[number].objgen in known for number in tagged)
        assert artifacts > 0 or page_number == 0


def test_fonts_are_embedded_and_cut_to_what_is_used(pdf, documents, language):
    fonts = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/Font"]
    families = set()
    for entry in fonts:
        if entry.Subtype != "/Type0":
            continue
        assert "/ToUnicode" in entry
        name = str(entry.BaseFont)[1:]
        assert name[6] == "+", name
        families.add(name[7:])
        descriptor = entry.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
    assert {"-".join(family.split("-")[:2]) for family in families} == {"Document-Arabic", "Document-Latin"}
    assert documents[language].stat().st_size < 200_000


def test_reading_order_is_that_of_the_snapshot(documents):
    """First words of the answers, one after another, as the structure tree has its pages."""
    found = reading.words(reading.by_pypdf(documents["ar"]))
    position = 0
    for answer in reading.answers(reading.snapshot()):
        if "ar" not in answer["texts"]:
            continue
        first = reading.words(richtext.plain(answer["texts"]["ar"]["html"]))[:3]
        position = next(n for n in range(position, len(found)) if found[n : n + 3] == first)
