"""The register of who was consulted: who keeps it, what it puts into the text, what readers see and never see."""

import json

import pytest

from foundation import richtext
from foundation.decisions import Refused
from reviews import consulting, document, drafting, transitions
from reviews.models import AnswerText, Consultation, Question, Section, TextRevision
from tests.reading import Reading
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    question_of,
    review_at,
    write,
)
from tests.reviews.test_commenting import make_contributor
from tests.reviews.test_draft_pages import address

pytestmark = pytest.mark.django_db

SECRET = "League of the Silent"


def with_methodology(review):
    section = Section.objects.create(
        questionnaire=review.questionnaire,
        code="methodology",
        position=1,
        title_en="Methodology",
        title_ar="المنهجية",
    )
    Question.objects.create(section=section, identifier="methodology.text", title_en="How", title_ar="كيف")
    return review


@pytest.fixture
def review():
    return with_methodology(make_complete(make_review()))


def record(review, name="اتحاد العمال", **facts):
    facts = {
        "kind": "union",
        "how": "workshop",
        "language": "ar",
        "held_on": "2026-05",
        "subject": "Fair recruitment",
        "may_be_named": True,
        "by": review.started_by,
        **facts,
    }
    return consulting.add(review=review, name=name, **facts)


def posted(**changed):
    return {
        "kind": "media",
        "name": "Sample Radio",
        "language": "en",
        "how": "interview",
        "held_on": "2026",
        "subject": "",
        **changed,
    }


# ---------------------------------------------------------------- the register


def test_an_entry_is_added_corrected_and_removed(client, review):
    client.force_login(review.started_by)
    page = address("consulted", review)
    assert client.post(page, posted()).status_code == 302
    entry = Consultation.objects.get()
    assert (entry.name, entry.held_on, entry.may_be_named, entry.added_by) == (
        "Sample Radio",
        "2026",
        False,
        review.started_by,
    )
    change = address("consultation_change", review, entry.pk)
    assert client.get(change).status_code == 200
    assert client.post(change, posted(held_on="2026-05-17", may_be_named="on")).status_code == 302
    entry.refresh_from_db()
    assert (entry.held_on, entry.may_be_named) == ("2026-05-17", True)
    assert "17 May 2026" in client.get(page).content.decode()
    assert client.post(address("consultation_remove", review, entry.pk)).status_code == 302
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("held_on", "2026-13"), ("held_on", "May"), ("held_on", "2999"), ("kind", "friend"), ("name", ""), ("how", "x")],
)
def test_a_bad_entry_is_refused_at_its_field_and_kept(client, review, field, value):
    client.force_login(review.started_by)
    response = client.post(address("consulted", review), posted(subject="Kept as typed.") | {field: value})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert "Kept as typed." in response.content.decode()
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_register_counts_by_kind_in_both_languages(client, review, language):
    for number in range(3):
        record(review, name=f"Union {number}", language="en")
    record(review, kind="academia")
    client.force_login(review.started_by)
    page = client.get(address("consulted", review, language=language))
    assert page.context["counts"][0][1] == {"ar": "مشاورة واحدة", "en": "1 consultation"}[language]
    assert page.context["counts"][1][1] == {"ar": "3 مشاورات", "en": "3 consultations"}[language]
    assert 'lang="ar" dir="rtl">اتحاد العمال' in page.content.decode()


def test_who_keeps_the_register(client, review):
    entry = record(review)
    editor = make_contributor(review, "methodology")
    reader = make_contributor(review, "methodology", can_edit=False)
    elsewhere = make_contributor(review, "summary")
    pages = [address("consulted", review), address("consultation_change", review, entry.pk)]
    statuses = {}
    for person in (editor, reader, elsewhere, make_curator(), make_focal_point(make_country("XBB"))):
        client.force_login(person)
        statuses[person.pk] = [client.get(page).status_code for page in pages] + [
            client.post(pages[0], posted()).status_code
        ]
    assert list(statuses.values()) == [[200, 200, 302], [200, 403, 403], *[[404, 404, 404]] * 3]
    with pytest.raises(Refused):
        record(review, by=elsewhere)
    other = make_review(make_country("XBB"))
    client.force_login(other.started_by)
    for name in ("consultation_change", "consultation_remove"):
        assert client.post(address(name, other, entry.pk)).status_code == 404


def test_the_register_of_a_submitted_review_is_read_and_not_changed(client, review):
    entry = record(review)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    client.force_login(review.started_by)
    assert client.get(address("consulted", review)).status_code == 200
    assert client.post(address("consulted", review), posted()).status_code == 403
    assert client.post(address("consultation_remove", review, entry.pk)).status_code == 403
    assert client.post(address("consulted_insert", review), {"language": "en"}).status_code == 403


def test_a_questionnaire_without_methodology_has_a_register_too(client):
    review = make_review()
    client.force_login(review.started_by)
    assert client.post(address("consulted", review), posted()).status_code == 302
    assert client.post(address("consulted_insert", review), {"language": "en"}).status_code == 403


