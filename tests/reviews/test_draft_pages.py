"""The pages on which a review is written, as its people use them: by plain forms, in both languages."""

import pytest
from django.urls import reverse
from django.utils import translation

from foundation import richtext
from reviews import delegating, transitions
from reviews.models import AnswerText, Contributor, Review, Submission
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_round,
    make_user,
    question_of,
    review_at,
    write,
)

pytestmark = pytest.mark.django_db


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


def form_of(review, identifier, **texts):
    """What a browser without JavaScript posts for one question: Markdown, and the versions it read."""
    question = question_of(review, identifier)
    data = {}
    stored = {
        text.language: text for text in AnswerText.objects.filter(answer__review=review, answer__question=question)
    }
    for language in ("ar", "en"):
        name = f"q{question.pk}_{language}"
        data[name] = texts.get(language, "")
        data[f"{name}_format"] = "markdown"
        data[f"{name}_version"] = stored[language].version if language in stored else 0
    return data


@pytest.fixture
def review():
    return make_review()


@pytest.fixture
def focal_point(client, review):
    client.force_login(review.started_by)
    return client


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("review_tasks", []),
        ("review_objectives", []),
        ("review_objective", [7]),
        ("review_section", ["summary"]),
        ("review_section", ["principles"]),
        ("review_section", ["annexes"]),
        ("review_principle", ["principles", 1]),
        ("review_people", []),
        ("review_check", []),
        ("review_submit", []),
        ("review_withdraw", []),
    ],
)
def test_every_page_of_a_draft_opens_in_both_languages(client, name, args, language):
    review = make_complete(make_review())
    client.force_login(review.started_by)
    response = client.get(address(name, review, *args, language=language))
    assert response.status_code == 200
    html = response.content.decode()
    assert f'lang="{language}"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("state", ["submitted", "returned", "published"])
def test_the_task_list_and_the_receipt_open_in_every_later_state(client, state):
    review = review_at(state)
    client.force_login(review.started_by)
    assert client.get(address("review_tasks", review)).status_code == 200
    receipt = client.get(address("receipt", review)).content.decode()
    assert review.submissions.get().sha256 in receipt
    assert client.get(address("receipt_status", review)).status_code == 200


def test_a_focal_point_starts_a_review_from_the_workspace(client):
    country, round_ = make_country(), make_round()
    client.force_login(make_focal_point(country))
    page = client.get(reverse("workspace:home")).content.decode()
    assert round_.name_en in page
    response = client.post(reverse("reviews:review_start"), {"country": country.iso3, "round": round_.code})
    assert response.status_code == 302
    assert Review.objects.get().country == country
    # The button pressed twice leads to the same review.
    again = client.post(reverse("reviews:review_start"), {"country": country.iso3, "round": round_.code})
    assert again.url == response.url
    assert Review.objects.count() == 1


def test_nobody_starts_a_review_for_a_country_without_a_mandate(client):
    make_round()
    client.force_login(make_focal_point(make_country("XAA")))
    other = make_country("XBB")
    response = client.post(reverse("reviews:review_start"), {"country": other.iso3, "round": "regional-2028"})
    assert response.status_code == 404


def test_text_is_saved_in_both_languages_and_leads_on(focal_point, review):
    data = form_of(review, "summary.text", ar="**الملخص** في سطر.", en="The *summary* in a line.")
    response = focal_point.post(address("review_section", review, "summary"), data)
    assert response.status_code == 302
    assert response.url == address("review_section", review, "principles")
    stored = {text.language: text.html for text in AnswerText.objects.all()}
    assert stored == {
        "ar": "<p><strong>الملخص</strong> في سطر.</p>",
        "en": "<p>The <em>summary</em> in a line.</p>",
    }


def test_saving_a_page_without_a_change_makes_no_new_version(focal_point, review):
    write(review, "summary.text", "One *paragraph*.\n\n- a\n- b", language="en")
    page = focal_point.get(address("review_section", review, "summary"))
    field = next(f for f in page.context["form"] if f.name.endswith("_en"))
    data = form_of(review, "summary.text", en=richtext.to_markdown(field.value()))
    focal_point.post(address("review_section", review, "summary"), data)
    assert AnswerText.objects.get(language="en").version == 1


