"""A practice from the first word to the public library, and who sees what on the way."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from capacity import checking, submitting
from capacity.enums_practices import PracticeAction, PracticeState, Submitter, Verdict
from capacity.models import Practice, PracticeCriterion, PracticeEdit, PracticeKind, PracticePublication
from capacity.models.practices import TEXTS
from capacity.practice_permissions import steps_of
from capacity.workflow_practices import PRACTICE
from foundation import todo
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from foundation.workflows import StaleState
from tests.network.factories import make_representative
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def state():
    return make_country("XAA")


@pytest.fixture
def author(state):
    return make_focal_point(state)


@pytest.fixture
def curators():
    return [make_curator(), make_curator()]


@pytest.fixture(autouse=True)
def criteria():
    PracticeKind.objects.create(code="tool", name_en="Tool", name_ar="أداة")
    return [
        PracticeCriterion.objects.create(
            position=position, text_en=f"Criterion {position}", text_ar=f"معيار {position}"
        )
        for position in (1, 2)
    ]


def written(state, author, title="A register of skills") -> Practice:
    practice = submitting.begin(submitter=Submitter.GOVERNMENT, country=state, by=author, language="en")
    facts = {name: f"Words on {name}." for name in TEXTS} | {
        "title": title,
        "institution": "Ministry",
        "consent": True,
    }
    submitting.save(
        practice=practice,
        version=practice.version,
        facts=facts | {"kind": PracticeKind.objects.get()},
        linked={"objectives": [make_objective(18)], "countries": [state]},
        by=author,
    )
    return practice


def checked(practice, curators, criteria, verdict=Verdict.MET) -> None:
    checking.assign(practice=practice, checkers=curators, by=curators[0])
    for one in curators:
        findings = dict.fromkeys(criteria, (verdict, "A private note."))
        checking.give(practice=Practice.objects.get(pk=practice.pk), findings=findings, by=one)


def translated(practice, by) -> None:
    edit = PracticeEdit.objects.get(practice=practice)
    texts = {f"{name}_{code}": f"{name} {code}" for name in TEXTS for code in ("ar", "en")}
    texts |= {"title_en": practice.title, "title_ar": "سجلّ المهارات في الإدارة"}
    submitting.save_edit(practice=practice, version=edit.version, texts=texts, by=by)


def published(state, author, curators, criteria, title="A register of skills") -> PracticePublication:
    practice = written(state, author, title)
    submitting.submit(practice=practice, by=author)
    checked(practice, curators, criteria)
    checking.accept(practice=practice, by=curators[0])
    translated(practice, curators[0])
    submitting.propose(practice=practice, by=curators[0])
    submitting.agree(practice=practice, by=author)
    return submitting.publish(practice=Practice.objects.get(pk=practice.pk), by=curators[0])


def test_every_state_has_an_owner_and_is_reachable():
    assert PRACTICE.reachable() == set(PRACTICE.owners)


def test_the_document_holds_the_table_of_the_code():
    text = (settings.BASE_DIR / "docs" / "practice-states.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{PRACTICE.diagram()}```" in text


def test_a_draft_is_saved_incomplete_and_submitted_only_when_whole(state, author):
    practice = submitting.begin(submitter=Submitter.GOVERNMENT, country=state, by=author, language="en")
    with pytest.raises(submitting.Incomplete) as incomplete, transaction.atomic():
        submitting.submit(practice=practice, by=author)
    assert {"title", "consent", "objectives"} <= {gap.field for gap in incomplete.value.gaps}
    assert Practice.objects.get(pk=practice.pk).state == PracticeState.DRAFT


def test_two_who_write_never_overwrite_each_other(client, state, author):
    practice = written(state, author)
    client.force_login(author)
    address = f"/en/capacity/practices/{practice.pk}/"
    data = {"language": "en", "title": "Typed by the second", "version": practice.version - 1}
    response = client.post(address, data)
    assert response.status_code == 409
    assert "Typed by the second" in response.content.decode()
    assert Practice.objects.get(pk=practice.pk).title == "A register of skills"


def test_what_was_typed_stays_where_it_is_refused(client, state, author):
    practice = written(state, author)
    client.force_login(author)
    data = {"language": "en", "title": "Kept", "start": "nonsense", "version": practice.version}
    response = client.post(f"/en/capacity/practices/{practice.pk}/", data)
    assert response.status_code == 422
    assert "Kept" in response.content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_draft_to_the_library(client, state, author, curators, criteria, language):
    publication = published(state, author, curators, criteria)
    html = client.get(f"/{language}/capacity/knowledge/practices/a-register-of-skills/").content.decode()
    assert {"en": "Criterion 1", "ar": "معيار 1"}[language] in html
    assert "A private note." not in html
    # Found however it is spelled: without vowel signs and hamza.
    for words in ("سجل المهارات", "REGISTER", "الاداره"):
        assert (
            publication.get_absolute_url().split("/")[-2]
            in client.get(f"/{language}/capacity/knowledge/", {"q": words}).content.decode()
        ), words
    assert "No practice matches" in client.get("/en/capacity/knowledge/", {"q": "nothing of it"}).content.decode()
    assert OutboxMessage.objects.filter(template="practice_step", to=author.email).exists()


def test_checkers_do_not_see_each_other_before_giving_their_own(state, author, curators, criteria):
    practice = written(state, author)
    submitting.submit(practice=practice, by=author)
    checking.assign(practice=practice, checkers=curators, by=curators[0])
    findings = dict.fromkeys(criteria, (Verdict.MET, "Mine."))
    checking.give(practice=practice, findings=findings, by=curators[0])
    assert checking.seen_checks(practice, curators[1]) == []
    assert len(checking.seen_checks(practice, curators[0])) == 1
    assert checking.seen_checks(practice, make_curator()) == []
    with pytest.raises(Refused, match="every checker"):
        checking.accept(practice=practice, by=curators[0])
    with pytest.raises(Refused):
        checking.give(practice=practice, findings=findings, by=curators[0])
    checking.give(practice=practice, findings=findings, by=curators[1])
    assert len(checking.seen_checks(practice, curators[1])) == 2
    assert checking.seen_checks(practice, author) == []


def test_one_checker_is_too_few_and_the_author_checks_nothing(state, author, curators):
    practice = written(state, author)
    submitting.submit(practice=practice, by=author)
    for checkers in ([curators[0]], [curators[0], author]):
        with pytest.raises(Refused):
            checking.assign(practice=practice, checkers=checkers, by=curators[0])


def test_of_two_curators_at_once_one_comes_first(state, author, curators):
    practice = written(state, author)
    submitting.submit(practice=practice, by=author)
    first, second = Practice.objects.get(pk=practice.pk), Practice.objects.get(pk=practice.pk)
    checking.assign(practice=first, checkers=curators, by=curators[0])
    with pytest.raises(StaleState):
        checking.assign(practice=second, checkers=curators, by=curators[1])


def test_returned_with_reasons_and_submitted_again(client, state, author, curators, criteria):
    practice = written(state, author)
    submitting.submit(practice=practice, by=author)
    checked(practice, curators, criteria, Verdict.PARTLY)
    points = {criteria[0]: "Name the evaluation."}
    checking.send_back(practice=practice, note="Nearly there.", points=points, by=curators[0])
    client.force_login(author)
    html = client.get(f"/en/capacity/practices/{practice.pk}/").content.decode()
    assert "Name the evaluation." in html
    assert "A private note." not in html
    assert any(line.count for line in todo.waiting_for("focal_point", author) if "returned" in line.label)
    submitting.submit(practice=practice, by=author)
    assert Practice.objects.get(pk=practice.pk).round == 2


def test_a_text_that_lacks_a_language_is_not_proposed(state, author, curators, criteria):
    practice = written(state, author)
    submitting.submit(practice=practice, by=author)
    checked(practice, curators, criteria)
    checking.accept(practice=practice, by=curators[0])
    with pytest.raises(submitting.Incomplete) as incomplete:
        submitting.propose(practice=practice, by=curators[0])
    assert {"title_ar", "summary_ar"} <= {gap.field for gap in incomplete.value.gaps}


def test_a_later_version_takes_the_place_and_the_first_stays(client, state, author, curators, criteria):
    first = published(state, author, curators, criteria)
    practice = Practice.objects.get(pk=first.practice_id)
    submitting.follow(practice=practice, action=PracticeAction.REVISE, note="New figures.", by=author)
    assert client.get(first.get_absolute_url()).status_code == 200
    assert PracticeAction.WITHDRAW not in steps_of(author, practice)
    submitting.submit(practice=practice, by=author)
    checked(practice, curators, criteria)
    checking.accept(practice=practice, by=curators[0])
    translated(practice, curators[0])
    submitting.propose(practice=practice, by=curators[0])
    submitting.agree(practice=practice, by=author)
    second = submitting.publish(practice=practice, by=curators[0])
    assert (second.number, second.get_absolute_url()) == (2, first.get_absolute_url())
    old = client.get(reverse("capacity:practice_version", args=[practice.slug, 1]))
    assert old.status_code == 200
    assert reverse("capacity:practice_detail", args=[practice.slug]) in old.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticePublication.objects.filter(pk=first.pk).update(title_en="Changed")


def test_an_archived_practice_leaves_the_library_and_keeps_its_address(client, state, author, curators, criteria):
    publication = published(state, author, curators, criteria)
    practice = Practice.objects.get(pk=publication.practice_id)
    submitting.follow(practice=practice, action=PracticeAction.ARCHIVE, note="Ended in 2025.", by=curators[0])
    assert "a-register-of-skills" not in client.get("/en/capacity/knowledge/").content.decode()
    assert "Ended in 2025." in client.get(publication.get_absolute_url()).content.decode()


def test_criteria_are_frozen_once_something_was_checked_against_them(state, author, curators, criteria):
    criteria[0].clean()
    published(state, author, curators, criteria)
    with pytest.raises(ValidationError):
        criteria[0].clean()


def test_the_draft_is_nobodys_but_the_authors(client, state, author, curators):
    practice = written(state, author)
    address = f"/en/capacity/practices/{practice.pk}/"
    for person in (curators[0], make_focal_point(make_country("XBB")), make_representative("IOM").user):
        client.force_login(person)
        assert client.get(address).status_code == 404
    submitting.submit(practice=practice, by=author)
    client.force_login(curators[0])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 403


def test_an_organization_submits_through_its_representative(client):
    representative = make_representative("IOM")
    client.force_login(representative.user)
    assert client.post("/en/capacity/practices/begin/", {"entity": "IOM"}).status_code == 302
    assert Practice.objects.get().submitter == Submitter.ORGANIZATION
    assert client.post("/en/capacity/practices/begin/", {"country": "XAA"}).status_code == 404
    assert client.post("/en/capacity/practices/begin/", {}).status_code == 403


def test_a_file_is_in_the_publication_and_not_before(client, state, author, curators, criteria):
    practice = written(state, author)
    upload = SimpleUploadedFile("guide.pdf", b"%PDF-1.4\n%%EOF\n")
    client.force_login(author)
    data = {"material-title": "Guide", "material-language": "fr", "material-upload": upload}
    assert client.post(f"/en/capacity/practices/{practice.pk}/materials/", data).status_code == 302
    material = practice.materials.get()
    client.logout()
    practice.refresh_from_db()
    submitting.submit(practice=practice, by=author)
    checked(practice, curators, criteria)
    checking.accept(practice=practice, by=curators[0])
    translated(practice, curators[0])
    submitting.propose(practice=practice, by=curators[0])
    submitting.agree(practice=practice, by=author)
    publication = submitting.publish(practice=practice, by=curators[0])
    address = reverse("capacity:practice_file", args=[practice.slug, 1, material.pk])
    response = client.get(address)
    assert b"".join(response).startswith(b"%PDF")
    html = client.get(publication.get_absolute_url()).content.decode()
    assert 'hreflang="fr"' in html
    assert client.get("/en/capacity/knowledge/", {"language": "fr"}).content.decode().count("a-register-of-skills")


def test_every_page_of_the_work_opens(client, state, author, curators, criteria):
    practice = written(state, author)
    client.force_login(author)
    for name in ("practice_desk", "practice_list", "practice_criteria", "mechanism"):
        assert client.get(reverse(f"capacity:{name}")).status_code == 200, name
    assert client.get(reverse("workspace:home")).status_code == 200
    submitting.submit(practice=practice, by=author)
    client.force_login(curators[0])
    base = f"/ar/capacity/practices/{practice.pk}/"
    assert client.get(f"{base}assign/").status_code == 200
    assert client.get(f"{base}steps/return/").status_code == 200
    assert client.post(f"{base}assign/", {"checkers": [one.pk for one in curators]}).status_code == 302
    assert client.get(f"{base}check/").status_code == 200
    assert client.post(f"{base}check/", {}).status_code == 422
    data = {"verdict_1": "met", "verdict_2": "partly", "note_1": "", "note_2": "Say more."}
    assert client.post(f"{base}check/", data).status_code == 302
    client.force_login(curators[1])
    assert client.post(f"{base}check/", data).status_code == 302
    assert "Say more." in client.get(base).content.decode()
    assert client.post(f"{base}steps/accept/", {}).status_code == 302
    assert client.get(f"{base}edit/").status_code == 200
    assert client.post(f"{base}steps/propose/", {}).status_code == 422
    edit = PracticeEdit.objects.get()
    texts = {f"{name}_{code}": f"{name} {code}" for name in TEXTS for code in ("ar", "en")}
    assert client.post(f"{base}edit/", texts | {"version": edit.version}).status_code == 302
    assert client.post(f"{base}edit/", texts | {"version": edit.version}).status_code == 409
    assert client.post(f"{base}steps/propose/", {}).status_code == 302
    client.force_login(author)
    assert "summary ar" in client.get(base).content.decode()
    assert client.post(f"{base}steps/agree/", {}).status_code == 302
    client.force_login(curators[0])
    assert client.post(f"{base}steps/publish/", {}).status_code == 302
    assert client.get(f"{base}").status_code == 200
    assert client.get("/ar/capacity/knowledge/?format=csv").status_code == 200


def test_the_library_asks_as_often_for_three_as_for_one(client, state, author, curators, criteria):
    counts = []
    for number in range(2):
        published(state, author, curators, criteria, f"Practice {number}")
        client.get("/en/capacity/knowledge/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/en/capacity/knowledge/", {"q": "practice"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
