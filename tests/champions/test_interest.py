"""From a State's expression of interest to the page of a champion country."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from champions import expressing
from champions.enums import ChampionStatus, InterestAction, InterestState
from champions.models import Champion, Interest, InterestTransition, SupportKind
from champions.permissions import steps_of
from champions.workflow import INTEREST, OPEN
from foundation import todo
from foundation.decisions import Refused
from foundation.files import FileError
from foundation.models import OutboxMessage
from foundation.workflows import StaleState
from tests.champions.factories import make_initiative
from tests.reading import Reading
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def letter(content: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def fill(interest: Interest, by, **facts) -> Interest:
    facts = {
        "language": "en",
        "motivation": "We want to share what we learned.",
        "coordination": "A council.",
        "institution": "Ministry of Migration",
        "contact_email": "ministry@example.org",
    } | facts
    kinds = list(SupportKind.objects.all())
    return expressing.save(
        interest=interest,
        version=interest.version,
        facts=facts,
        objectives=[make_objective(7)],
        supports=dict.fromkeys(kinds[:1], "Advice."),
        by=by,
    )


@pytest.fixture
def state():
    return make_country("XAA")


@pytest.fixture
def focal_point(state):
    return make_focal_point(state)


@pytest.fixture
def curator():
    return make_curator()


@pytest.fixture
def draft(state, focal_point):
    make_initiative(1)
    return fill(expressing.begin(country=state, language="en", by=focal_point), focal_point)


def invited(draft, focal_point, curator) -> Interest:
    expressing.submit(interest=draft, by=focal_point)
    expressing.take_up(interest=draft, by=curator)
    expressing.invite(interest=draft, by=curator)
    return draft


# ---------------------------------------------------------------- the table


def test_every_state_has_an_owner_and_can_be_reached():
    assert set(INTEREST.owners) == set(InterestState) == INTEREST.reachable()


def test_a_state_that_nobody_owns_is_the_end():
    for state in set(InterestState) - OPEN:
        assert INTEREST.possible(state) == []


def test_document_holds_the_table():
    from django.conf import settings

    text = (settings.BASE_DIR / "docs" / "champion-states.md").read_text(encoding="utf-8")
    assert INTEREST.diagram() in text


# ---------------------------------------------------------------- the way


def test_from_draft_to_champion_country(draft, state, focal_point, curator, client):
    expressing.submit(interest=draft, by=focal_point)
    expressing.take_up(interest=draft, by=curator)
    expressing.ask(interest=draft, note="Who chairs it?", by=curator)
    expressing.answer(interest=draft, note="The ministry.", by=focal_point)
    expressing.invite(interest=draft, by=curator)
    assert Champion.objects.get().status == ChampionStatus.INVITED
    assert client.get("/en/champions/XAA/").status_code == 404
    expressing.confirm(interest=draft, letter=letter(), title="Note 12", by=focal_point)
    champion = Champion.objects.shown().get()
    assert champion.country == state and champion.confirmed_in and champion.invited_in
    assert [one.number for one in champion.priority_objectives.all()] == [7]
    assert (champion.coordination_en, champion.coordination_ar) == ("A council.", None)
    item = champion.support_items.get()
    assert (item.what_en, item.state) == ("Advice.", "asked")
    page = Reading(client.get("/en/champions/XAA/"))
    assert "Advice." in page.part("support").text
    assert "A council." in page.part("status").text
    # The letter is kept for both sides, and shown to everyone only once a curator opens it.
    document = champion.documents.get()
    assert client.get(f"/en/champions/XAA/documents/{document.pk}/").status_code == 404
    champion.documents.update(is_public=True)
    response = client.get(f"/en/champions/XAA/documents/{document.pk}/")
    assert b"".join(response) == PDF and response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    actions = list(InterestTransition.objects.values_list("action", flat=True))
    assert actions == ["submit", "take_up", "ask", "answer", "invite", "confirm"]


def test_every_step_is_mailed_in_the_language_of_the_person(draft, focal_point, curator):
    type(curator).objects.filter(pk=curator.pk).update(language="ar")
    expressing.submit(interest=draft, by=focal_point)
    mails = {mail.to: mail for mail in OutboxMessage.objects.all()}
    assert set(mails) == {focal_point.email, curator.email}
    assert "الإعراب عن الاهتمام" in mails[curator.email].subject
    assert "/en/champions/interest/XAA/" in mails[focal_point.email].text


def test_it_cannot_be_submitted_before_it_is_complete(draft, focal_point):
    fill(draft, focal_point, motivation=" ", contact_email="")
    with pytest.raises(expressing.Incomplete) as incomplete:
        expressing.submit(interest=draft, by=focal_point)
    assert [gap.field for gap in incomplete.value.gaps] == ["motivation", "contact_email"]
    draft.refresh_from_db()
    assert draft.state == InterestState.DRAFT and not InterestTransition.objects.exists()


def test_a_letter_is_judged_by_its_content(draft, focal_point, curator):
    invited(draft, focal_point, curator)
    with pytest.raises(FileError):
        expressing.confirm(interest=draft, letter=letter(b"<html>"), title="x", by=focal_point)
    draft.refresh_from_db()
    assert draft.state == InterestState.INVITED


def test_withdrawing_takes_the_invitation_back(draft, focal_point, curator):
    invited(draft, focal_point, curator)
    expressing.withdraw(interest=draft, by=focal_point)
    assert Champion.objects.get().status == ChampionStatus.UNCONFIRMED
    assert expressing.begin(country=draft.country, language="ar", by=focal_point).pk != draft.pk


# ---------------------------------------------------------------- who may


def test_who_may_take_which_step(draft, state, focal_point, curator):
    colleague = make_focal_point(state, can_submit=False)
    stranger = make_focal_point(make_country("XCC"))
    assert steps_of(colleague, draft) == []
    assert steps_of(stranger, draft) == []
    assert steps_of(curator, draft) == []
    assert steps_of(focal_point, draft) == [InterestAction.SUBMIT, InterestAction.WITHDRAW]
    expressing.submit(interest=draft, by=focal_point)
    assert steps_of(curator, draft) == [InterestAction.TAKE_UP, InterestAction.DECLINE]
    with pytest.raises(Refused):
        expressing.take_up(interest=draft, by=focal_point)
    with pytest.raises(Refused):
        fill(draft, focal_point)


def test_reasons_are_demanded(draft, focal_point, curator):
    expressing.submit(interest=draft, by=focal_point)
    with pytest.raises(Refused):
        expressing.decline(interest=draft, note="  ", by=curator)
    expressing.decline(interest=draft, note="Not this year.", by=curator)
    assert INTEREST.possible(draft.state) == []


def test_a_curator_never_sees_a_draft_and_strangers_see_nothing(draft, focal_point, curator, client):
    client.force_login(curator)
    assert client.get("/en/champions/interest/XAA/").status_code == 404
    expressing.submit(interest=draft, by=focal_point)
    assert client.get("/en/champions/interest/XAA/").status_code == 200
    client.force_login(make_focal_point(make_country("XCC")))
    for path in ("", "letter/", "steps/decline/", "steps/answer/"):
        assert client.get(f"/en/champions/interest/XAA/{path}").status_code == 404


def test_one_at_a_time_for_a_country(draft, state, focal_point):
    with pytest.raises(Refused):
        expressing.begin(country=state, language="en", by=focal_point)


@pytest.mark.django_db(transaction=True)
def test_two_curators_at_once_take_it_up_once(draft, focal_point):
    expressing.submit(interest=draft, by=focal_point)
    outcomes, start = [], threading.Barrier(2)

    def take_up(curator):
        mine = Interest.objects.get(pk=draft.pk)
        start.wait()
        try:
            expressing.take_up(interest=mine, by=curator)
            outcomes.append("taken")
        except (StaleState, Refused):
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=take_up, args=[make_curator()]) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stale", "taken"]
    assert InterestTransition.objects.filter(action="take_up").count() == 1


# ---------------------------------------------------------------- the form


def data(draft, **changes):
    return {
        "language": "en",
        "motivation": "Words",
        "objectives": [one.pk for one in draft.objectives.all()],
        "coordination": "",
        "institution": "Ministry",
        "contact_email": "ministry@example.org",
        "version": draft.version,
        "support_1": "Advice",
    } | changes


def test_the_form_keeps_what_is_incomplete_and_says_what_is_missing(draft, focal_point, client):
    client.force_login(focal_point)
    response = client.post("/en/champions/interest/XAA/", data(draft, motivation="", submit=""))
    assert response.status_code == 422
    page = Reading(response)
    assert "Say why your country wants to become a champion country." in page.text
    draft.refresh_from_db()
    assert (draft.motivation, draft.institution, draft.state) == ("", "Ministry", "draft")


def test_bad_input_is_named_at_its_field_and_nothing_is_lost(draft, focal_point, client):
    client.force_login(focal_point)
    response = client.post(
        "/en/champions/interest/XAA/", data(draft, contact_email="no address", motivation="Kept words")
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert "Kept words" in html and 'id="id_contact_email_error"' in html
    assert client.post("/en/champions/interest/XAA/", data(draft, version="x\x00")).status_code == 422
    assert client.post("/en/champions/interest/XAA/", data(draft, objectives=["99999", "x"])).status_code == 422


def test_a_colleague_who_saved_first_is_not_overwritten(draft, focal_point, client):
    client.force_login(focal_point)
    fill(draft, focal_point, motivation="What the colleague wrote")
    response = client.post("/en/champions/interest/XAA/", data(draft, version=0, motivation="Mine"))
    assert response.status_code == 409
    html = response.content.decode()
    assert "What the colleague wrote" in html and "Mine" in html
    draft.refresh_from_db()
    assert draft.motivation == "What the colleague wrote"
    assert client.post("/en/champions/interest/XAA/", data(draft, motivation="Both")).status_code == 302


def test_steps_as_pages(draft, focal_point, curator, client):
    expressing.submit(interest=draft, by=focal_point)
    client.force_login(curator)
    assert client.post("/en/champions/interest/XAA/steps/take_up/").status_code == 302
    assert client.post("/en/champions/interest/XAA/steps/decline/", {"note": " "}).status_code == 422
    assert client.get("/en/champions/interest/XAA/steps/confirm/").status_code == 403
    assert client.get("/en/champions/interest/XAA/steps/nonsense/").status_code == 404
    client.post("/en/champions/interest/XAA/steps/invite/", {"note": ""})
    client.force_login(focal_point)
    bad = client.post("/en/champions/interest/XAA/steps/confirm/", {"letter": letter(b"MZ"), "title": "Kept"})
    assert bad.status_code == 422 and "Kept" in bad.content.decode()
    good = client.post("/en/champions/interest/XAA/steps/confirm/", {"letter": letter(), "title": "Note 12"})
    assert good.status_code == 302
    assert Champion.objects.shown().exists()
    assert b"".join(client.get("/en/champions/interest/XAA/letter/")) == PDF


@pytest.mark.parametrize("language", ["ar", "en"])
def test_list_shows_what_waits_first(draft, focal_point, curator, client, language):
    expressing.submit(interest=draft, by=focal_point)
    InterestTransition.objects.update(at="2026-01-01T00:00:00Z")
    client.force_login(curator)
    page = Reading(client.get(f"/{language}/champions/interest/"))
    (row,) = page.rows("interests")
    assert {"en": "days", "ar": "يوم"}[language] in row[2]
    lines = {line.href: line for line in todo.waiting_for(todo.CURATOR, curator)}
    line = lines[reverse("champions:interest_list")]
    assert (line.count, line.overdue) == (1, 1)


def test_workspace_tells_a_focal_point_what_waits(draft, focal_point, curator, client):
    client.force_login(focal_point)
    assert "Expression of interest" in Reading(client.get("/en/workspace/")).part("champion-countries").text
    invited(draft, focal_point, curator)
    part = Reading(client.get("/en/workspace/")).part("waiting")
    assert "Confirm that your country becomes a champion country" in part.text


def test_a_former_champion_country_stays_shown_while_it_is_invited_anew(draft, state, focal_point, curator):
    champion = Champion.objects.create(
        country=state, status=ChampionStatus.ENDED, ended_in="2024", end_reason_en="Elections", confidence="verified"
    )
    invited(draft, focal_point, curator)
    assert Champion.objects.shown().get() == champion
    expressing.confirm(interest=draft, letter=letter(), title="Note", by=focal_point)
    champion.refresh_from_db()
    assert (champion.status, champion.ended_in, champion.end_reason_en) == (ChampionStatus.CONFIRMED, "", "")


@pytest.mark.parametrize(
    ("due", "overdue"), [("2020", 1), ("2020-05", 1), ("2020-05-04", 1), ("2999", 0), ("this year", 0), ("", 0)]
)
def test_a_commitment_is_overdue_when_its_last_day_is_over(curator, due, overdue):
    from django.utils import timezone

    from champions.models import Commitment
    from tests.champions.factories import make_champion

    due = str(timezone.localdate().year) if due == "this year" else due
    Commitment.objects.create(champion=make_champion("MAR"), text_en="Do it", due=due)
    lines = [line for line in todo.waiting_for(todo.CURATOR, curator) if "commitment" in line.href]
    assert sum(line.overdue for line in lines) == overdue
