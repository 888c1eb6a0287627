"""A minister's office writes in Word: the draft goes out, comes back changed, and a person decides on each change."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from foundation import reference, richtext
from reviews.models import AnswerText
from tests.journeys.test_review_to_publication import log_in
from tests.reviews.factories import make_complete, make_country, make_review, make_round, question_of, write

pytestmark = pytest.mark.django_db(transaction=True)
ARABIC = "أَعْلَنَتِ الحكومةُ عن خُطَّـــة «لا أحدَ يُترَك» بقيمة 12700 دولار (IOM)، آلاء."
SAYS = {
    "ar": {"link": "المسودة بصيغة وورد (Word)، باللغة العربية", "show": "عرض ما سيغيّره", "carry out": "تنفيذ قراراتي"},
    "en": {
        "link": "The draft for Word, in English",
        "show": "Show what it would change",
        "carry out": "Carry out my decisions",
    },
}


def as_word_saves_it(document, tag, text):
    """The new words in runs of a few letters, with the marks of the spelling checker between them."""
    for control in document.element.body.iter(qn("w:sdt")):
        if control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")) != tag:
            continue
        paragraph = next(control.find(qn("w:sdtContent")).iter(qn("w:p")))
        for run in list(paragraph.iter(qn("w:r"))):
            run.getparent().remove(run)
        for start in range(0, len(text), 5):
            run = OxmlElement("w:r")
            part = OxmlElement("w:t")
            part.text = text[start : start + 5]
            part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(part)
            paragraph.append(run)
            paragraph.append(OxmlElement("w:proofErr"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_draft_goes_out_to_word_and_comes_back(new_page, axe, tmp_path, language):
    says = SAYS[language]
    reference.load_all()
    review = make_complete(make_review(make_country("XAA"), round_=make_round("offline")))
    write(review, "summary.text", "The English text stays.", language="en")
    page = new_page(locale=language)
    log_in(page, review.started_by, language)
    page.goto(f"/{language}/workspace/reviews/XAA/offline/offline/")
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=says["link"]).click()
    path = tmp_path / "draft.docx"
    download.value.save_as(path)

    question = question_of(review, "summary.text")
    document = docx.Document(io.BytesIO(path.read_bytes()))
    as_word_saves_it(document, f"gcm:t:{question.pk}:0:ar", ARABIC)
    as_word_saves_it(document, f"gcm:t:{question.pk}:0:en", "Another English text.")
    document.save(path)

    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name=says["show"]).click()
    page.wait_for_load_state()
    axe(page)
    assert page.locator("input[type=radio]:checked").count() == 0
    page.locator("#accept-0").check()
    page.locator("#refuse-1").check()
    page.get_by_role("button", name=says["carry out"]).click()
    page.wait_for_load_state()
    axe(page)
    texts = dict(AnswerText.objects.filter(answer__question=question).values_list("language", "html"))
    assert richtext.plain(texts["ar"]).strip() == ARABIC
    assert texts["en"] == "<p>The English text stays.</p>"
    # In the editor it stands as it was written.
    page.goto(f"/{language}/workspace/reviews/XAA/offline/sections/summary/")
    assert page.locator(f"#id_q{question.pk}_ar").inner_text().strip() == ARABIC
