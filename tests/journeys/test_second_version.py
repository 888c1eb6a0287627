"""An embargo, a publication at its time, and a second version that corrects the first while the first stays."""

import datetime
import io
import re

import pytest
from django.utils import timezone
from pypdf import PdfReader

from foundation import reference
from foundation.models import OutboxMessage
from mptf.models import JointProgramme
from reviews import scheduling
from reviews.models import Publication, Review
from tests.journeys.test_review_to_publication import log_in
from tests.reviews.factories import make_complete, make_country, make_curator, make_review, make_round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["ar", "en"])]
SAYS = {
    "ar": {
        "moment": "النشر في وقت محدد",
        "submit": "تقديم الاستعراض",
        "publish": "نشر الاستعراض",
        "set for": "حُدد في",
        "reopen": "إعادة فتح الاستعراض",
        "newer": "نُشرت نسخة أحدث",
        "mentioned": "ذُكر في استعراضات",
        "save": "حفظ",
        "linked": "ربط قيود من السجلات",
    },
    "en": {
        "moment": "Publish at a set time",
        "submit": "Submit the review",
        "publish": "Publish the review",
        "set for": "Set for",
        "reopen": "Open the review again",
        "newer": "A newer version has been published.",
        "mentioned": "Mentioned in reviews",
        "save": "Save",
        "linked": "Link entries of registers",
    },
}


def declare(page, language, embargo=None):
    page.goto(f"/{language}/workspace/reviews/XAA/second/submit/")
    page.locator("#id_name").fill("ليلى مثال")
    page.locator("#id_post").fill("Minister")
    page.locator("#id_institution").fill("Ministry of Samples")
    if embargo:
        page.get_by_text(SAYS[language]["moment"]).click()
        page.locator("#id_day").fill(embargo.strftime("%Y-%m-%d"))
        page.locator("#id_time").fill(embargo.strftime("%H:%M"))
    page.locator("#id_confirmed").check()
    page.get_by_role("button", name=SAYS[language]["submit"]).click()
    page.wait_for_url("**/receipt/")


def publish(desk, language, note=""):
    desk.goto(f"/{language}/workspace/desk/XAA/second/")
    if note:
        desk.locator("#id_correction_note").fill(note)
    desk.get_by_role("button", name=SAYS[language]["publish"]).click()
    desk.wait_for_load_state()


def test_version_one_waits_for_its_time_and_stays_when_version_two_comes(new_page, worker, axe, language):
    says = SAYS[language]
    reference.load_all()
    country = make_country("XAA")
    review = make_complete(make_review(country, round_=make_round("second")))
    programme = JointProgramme.objects.order_by("pk").first()
    programme.countries.add(country)
    curator = make_curator(language=language)

    # The answer refers to a joint programme of the country.
    page = new_page(locale=language)
    log_in(page, review.started_by, language)
    page.goto(f"/{language}/workspace/reviews/XAA/second/objectives/7/")
    page.get_by_role("button", name=says["linked"]).first.click()
    page.wait_for_url("**/registers/")
    axe(page)
    page.locator(f'input[value="programme:{programme.slug}"]').check()
    page.locator("main form[method=post] button.button").click()
    page.wait_for_load_state()

    embargo = (timezone.now() + datetime.timedelta(days=1)).replace(second=0, microsecond=0)
    declare(page, language, embargo)
    axe(page)
    desk = new_page(locale=language)
    log_in(desk, curator, language)
    publish(desk, language)
    assert desk.get_by_text(says["set for"]).first.is_visible()
    axe(desk)
    reader = new_page(locale=language)
    assert reader.goto(f"/{language}/reviews/XAA/second/").status == 404

    # Its time comes.
    assert len(scheduling.publish_due(embargo)) == 1
    assert reader.goto(f"/{language}/reviews/XAA/second/").status == 200
    axe(reader)
    reader.goto(f"/{language}/mptf/programmes/{programme.slug}/")
    assert reader.get_by_text(says["mentioned"]).first.is_visible()
    axe(reader)

    # The receipt came by mail with both PDFs, which are what they say.
    worker.wait_until_idle(120)
    receipt = OutboxMessage.objects.get(template="review_receipt")
    assert receipt.state == "sent"
    submission = Publication.objects.get().submission
    names = [one.name for one in receipt.attachments.order_by("name")]
    assert names == [f"{submission.reference.lower()}-{code}.pdf" for code in ("ar", "en")]
    for one in submission.renderings.filter(kind="full"):
        with one.file.open("rb") as file:
            assert len(PdfReader(io.BytesIO(file.read())).pages) == one.page_count

    # A correction: opened again with a reason, submitted, published as version 2 with a note.
    page.goto(f"/{language}/workspace/reviews/XAA/second/reopen/")
    page.locator("#id_note").fill("One figure was wrong.")
    page.locator("main form button.button").first.click()
    page.wait_for_url(re.compile(r"/second/$"))
    declare(page, language)
    desk.goto(f"/{language}/workspace/desk/XAA/second/")
    assert desk.locator("#id_correction_note").input_value() == "One figure was wrong."
    publish(desk, language, note="One figure was corrected.")
    first = f"/{language}/reviews/XAA/second/v1/"
    assert reader.goto(first).status == 200
    assert reader.get_by_text(says["newer"]).first.is_visible()
    axe(reader)
    reader.goto(f"/{language}/reviews/XAA/second/")
    assert reader.get_by_text("One figure was corrected.").is_visible()
    axe(reader)
    assert [one.number for one in Publication.objects.order_by("number")] == [1, 2]
    assert Review.objects.get().state == "published"
