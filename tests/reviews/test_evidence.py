"""What supports an answer, and what it refers to: private until published, then shown on both sides."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from foundation.decisions import Refused
from mptf.models import JointProgramme, ThematicArea
from reviews import attaching, evidence, registers, transitions
from reviews.models import Attachment, Contributor, EvidenceLink, Publication, PublicationLink, RegisterLink
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_focal_point,
    make_review,
    make_user,
    question_of,
)
from tests.reviews.test_attaching import pdf_file

pytestmark = pytest.mark.django_db


def address(name, review, *args, language="en"):
    with translation.override(language):
        return reverse(f"reviews:{name}", args=[review.country.iso3, review.round.code, *args])


@pytest.fixture
def review():
    return make_complete(make_review(make_country("XAA")))


@pytest.fixture
def programme(review):
    area = ThematicArea.objects.create(number=1, name_en="Area", name_ar="مجال", short_name_en="A", short_name_ar="م")
    programme = JointProgramme.objects.create(
        slug="sample-programme", title_en="Safe paths", title_ar="مسارات آمنة", thematic_area=area
    )
    programme.countries.add(review.country)
    return programme


def parts(review, identifier="objectives.measures"):
    report = review.objective_reports.get(objective__number=7) if identifier.startswith("objectives") else None
    return {"review": review, "question": question_of(review, identifier), "report": report}


def page_of(review, name, identifier="objectives.measures", language="en"):
    args = [question_of(review, identifier).pk, *([7] if identifier.startswith("objectives") else [])]
    return address(name, review, *args, language=language)


def publish(review):
    transitions.submit(review=review, by=review.started_by, **DECLARATION)
    return transitions.publish(review=review, by=make_curator())


class TestFiles:
    def test_a_file_and_a_link_are_added_and_listed(self, client, review):
        client.force_login(review.started_by)
        page = page_of(review, "answer_evidence")
        data = {"add-file": "1", "file-title": "قانون الهجرة", "file-language": "ar", "file-file": pdf_file()}
        assert client.post(page, data).status_code == 302
        link = {
            "add-link": "1",
            "link-title": "Statistics",
            "link-language": "en",
            "link-url": "https://example.org/x",
        }
        assert client.post(page, link).status_code == 302
        html = client.get(page).content.decode()
        assert "قانون الهجرة" in html
        assert "https://example.org/x" in html
        assert "Files and links (2)" in client.get(address("review_objective", review, 7)).content.decode()

    def test_what_is_no_document_is_refused_and_the_title_stays(self, client, review):
        client.force_login(review.started_by)
        page = page_of(review, "answer_evidence", language="ar")
        program = SimpleUploadedFile("law.pdf", b"MZ\x90\x00" + b"x" * 500, "application/pdf")
        data = {"add-file": "1", "file-title": "قانون الهجرة", "file-language": "ar", "file-file": program}
        answer = client.post(page, data)
        assert answer.status_code == 422
        assert "قانون الهجرة" in answer.content.decode()
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "ftp://example.org/x", "file:///etc/passwd", "no address", ""]
    )
    def test_an_address_leads_to_the_web(self, client, review, url):
        client.force_login(review.started_by)
        data = {"add-link": "1", "link-title": "Kept", "link-language": "en", "link-url": url}
        answer = client.post(page_of(review, "answer_evidence"), data)
        assert answer.status_code == 422
        assert "Kept" in answer.content.decode()
        assert not EvidenceLink.objects.exists()

    def test_the_same_twice_and_too_many_are_refused(self, review, monkeypatch):
        file = {"title": "Law", "language": "en", "by": review.started_by, **parts(review)}
        evidence.add_file(file=pdf_file(), **file)
        with pytest.raises(Refused):
            evidence.add_file(file=pdf_file(), **file)
        # Another answer may be supported by the same file.
        evidence.add_file(file=pdf_file(), **{**file, **parts(review, "summary.text")})
        monkeypatch.setattr(evidence, "MAX_PER_ANSWER", 2)
        link = {"title": "Page", "language": "en", "by": review.started_by, **parts(review)}
        evidence.add_link(url="https://example.org/1", **link)
        with pytest.raises(Refused):
            evidence.add_link(url="https://example.org/2", **link)

    def test_they_are_removed_by_those_who_may_write_there(self, client, review):
        file = evidence.add_file(file=pdf_file(), title="Law", language="en", by=review.started_by, **parts(review))
        remove = address("evidence_file_remove", review, question_of(review, "objectives.measures").pk, 7, file.pk)
        stranger = make_focal_point(make_country("XBB"))
        client.force_login(stranger)
        assert client.post(remove).status_code == 404
        client.force_login(review.started_by)
        assert client.post(remove).status_code == 302
        assert not Attachment.objects.exists()

    def test_a_contributor_of_another_part_finds_neither_page_nor_file(self, client, review):
        file = evidence.add_file(file=pdf_file(), title="Law", language="en", by=review.started_by, **parts(review))
        person = make_user()
        row = Contributor.objects.create(review=review, user=person, email=person.email, added_by=review.started_by)
        row.sections.set([question_of(review, "summary.text").section])
        client.force_login(person)
        assert client.get(page_of(review, "answer_evidence")).status_code == 404
        assert client.get(address("draft_attachment", review, file.sha256)).status_code == 404
        assert client.get(page_of(review, "answer_evidence", "summary.text")).status_code == 200

    def test_after_the_submission_nothing_is_added(self, client, review):
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        client.force_login(review.started_by)
        link = {"add-link": "1", "link-title": "Late", "link-language": "en", "link-url": "https://example.org/x"}
        assert client.post(page_of(review, "answer_evidence"), link).status_code == 403
        with pytest.raises(Refused):
            attaching.add_attachment(
                review=review,
                section=question_of(review, "objectives.measures").section,
                file=pdf_file(),
                title="Late",
                language="en",
                by=review.started_by,
            )


class TestPublished:
    def test_the_public_finds_them_below_the_answer_and_nobody_before(self, client, review):
        file = evidence.add_file(file=pdf_file(), title="Law", language="en", by=review.started_by, **parts(review))
        link = {"url": "https://example.org/x", "title": "إحصاءات", "language": "ar"}
        evidence.add_link(**link, by=review.started_by, **parts(review))
        asset = address("publication_asset", review, 1, file.sha256)
        assert client.get(asset).status_code == 404
        publication = publish(review)
        page = client.get(publication.get_absolute_url()).content.decode()
        assert asset in page
        assert "إحصاءات" in page
        assert "example.org" in page
        answer = client.get(asset)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        taken = json.loads(publication.submission.snapshot)
        [answer] = next(one for one in taken["sections"] if one["kind"] == "objectives")["objectives"][0]["answers"]
        assert answer["evidence"]["links"] == [link]
        assert answer["evidence"]["files"][0]["sha256"] == file.sha256
        assert taken["attachments"] == []

    def test_an_answer_with_evidence_and_no_text_is_not_lost(self, review):
        evidence.add_link(
            url="https://example.org/x",
            title="Page",
            language="en",
            by=review.started_by,
            **parts(review, "objectives.challenges"),
        )
        publication = publish(review)
        assert "https://example.org/x" in publication.submission.snapshot

    def test_a_yes_or_no_with_files_alone_is_no_answer(self, client, review):
        question = question_of(review, "objectives.challenges")
        question.kind = "yes_no"
        question.save()
        link = {"url": "https://example.org/x", "title": "Page", "language": "en"}
        evidence.add_link(**link, by=review.started_by, **parts(review, "objectives.challenges"))
        publication = publish(review)
        page = client.get(publication.get_absolute_url()).content.decode()
        assert "https://example.org/x" in page
        assert "<p>No</p>" not in page
        assert client.get("/api/v1/reviews/").status_code == 200


class TestRegisters:
    def test_the_countrys_own_entries_are_offered_and_linked(self, client, review, programme):
        client.force_login(review.started_by)
        page = page_of(review, "answer_registers")
        assert "Safe paths" in client.get(page).content.decode()
        data = {"entry": ["programme:sample-programme", "programme:unknown", "nonsense", "other:x"]}
        assert client.post(page, data).status_code == 302
        assert list(RegisterLink.objects.values_list("kind", "key")) == [("programme", "sample-programme")]
        assert "checked" in client.get(page).content.decode()
        client.post(page, {})
        assert not RegisterLink.objects.exists()

    def test_others_are_found_by_a_search_that_knows_arabic(self, client, review, programme):
        programme.countries.clear()
        client.force_login(review.started_by)
        page = page_of(review, "answer_registers", language="ar")
        assert "مسارات آمنة" not in client.get(page).content.decode()
        assert "مسارات آمنة" in client.get(page, {"q": "امنه"}).content.decode()

    def test_the_link_is_shown_on_both_sides_and_only_of_the_version_in_force(self, client, review, programme):
        registers.link(**parts(review), chosen=[("programme", "sample-programme")], by=review.started_by)
        assert "Mentioned in reviews" not in client.get("/en/mptf/programmes/sample-programme/").content.decode()
        publication = publish(review)
        programme.title_en = "Renamed since"
        programme.save()
        assert "Safe paths" in client.get(publication.get_absolute_url()).content.decode()
        entry = client.get("/en/mptf/programmes/sample-programme/").content.decode()
        assert "Mentioned in reviews" in entry
        assert f"{publication.get_absolute_url()}#objective-7" in entry
        transitions.revise(review=review, by=review.started_by, note="Not ours.")
        registers.link(**parts(review), chosen=[], by=review.started_by)
        transitions.submit(review=review, by=review.started_by, **DECLARATION)
        transitions.publish(review=review, by=make_curator(), correction_note="The link was wrong.")
        assert PublicationLink.objects.count() == 1
        assert Publication.objects.count() == 2
        assert "Mentioned in reviews" not in client.get("/en/mptf/programmes/sample-programme/").content.decode()

    def test_only_who_may_write_there_links(self, review, programme):
        with pytest.raises(Refused):
            registers.link(
                **parts(review), chosen=[("programme", "sample-programme")], by=make_focal_point(make_country("XBB"))
            )
