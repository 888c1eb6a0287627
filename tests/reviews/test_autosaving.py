"""Answers that save themselves: what is acknowledged is stored, what is refused says why, nothing is overwritten."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Mandate
from reviews import drafting, transitions
from reviews.models import AnswerText, Contributor, Presence, TextRevision, ValueRevision
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_focal_point,
    make_review,
    make_user,
    question_of,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return make_review(make_country("XAA"))


@pytest.fixture
def me(client, review):
    client.force_login(review.started_by)
    return client


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


def save(client, review, html, *, version=0, identifier="summary.text", language="en", page="en", number=None, **more):
    question = question_of(review, identifier)
    name = f"q{question.pk}_{language}"
    args = [question.pk] if number is None else [question.pk, number]
    return client.post(
        address("answer_save", review, *args, language=page),
        {"language": language, name: html, f"{name}_format": "html", f"{name}_version": version, **more},
    )


def stored(language="en"):
    return AnswerText.objects.get(language=language)


def test_a_save_is_acknowledged_with_its_version_and_its_words(me, review):
    answer = save(me, review, "<p>One two three.</p>")
    assert (answer.status_code, answer.json()["version"], answer.json()["words"]) == (200, 1, 3)
    assert save(me, review, "<p>One two.</p>", version=1).json()["version"] == 2
    assert [one.html for one in TextRevision.objects.order_by("version")] == [
        "<p>One two three.</p>",
        "<p>One two.</p>",
    ]


def test_markup_is_cleaned_before_it_is_stored(me, review):
    save(me, review, '<p onclick="x()">Hello <script>alert(1)</script><b>there</b></p>')
    assert "script" not in stored().html
    assert "onclick" not in stored().html


def test_the_second_of_two_is_told_and_nothing_is_overwritten(me, client, review):
    save(me, review, "<p>First.</p>")
    answer = save(me, review, "<p>Mine.</p>", version=0)
    data = answer.json()
    assert answer.status_code == 409
    assert (data["version"], data["theirs"]) == (1, "<p>First.</p>")
    assert data["both"] == "<p>First.</p><p>Mine.</p>"
    assert "First." in data["panel"]
    assert stored().html == "<p>First.</p>"


def test_the_same_text_sent_twice_is_one_version(me, review):
    assert save(me, review, "<p>Once.</p>").json()["version"] == 1
    # The answer to the first was lost on the way, so it comes again with the version it was based on.
    assert save(me, review, "<p>Once.</p>").json()["version"] == 1
    assert TextRevision.objects.count() == 1


def test_what_a_browser_had_kept_is_known_again_even_where_others_wrote_on(me, review):
    save(me, review, "<p>Mine.</p>")
    save(me, review, "<p>Theirs.</p>", version=1)
    answer = save(me, review, "<p>Mine.</p>", version=0, again="1")
    assert (answer.status_code, answer.json()["version"], answer.json()["superseded"]) == (200, 2, True)
    assert stored().html == "<p>Theirs.</p>"
    # What never arrived is a conflict, whatever the browser calls it.
    assert save(me, review, "<p>New.</p>", version=0, again="1").status_code == 409


def test_a_stranger_is_told_so_and_a_foreigner_finds_nothing(client, review):
    answer = save(client, review, "<p>x</p>")
    assert answer.status_code == 401
    assert "error" in answer.json()
    client.force_login(make_focal_point(make_country("XBB")))
    assert save(client, review, "<p>x</p>").status_code == 404
    assert not AnswerText.objects.exists()


def test_who_may_not_edit_is_told_why_in_their_language(client, review):
    reader = make_user()
    contributor = Contributor.objects.create(
        review=review, user=reader, email=reader.email, can_edit=False, added_by=review.started_by
    )
    contributor.sections.set([question_of(review, "summary.text").section])
    client.force_login(reader)
    answer = save(client, review, "<p>x</p>", page="ar")
    assert answer.status_code == 403
    assert not re.search("[A-Za-z]", answer.json()["error"])
    assert save(client, review, "<p>x</p>", identifier="objectives.measures", number=7).status_code == 404


def test_after_the_submission_a_late_save_is_refused_and_the_submission_is_as_declared(me, review):
    make_complete(review)
    before = AnswerText.objects.get(answer__question=question_of(review, "summary.text"), language="ar")
    submission = transitions.submit(review=review, by=review.started_by, **DECLARATION)
    answer = save(me, review, "<p>متأخر</p>", language="ar", version=before.version)
    assert answer.status_code == 403
    before.refresh_from_db()
    assert "متأخر" not in before.html
    assert "متأخر" not in submission.snapshot


def test_the_mandate_that_ended_this_morning_saves_nothing(me, review):
    Mandate.objects.all().delete()
    assert save(me, review, "<p>x</p>").status_code == 404


@pytest.mark.parametrize(("language", "status"), [("fr", 422), ("", 422), ("version", 422)])
def test_a_language_that_is_none_is_refused(me, review, language, status):
    assert save(me, review, "<p>x</p>", language=language).status_code == status


def test_a_text_that_is_too_long_is_refused_with_a_sentence(me, review):
    answer = save(me, review, "<p>" + "x" * 200_001 + "</p>", page="ar")
    assert answer.status_code == 422
    assert "200008" in answer.json()["error"].replace(",", "").replace("٬", "")
    assert not AnswerText.objects.exists()


def test_a_number_that_is_none_is_refused(me, review):
    answer = save(me, review, "<p>x</p>", version="much")
    assert answer.status_code == 422


class TestStage:
    @pytest.fixture(autouse=True)
    def _report(self, review):
        drafting.choose_objectives(review=review, chosen={7}, priorities=set(), by=review.started_by)
        self.report = review.objective_reports.get()

    def post(self, client, review, stage, read, **more):
        return client.post(address("stage_save", review, 7), {"stage": stage, "stage_read": read, **more})

    def test_it_is_saved_and_the_pair_comes_back(self, me, review):
        answer = self.post(me, review, "planned", "|0", is_priority="on")
        assert (answer.status_code, answer.json()["read"]) == (200, "planned|1")
        self.report.refresh_from_db()
        assert (self.report.stage, self.report.is_priority) == ("planned", True)

    def test_the_second_is_shown_what_is_stored(self, me, review):
        self.post(me, review, "planned", "|0")
        answer = self.post(me, review, "advanced", "|0")
        assert answer.status_code == 409
        assert answer.json()["value"] == {"stage": "planned", "is_priority": False}
        self.report.refresh_from_db()
        assert self.report.stage == "planned"

    def test_the_plain_page_shows_what_is_stored_too(self, me, review):
        page = address("review_objective", review, 7)
        self.post(me, review, "planned", "|0")
        answer = me.post(page, {"stage": "advanced", "stage_read": "|0", "stay": "1"})
        assert answer.status_code == 409
        assert "in the meantime" in answer.content.decode()
        self.report.refresh_from_db()
        assert self.report.stage == "planned"
        again = {"stage": "advanced", "stage_read": answer.context["objective_form"]["stage_read"].value()}
        assert me.post(page, {**again, "stay": "1"}).status_code == 302
        self.report.refresh_from_db()
        assert self.report.stage == "advanced"


class TestValues:
    @pytest.fixture(autouse=True)
    def _question(self, review):
        question = question_of(review, "summary.text")
        question.kind = "yes_no"
        question.save()
        self.question = question

    def post(self, client, review, value, version):
        name = f"q{self.question.pk}"
        return client.post(
            address("answer_save", review, self.question.pk), {name: value, f"{name}_version": str(version)}
        )

    def test_a_choice_is_saved_with_its_versions(self, me, review):
        assert self.post(me, review, "yes", 0).json()["version"] == 1
        assert self.post(me, review, "no", 1).json()["version"] == 2
        assert [one.value for one in ValueRevision.objects.order_by("version")] == [True, False]

    def test_the_second_of_two_is_shown_what_is_stored(self, me, review):
        self.post(me, review, "yes", 0)
        answer = self.post(me, review, "no", 0)
        assert (answer.status_code, answer.json()["value"], answer.json()["version"]) == (409, True, 1)
        # Both chose the same: there is nothing to decide.
        assert self.post(me, review, "yes", 0).status_code == 200

    def test_its_history_is_told_in_words(self, me, review):
        self.post(me, review, "yes", 0)
        self.post(me, review, "", 1)
        page = me.get(address("answer_history", review, self.question.pk)).content.decode()
        assert "<strong>Yes</strong>" in page
        assert "<strong>No answer</strong>" in page


class TestWhoIsHere:
    def test_others_are_named_and_newer_texts_are_told(self, client, me, review):
        other = make_focal_point(review.country)
        other.name = "Another"
        other.save()
        write(review, "summary.text", "Theirs.", by=other)
        place = address("review_section", review, "summary")
        Presence.objects.create(review=review, user=other, place=place, seen_at=review.started_at)
        name = f"q{question_of(review, 'summary.text').pk}_en"
        data = me.post(address("here", review), {"place": place, "text": [name, "q999_en", "nonsense"]}).json()
        assert data["people"] == [{"name": "Another", "here": True}]
        assert list(data["texts"]) in ([name], [])
        assert Presence.objects.filter(user=review.started_by, place=place).exists()

    def test_a_contributor_learns_nothing_of_other_sections(self, client, review):
        write(review, "summary.text", "Secret.", by=review.started_by)
        person = make_user()
        contributor = Contributor.objects.create(
            review=review, user=person, email=person.email, added_by=review.started_by
        )
        contributor.sections.set(review.questionnaire.sections.exclude(code="summary")[:1])
        client.force_login(person)
        name = f"q{question_of(review, 'summary.text').pk}_ar"
        data = client.post(address("here", review), {"place": "/", "text": [name, name.replace("_ar", "_en")]}).json()
        assert data["texts"] == {}


def test_the_session_says_who_is_there_and_hands_out_a_token(client, review):
    with translation.override("en"):
        page = reverse("accounts:session_state")
    assert client.get(page).json()["person"] is None
    client.force_login(review.started_by)
    answer = client.get(page)
    assert answer.json()["person"] == review.started_by.pk
    assert len(answer.json()["token"]) > 30
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_no_other_page_may_be_framed(me, review):
    answer = me.get(address("review_tasks", review))
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


class TestPlainConflict:
    """The same by a form: 409 shows both texts, a button settles it."""

    def post(self, client, review, text, version, **more):
        name = f"q{question_of(review, 'summary.text').pk}_en"
        return client.post(
            address("review_section", review, "summary"),
            {name: text, f"{name}_format": "markdown", f"{name}_version": version, "stay": "1", **more},
        )

    @pytest.mark.parametrize(
        ("way", "expected"),
        [
            ("both", "<p>Theirs.</p><p>Mine.</p>"),
            ("mine", "<p>Mine.</p>"),
            ("theirs", "<p>Theirs.</p>"),
        ],
    )
    def test_each_way_on(self, me, review, way, expected):
        save(me, review, "<p>Theirs.</p>")
        answer = self.post(me, review, "Mine.", 0)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Theirs." in page
        assert "Mine." in page
        name = f"q{question_of(review, 'summary.text').pk}_en"
        version = answer.context["form"][f"{name}_version"].value()
        assert self.post(me, review, "Mine.", version, merge=f"{name}:{way}").status_code == 302
        assert stored().html == expected
        assert TextRevision.objects.filter(html="<p>Theirs.</p>").exists()


def test_a_tool_is_reached_without_losing_a_word_and_leads_nowhere_else(me, review):
    name = f"q{question_of(review, 'summary.text').pk}_en"
    page = address("review_section", review, "summary")
    goal = address("answer_history", review, question_of(review, "summary.text").pk)
    answer = me.post(page, {name: "Typed.", f"{name}_format": "markdown", f"{name}_version": 0, "go": goal})
    assert answer.url == goal
    assert "Typed." in stored().html
    answer = me.post(page, {name: "Typed.", f"{name}_version": 1, "go": "https://example.org/"})
    assert answer.url.startswith("/en/workspace/reviews/XAA/")
