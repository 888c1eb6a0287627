"""Files and pictures of a review: kept while it is drafted, copied when it is submitted, private until published."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from foundation.decisions import Refused
from reviews import attaching, drafting, transitions
from reviews.models import Attachment, Picture, StoredAsset
from tests.foundation.test_files import PDF
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    question_of,
)
from tests.reviews.test_draft_pages import address, form_of

pytestmark = pytest.mark.django_db


def picture_file(name="map.png", color="teal"):
    out = BytesIO()
    Image.new("RGB", (40, 20), color).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def pdf_file(name="law.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.fixture
def review():
    return make_complete(make_review())


def annex(review, **changes):
    values = {
        "review": review,
        "section": review.questionnaire.sections.get(code="annexes"),
        "file": pdf_file(),
        "title": "قانون الهجرة",
        "language": "ar",
        "by": review.started_by,
    }
    return attaching.add_attachment(**(values | changes))


def test_a_file_is_added_through_its_page_and_can_be_removed(client, review):
    client.force_login(review.started_by)
    page = address("review_section", review, "annexes")
    response = client.post(page, {"file": pdf_file(), "title": "Law", "language": "en"})
    assert response.status_code == 302
    attachment = Attachment.objects.get()
    assert "Law" in client.get(page).content.decode()
    sent = client.get(address("draft_attachment", review, attachment.sha256))
    assert sent.getvalue() == PDF
    assert sent["Content-Disposition"].startswith("attachment")
    client.post(address("attachment_remove", review, "annexes", attachment.pk))
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_wrong_type_is_refused_at_its_field_and_the_title_stays(client, review, language):
    client.force_login(review.started_by)
    wrong = SimpleUploadedFile("page.pdf", b"<html></html>", "application/pdf")
    response = client.post(
        address("review_section", review, "annexes", language=language),
        {"file": wrong, "title": "My title", "language": "en"},
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]
    assert "My title" in response.content.decode()
    assert not Attachment.objects.exists()


def test_the_same_file_is_annexed_to_a_section_once(review):
    annex(review)
    with pytest.raises(Refused):
        annex(review)


def test_strangers_cannot_add_or_read(client, review):
    attachment = annex(review)
    with pytest.raises(Refused):
        annex(review, by=make_curator())
    for stranger in (make_curator(), make_focal_point(make_country("XBB"))):
        client.force_login(stranger)
        assert client.get(address("draft_attachment", review, attachment.sha256)).status_code == 404


def test_a_picture_is_added_to_the_end_of_a_text_and_what_was_typed_is_saved(client, review):
    client.force_login(review.started_by)
    data = form_of(review, "summary.text", ar="ملخص جديد.") | {
        "picture": "1",
        "picture-file": picture_file(),
        "picture-alternative": "خريطة الممر",
        "picture-target": next(name for name in form_of(review, "summary.text") if name.endswith("_ar")),
    }
    response = client.post(address("review_section", review, "summary"), data)
    assert response.status_code == 302
    picture = Picture.objects.get()
    html = review.answers.get(question__identifier="summary.text").texts.get(language="ar").html
    assert html.startswith("<p>ملخص جديد.</p>")
    assert f'<img src="asset:{picture.sha256}" alt="خريطة الممر">' in html
    shown = client.get(address("draft_picture", review, picture.sha256))
    assert shown["Content-Type"] == "image/png"
    assert shown.getvalue().startswith(b"\x89PNG")


def test_what_is_no_picture_is_refused_and_the_text_is_saved_all_the_same(client, review):
    client.force_login(review.started_by)
    data = form_of(review, "summary.text", ar="نص لا يضيع.") | {
        "picture": "1",
        "picture-file": SimpleUploadedFile("x.png", b"<svg/>", "image/png"),
        "picture-alternative": "خريطة",
        "picture-target": next(name for name in form_of(review, "summary.text") if name.endswith("_ar")),
    }
    response = client.post(address("review_section", review, "summary"), data)
    assert response.status_code == 422
    assert list(response.context["picture_form"].errors) == ["file"]
    assert "نص لا يضيع." in response.content.decode()
    assert not Picture.objects.exists()


def test_submitting_copies_what_the_text_uses_and_publishing_opens_it(client, review):
    attachment = annex(review)
    picture = attaching.add_picture(review=review, file=picture_file(), by=review.started_by)
    unused = attaching.add_picture(review=review, file=picture_file(color="red"), by=review.started_by)
    drafting.append_picture(
        review=review,
        question=question_of(review, "summary.text"),
        language="ar",
        picture=picture,
        alternative="خريطة",
        by=review.started_by,
    )
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    assert set(StoredAsset.objects.values_list("sha256", flat=True)) == {attachment.sha256, picture.sha256}
    args = [review.country.iso3, review.round.code, 1]
    public = reverse("reviews:publication_asset", args=[*args, picture.sha256])
    assert client.get(public).status_code == 404
    transitions.publish(review=review, by=make_curator())
    response = client.get(public)
    assert response.status_code == 200
    assert response.getvalue().startswith(b"\x89PNG")
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(reverse("reviews:publication_asset", args=[*args, unused.sha256])).status_code == 404
    page = client.get(reverse("reviews:publication", args=args[:2])).content.decode()
    assert public in page
    assert "قانون الهجرة" in page


def test_a_submission_keeps_its_file_when_the_working_copy_drops_it(review):
    attachment = annex(review)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    transitions.send_back(review=review, by=make_curator(), note="A reason.")
    attaching.remove_attachment(attachment=attachment, by=review.started_by)
    assert attaching.asset_bytes(attachment.sha256) == PDF