def test_a_conflict_shows_both_texts_and_the_next_save_is_a_decision(focal_point, review):
    write(review, "summary.text", "Stored first.", language="en")
    data = form_of(review, "summary.text", en="Mine, written meanwhile.")
    write(review, "summary.text", "Stored by a colleague.", language="en", version=1)
    response = focal_point.post(address("review_section", review, "summary"), data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Mine, written meanwhile." in html
    assert "Stored by a colleague." in html
    assert richtext.plain(AnswerText.objects.get().html) == "Stored by a colleague."
    merged = form_of(review, "summary.text", en="Both, brought together.")
    assert focal_point.post(address("review_section", review, "summary"), merged).status_code == 302
    assert richtext.plain(AnswerText.objects.get().html) == "Both, brought together."


def test_a_text_that_is_too_long_is_refused_at_its_field_and_kept(focal_point, review):
    long = "كلمة " * 60_000
    response = focal_point.post(
        address("review_section", review, "summary", language="ar"), form_of(review, "summary.text", ar=long)
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "field__error" in html
    assert html.count("كلمة") >= 60_000
    assert not AnswerText.objects.exists()


def test_hostile_html_comes_out_inert(focal_point, review):
    question = question_of(review, "summary.text")
    data = form_of(review, "summary.text") | {
        f"q{question.pk}_en": '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>',
        f"q{question.pk}_en_format": "html",
    }
    assert focal_point.post(address("review_section", review, "summary"), data).status_code == 302
    assert AnswerText.objects.get().html == "<p>Hi</p>"


def test_choosing_no_objective_is_refused_with_a_sentence(focal_point, review):
    response = focal_point.post(address("review_objectives", review, language="ar"), {})
    assert response.status_code == 422
    assert not review.objective_reports.exists()


def test_choosing_objectives_and_stating_a_stage(focal_point, review):
    focal_point.post(address("review_objectives", review), {"chosen": ["1", "7"], "priorities": ["7"]})
    assert dict(review.objective_reports.values_list("objective__number", "is_priority")) == {1: False, 7: True}
    data = (
        {"stage": "planned"}
        | form_of(review, "objectives.measures", ar="تدبير.")
        | form_of(review, "objectives.challenges")
    )
    response = focal_point.post(address("review_objective", review, 1), data)
    assert response.url == address("review_objective", review, 7)
    assert review.objective_reports.get(objective__number=1).stage == "planned"


def test_an_objective_that_was_not_chosen_has_no_page(focal_point, review):
    assert focal_point.get(address("review_objective", review, 7)).status_code == 404


def test_submitting_an_incomplete_review_lists_what_is_missing_with_links(focal_point, review):
    data = DECLARATION | {"confirmed": "on"}
    response = focal_point.post(address("review_submit", review), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="{address("review_section", review, "summary")}#q-summary-text"' in html
    assert f'href="{address("review_objectives", review)}#q-objectives-choice"' in html
    assert DECLARATION["name"] in html
    assert not Submission.objects.exists()


def test_the_declaration_must_be_whole_and_confirmed(client):
    review = make_complete(make_review())
    client.force_login(review.started_by)
    response = client.post(address("review_submit", review), {"name": "Somebody", "post": "", "institution": ""})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"post", "institution", "confirmed"}
    assert not Submission.objects.exists()


def test_submitting_twice_submits_once_and_shows_the_receipt(client):
    review = make_complete(make_review())
    client.force_login(review.started_by)
    data = DECLARATION | {"confirmed": "on"}
    first = client.post(address("review_submit", review), data)
    second = client.post(address("review_submit", review), data)
    assert first.url == second.url == address("receipt", review)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["review_tasks", "review_objectives", "review_people", "review_check", "review_submit", "receipt"]
)
def test_a_review_is_not_there_for_others(client, name):
    review = make_complete(make_review())
    for stranger in (make_user(), make_focal_point(make_country("XBB")), make_curator()):
        client.force_login(stranger)
        assert client.get(address(name, review)).status_code == 404
    client.logout()
    assert client.get(address(name, review)).status_code == 302


def test_a_mandate_that_ended_yesterday_opens_nothing_today(client, review):
    import datetime

    from django.utils import timezone

    review.started_by.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    client.force_login(review.started_by)
    assert client.get(address("review_tasks", review)).status_code == 404


def test_a_contributor_sees_and_writes_their_part_only(client):
    review = make_complete(make_review())
    person = make_user("Contributor")
    contributor = Contributor.objects.create(
        review=review, user=person, email=person.email, added_by=review.started_by
    )
    contributor.sections.set(review.questionnaire.sections.filter(code="summary"))
    client.force_login(person)
    page = client.get(address("review_tasks", review)).content.decode()
    assert address("review_section", review, "summary") in page
    assert address("review_objective", review, 7) not in page
    assert client.get(address("review_objective", review, 7)).status_code == 404
    assert client.get(address("review_section", review, "principles")).status_code == 404
    assert client.get(address("review_check", review)).status_code == 403
    data = form_of(review, "summary.text", ar="ملخص كتبه المساهم.")
    assert client.post(address("review_section", review, "summary"), data).status_code == 302
    assert AnswerText.objects.get(answer__question__identifier="summary.text").edited_by == person
    delegating.remove_contributor(contributor=contributor, by=review.started_by)
    assert client.get(address("review_tasks", review)).status_code == 404


def test_the_network_returns_with_a_reason_that_the_focal_point_reads(client):
    review = review_at("submitted")
    client.force_login(make_curator())
    assert client.get(reverse("reviews:desk")).status_code == 200
    assert client.get(address("desk_review", review)).status_code == 200
    assert client.post(address("desk_return", review), {"note": ""}).status_code == 422
    assert client.post(address("desk_return", review), {"note": "Name the sources."}).status_code == 302
    client.force_login(review.started_by)
    assert "Name the sources." in client.get(address("review_tasks", review)).content.decode()


def test_the_network_reads_the_submission_and_never_the_draft_after_it(client):
    review = review_at("returned")
    write(review, "summary.text", "سرّ المسودة.", language="ar", version=1)
    client.force_login(make_curator())
    assert "سرّ المسودة" not in client.get(address("desk_review", review)).content.decode()
    assert client.get(address("review_tasks", review)).status_code == 404


def test_publishing_shows_exactly_what_was_submitted(client):
    review = review_at("submitted")
    client.force_login(make_curator())
    response = client.post(address("desk_publish", review))
    assert response.status_code == 302
    client.logout()
    for language in ("ar", "en"):
        page = client.get(address("publication", review, language=language))
        html = page.content.decode()
        assert page.status_code == 200
        assert "ملخص الاستعراض في فقرة واحدة." in html
        assert review.submissions.get().sha256 in html
    assert 'lang="ar" dir="rtl"' in html


def test_a_second_version_needs_a_correction_note_and_leaves_the_first_at_its_address(client):
    review = review_at("published")
    transitions.revise(review=review, by=review.started_by, note="A wrong figure.")
    write(review, "summary.text", "ملخص مصحّح.", language="ar", version=1)
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    client.force_login(make_curator())
    assert client.post(address("desk_publish", review), {"correction_note": ""}).status_code == 422
    client.post(address("desk_publish", review), {"correction_note": "The summary was corrected."})
    client.logout()
    assert "ملخص مصحّح." in client.get(address("publication", review)).content.decode()
    first = client.get(address("publication_version", review, 1)).content.decode()
    assert "ملخص الاستعراض في فقرة واحدة." in first
    assert address("publication", review) in first


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_an_unpublished_review_has_no_public_page(client, state):
    review = review_at(state)
    assert client.get(address("publication", review)).status_code == 404
    assert client.get(address("publication_pdf", review)).status_code == 404


def test_a_published_page_answers_304_to_its_etag(client):
    review = review_at("published")
    first = client.get(address("publication", review))
    again = client.get(address("publication", review), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_page_names_its_person_and_review_as_the_machine_does(client):
    """From 1,000 on a number is written with a separator: the page must still know who it belongs to."""
    person = make_focal_point(make_country("XAA"), pk=1_234)
    review = make_review(make_country("XAA"), by=person)
    client.force_login(person)
    page = client.get(address("review_section", review, "summary")).content.decode()
    assert 'data-person="1234"' in page
    assert f'data-review="{review.pk}"' in page