def test_the_task_list_and_the_methodology_lead_there(client, review):
    client.force_login(review.started_by)
    page = address("consulted", review)
    assert page in client.get(review.get_absolute_url()).content.decode()
    methodology = address("review_section", review, "methodology")
    html = client.get(methodology).content.decode()
    assert f'value="{page}"' in html
    assert f'value="{page}#insert"' not in html
    record(review)
    html = client.get(methodology).content.decode()
    assert "Who was consulted (1)" in html
    assert f'value="{page}#insert"' in html
    # The way there saves what was typed.
    question = question_of(review, "methodology.text")
    data = {
        f"q{question.pk}_en": "Typed.",
        f"q{question.pk}_en_format": "markdown",
        f"q{question.pk}_en_version": 0,
        f"q{question.pk}_ar": "",
        f"q{question.pk}_ar_format": "markdown",
        f"q{question.pk}_ar_version": 0,
        "go": f"{page}#insert",
    }
    assert client.post(methodology, data).url == f"{page}#insert"
    assert AnswerText.objects.filter(html="<p>Typed.</p>").exists()


# ---------------------------------------------------------------- in the text


def test_the_list_follows_what_is_written_as_a_version_of_its_own(client, review):
    write(review, "methodology.text", "Nine ministries took part.")
    record(review, subject="<b>Fair</b> & equal")
    record(review, name=SECRET, may_be_named=False)
    record(review, name="Sample <Union>", language="en", held_on="2025-11-02")
    client.force_login(review.started_by)
    response = client.post(address("consulted_insert", review), {"language": "en"})
    assert response.url == address("review_section", review, "methodology")
    text = AnswerText.objects.get(answer__question__identifier="methodology.text")
    assert text.html.startswith("<p>Nine ministries took part.</p><table><caption>Who was consulted</caption>")
    assert text.html == richtext.sanitize(text.html)
    for words in ("اتحاد العمال", "Trade union", "Workshop", "May 2026", "Sample &lt;Union&gt;", "2 November 2025"):
        assert words in text.html
    assert "&lt;b&gt;Fair&lt;/b&gt; &amp; equal" in text.html
    assert SECRET not in text.html
    assert "there was 1 consultation with partners who are not named here" in text.html
    assert [one.html for one in TextRevision.objects.filter(text=text).order_by("version")] == [
        "<p>Nine ministries took part.</p>",
        text.html,
    ]
    # Pressed twice it is there once.
    client.post(address("consulted_insert", review), {"language": "en"})
    assert AnswerText.objects.get(pk=text.pk).version == 2


def test_the_list_is_put_into_an_empty_text_in_its_language(review):
    record(review)
    assert consulting.insert_list(review=review, language="ar", by=review.started_by)
    html = AnswerText.objects.get(answer__question__identifier="methodology.text").html
    assert "<caption>الجهات التي استُشيرت</caption>" in html
    assert "نقابة" in html


def test_who_may_not_edit_the_text_puts_nothing_into_it(client, review):
    record(review)
    client.force_login(make_contributor(review, "methodology", can_edit=False))
    assert client.post(address("consulted_insert", review), {"language": "en"}).status_code == 403
    client.force_login(review.started_by)
    assert client.post(address("consulted_insert", review), {"language": "xx"}).status_code == 404
    Consultation.objects.update(may_be_named=False)
    with pytest.raises(Refused):
        consulting.insert_list(review=review, language="en", by=review.started_by)


# ---------------------------------------------------------------- in the snapshot, and for readers


@pytest.fixture
def published(review):
    record(review)
    record(review, name=SECRET, subject="Their secret", language="en", may_be_named=False, kind="academia")
    write(review, "methodology.text", "Nine ministries took part.")
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    transitions.publish(review=review, by=make_curator())
    return review


def test_the_snapshot_holds_the_register_and_no_name_that_may_not_be_told(published):
    text = published.submissions.get().snapshot
    assert SECRET not in text
    assert "Their secret" not in text
    academia, union = json.loads(text)["consultations"]
    assert (academia["name"], academia["subject"], academia["language"]) == ("", "", "")
    assert academia["kind"]["label"]["en"] == "Academia"
    assert union == {
        "kind": {"code": "union", "label": union["kind"]["label"]},
        "how": {"code": "workshop", "label": {"ar": union["how"]["label"]["ar"], "en": "Workshop"}},
        "name": "اتحاد العمال",
        "language": "ar",
        "held_on": "2026-05",
        "subject": "Fair recruitment",
    }


@pytest.mark.parametrize("language", ["ar", "en"])
def test_readers_see_the_register_after_the_methodology(client, published, language):
    response = client.get(address("publication", published, language=language))
    html = response.content.decode()
    places = [html.index(f'id="{name}"') for name in ("section-methodology", "consulted", "section-objectives")]
    assert places == sorted(places)
    assert "اتحاد العمال" in Reading(response).text
    assert SECRET not in html


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_document_has_the_register(published, language):
    snapshot = json.loads(published.submissions.get().snapshot)
    html = document.document_html(snapshot, language=language)
    assert 'id="consulted"' in html
    assert "اتحاد العمال" in html
    assert SECRET not in html
    del snapshot["consultations"]
    assert 'id="consulted"' not in document.document_html(snapshot, language=language)


def test_the_register_has_a_place_where_the_methodology_has_no_text(client, review):
    record(review)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    snapshot = json.loads(review.submissions.get().snapshot)
    assert consulting.place_in(snapshot) == snapshot["sections"][0]["code"] == "summary"


def test_a_review_without_a_register_reads_as_before(client):
    review = review_at("published")
    assert "consultations" not in json.loads(review.submissions.get().snapshot)
    assert 'id="consulted"' not in client.get(address("publication", review)).content.decode()


def test_an_objective_has_no_tool_of_the_register(client, review):
    record(review)
    client.force_login(review.started_by)
    drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
    html = client.get(address("review_objective", review, 7)).content.decode()
    assert address("consulted", review) not in html
