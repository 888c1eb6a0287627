"""Tonight's draft: seen as its readers will see it, and taken home as a PDF that says what it is."""

import io

import pytest
from pypdf import PdfReader

from foundation import reference
from reviews.models import DraftRendering
from tests.documents.reading import lost, words
from tests.journeys.test_review_to_publication import log_in
from tests.reviews.factories import make_complete, make_country, make_review, make_round

pytestmark = pytest.mark.django_db(transaction=True)
BUTTONS = {"ar": "إعداد ملف PDF: النص الكامل، العربية", "en": "Make the PDF: Full edition, Arabic"}
LINKS = {"ar": "النص الكامل، العربية", "en": "Full edition, Arabic"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_draft_is_looked_at_and_taken_as_a_pdf(new_page, worker, axe, language):
    reference.load_all()
    review = make_complete(make_review(make_country("XAA"), round_=make_round("tonight")))
    page = new_page(locale=language)
    log_in(page, review.started_by, language)
    page.goto(f"/{language}/workspace/reviews/XAA/tonight/preview/")
    axe(page)
    page.get_by_role("button", name=BUTTONS[language]).click()
    link = page.get_by_role("link", name=LINKS[language])
    link.wait_for(timeout=60_000)
    axe(page)
    job = DraftRendering.objects.get()
    content = page.request.get(link.get_attribute("href")).body()
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == job.page_count
    found = [one.extract_text() for one in reader.pages]
    assert all("مسودة" in text.replace("\u064f", "") for text in found)
    assert lost(words("أُنشئت نقاط استقبال على طول الممر."), words(" ".join(found))) == []
