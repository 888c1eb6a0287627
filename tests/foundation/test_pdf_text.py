"""Right-to-left text in a PDF: it is read out again as it was written, and looks as before."""

import io
import shutil
import subprocess
import unicodedata

import pikepdf
import pypdf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from foundation import pdf_text
from foundation.pdf import font

HARD = """
تُنفِّذ الدولةُ الاتفاقَ العالميَّ من أجل الهجرة الآمنة والمنظَّمة والنظامية، وفقاً لأولوياتها الوطنية.
أُنشئت اللجنة في سنة 2021 بقرارٍ من مجلس الوزراء، وتضمّ 14 وزارةً وهيئةً (منها وزارة الخارجية).
خُفّضت الكلفة من 7.5% إلى 4.2% خلال الفترة 2020-2024؛ وبلغ العدد 12,450 تصريحاً، أي بزيادة 18 في المائة.
قال أحد الشركاء: «إنّ التعاون مع IOM وILO وUNHCR كان مفيداً جداً»، وأضاف أنّ بوابة e-Visa (الإصدار 2.1) سهّلت.
لا، بل إنّ الأولوية للأطفال واللاجئين والعائدين: لأنّ حماية الأشخاص واجبٌ. ولِلأُسَرِ حقٌّ في لمّ الشمل إلى جانب الآلاف.
هذا نصٌّ مُشَكَّلٌ تَشْكِيلاً كامِلاً: الهِجْرَةُ الآمِنَةُ وَالمُنَظَّمَةُ وَالنِّظَامِيَّةُ لِلأَشْخَاصِ في كُلِّ مَكَانٍ.
الموقع https://migrationnetwork.un.org/ar والبريد focal.point@example.org، والعدد ١٬٢٥٠ في أيار/مايو 2026.
(أ) التدابير؛ (ب) النتائج! ما المؤسسة التي قادت الاستعراض؟ الهـــجرة – [ملحق] "نص" “نص” الله ﷺ 100٪
""".strip()
STYLE = """
@font-face { font-family: "Document"; src: url("font:arabic-regular") }
@font-face { font-family: "Document"; font-weight: 700; src: url("font:arabic-bold") }
@font-face { font-family: "Latin"; src: url("font:latin") }
html { font: 11pt/1.8 Document, Latin; font-feature-settings: "liga" 0 }
[lang="en"] { font-family: Latin, Document }
"""


class Fonts(weasyprint.urls.URLFetcher):
    def fetch(self, url, headers=None):
        return weasyprint.urls.URLFetcherResponse(url, font(url.removeprefix("font:")), {"Content-Type": "font/ttf"})


def make(body: str, *, language: str = "ar", readable: bool = True) -> bytes:
    direction = "rtl" if language == "ar" else "ltr"
    page = weasyprint.HTML(
        string=f'<html lang="{language}" dir="{direction}"><title>x</title><style>{STYLE}</style>{body}</html>',
        url_fetcher=Fonts(),
    )
    if not readable:
        return page.write_pdf(pdf_variant="pdf/ua-1")
    with pdf_text.readable_text():
        document = page.render(pdf_variant="pdf/ua-1")
        pdf_text.note_directions(document)
        return document.write_pdf(pdf_variant="pdf/ua-1", finisher=pdf_text.finish_fonts)


def by_poppler(content: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def by_pypdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def words(text: str) -> list[str]:
    """Words in order; direction marks, which nobody sees, are not compared."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return seen.split()


def paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


@pytest.fixture(scope="module")
def hard() -> bytes:
    return make(paragraphs(HARD))


@pytest.mark.parametrize("reader", [by_poppler, by_pypdf])
def test_hard_arabic_is_read_out_word_for_word_and_in_order(hard, reader):
    assert words(reader(hard)) == words(HARD)


@pytest.mark.parametrize("reader", [by_poppler, by_pypdf])
def test_marks_tables_lists_and_bold_words_stay_apart(reader):
    body = """
      <h3>أبرز النتائج</h3><p>نصٌّ <strong>غامقٌ هنا</strong>، ثمّ <a href="https://un.org">رابط 12</a>.</p>
      <ol><li>البند الأول</li><li>البند الثاني:<ul><li>فرعي IOM</li></ul></li></ol>
      <table><tr><th>السنة</th><th>العدد</th></tr><tr><td>2024</td><td>1,250</td></tr></table>
    """
    read = words(reader(make(body)))
    for word in ["النتائج", "نصٌّ", "هنا،", "ثمّ", "رابط", "12.", "1.", "البند", "الثاني:", "فرعي", "IOM"]:
        assert word in read
    for word in ["السنة", "العدد", "2024", "1,250"]:
        assert word in read


@pytest.mark.parametrize("reader", [by_poppler, by_pypdf])
def test_english_words_in_an_arabic_document_keep_their_order(reader):
    arabic = "نص عربي أطول من الجملة الإنجليزية التي تليه بكثير جداً كما ترى هنا وهناك في هذه الصفحة"
    english = "The Global Compact (A/RES/73/195), paragraph 53."
    read = words(reader(make(f'<p>{arabic}</p><p lang="en" dir="ltr">{english}</p>')))
    assert read == words(arabic) + words(english)


# fmt: off
PARTS = [
    "لا", "الآمنة", "وفقاً،", "إنّ", "(أ)", "«نص»", "2030", "7.5%", "IOM", "وILO", "e-Visa", "لِلأُسَرِ", "أيار/مايو", "و",
    "؟", "12,450", "حقٌّ", "A/RES/73/195", "كامِلاً:", "بـ74", "الله",
]
# fmt: on


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=12))
def test_any_mixture_is_read_out_again(parts):
    # poppler reads a page from the end at which most of its letters begin; a wide page, because a line
    # may end after a slash or a hyphen.
    text = " ".join([*["بداية عربية طويلة"] * 8, *parts, "نهاية"])
    content = make("<style>@page { size: 80cm 20cm }</style>" + paragraphs(text))
    assert words(by_pypdf(content)) == words(text)
    assert words(by_poppler(content)) == words(text)


def picture(content: bytes) -> Image.Image:
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    done = subprocess.run(["pdftoppm", "-r", "110", "-gray", "-"], input=content, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def test_the_page_looks_as_weasyprint_would_draw_it(hard):
    ours, theirs = picture(hard), picture(make(paragraphs(HARD), readable=False))
    assert ours.size == theirs.size
    # Edges may differ by a part of a pixel; a sign at another place would leave whole strokes over.
    difference = ImageChops.difference(ours.reduce(4), theirs.reduce(4)).point(lambda value: 255 if value > 90 else 0)
    assert difference.histogram()[255] == 0


def test_fonts_are_embedded_subset_and_lead_every_code_to_a_glyph(hard):
    with pikepdf.open(io.BytesIO(hard)) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.values())
        assert fonts
        for entry in fonts:
            descendant = entry.DescendantFonts[0]
            assert "+" in str(entry.BaseFont)
            assert len(descendant.FontDescriptor.FontFile2.read_bytes()) < 60_000
            if isinstance(descendant.CIDToGIDMap, pikepdf.Stream):
                assert entry.Encoding == pikepdf.Name("/Identity-H")


def test_outside_a_document_of_ours_weasyprint_draws_by_itself():
    content = make(paragraphs(HARD.split("\n")[0]), readable=False)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert all(
            entry.DescendantFonts[0].CIDToGIDMap == "/Identity" for entry in pdf.pages[0].Resources.Font.values()
        )
