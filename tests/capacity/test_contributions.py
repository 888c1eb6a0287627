"""Voluntary contributions of States to the mechanism: offered, asked back, confirmed, given; and what is public."""

import csv
import datetime
import io
import threading
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from capacity import contributing
from capacity.contribution_permissions import can_take, steps_of
from capacity.contribution_workflow import CONTRIBUTION, EDITABLE, OPEN, PUBLIC
from capacity.enums_contributions import ContributionAction, ContributionState
from capacity.models import ContributionTransition, MechanismContribution, MechanismPart
from foundation import todo
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from foundation.panels import panels_for
from foundation.workflows import StaleState
from tests.capacity.factories_contributions import MONEY, TEXTS, make_confirmed, make_offer
from tests.countries.factories import make_real_country
from tests.network.factories import make_representative
from tests.reading import Reading
from tests.reviews.factories import make_country, make_curator, make_focal_point, make_objective, make_user

pytestmark = pytest.mark.django_db
DESK = "/en/capacity/contributions/offers/"
PATH = f"{DESK}XAA/1/"
LIST = "/en/capacity/contributions/"
S, A = ContributionState, ContributionAction


@pytest.fixture
def country():
    return make_country("XAA")


@pytest.fixture
def focal_point(country):
    return make_focal_point(country)


@pytest.fixture
def curator():
    return make_curator()


@pytest.fixture
def draft(country, focal_point):
    return make_offer(country, by=focal_point)


@pytest.fixture
def offered(draft, focal_point):
    contributing.offer(contribution=draft, by=focal_point)
    OutboxMessage.objects.all().delete()
    return draft


# ---------------------------------------------------------------- the table


def test_every_state_has_an_owner_and_can_be_reached():
    assert set(CONTRIBUTION.owners) == set(S) == CONTRIBUTION.reachable()
    for state in set(S) - OPEN:
        assert CONTRIBUTION.possible(state) == []
    # Public is only what was confirmed.
    for action, one in CONTRIBUTION.transitions.items():
        if one.target in PUBLIC:
            assert action == A.CONFIRM or one.sources <= PUBLIC
    assert not EDITABLE & PUBLIC


def test_document_holds_the_table():
    text = (settings.BASE_DIR / "docs" / "contribution-states.md").read_text(encoding="utf-8")
    assert CONTRIBUTION.diagram() in text


# ---------------------------------------------------------------- the way


def test_from_draft_to_given(draft, focal_point, curator):
    contributing.offer(contribution=draft, by=focal_point)
    assert draft.offered_by == focal_point
    contributing.ask(contribution=draft, note="For whom?", by=curator)
    changed = {"text": "Own words, more of them."}
    contributing.save(contribution=draft, version=draft.version, facts=changed, linked={}, by=focal_point)
    contributing.answer(contribution=draft, note="For neighbours.", by=focal_point)
    contributing.confirm(contribution=draft, texts=TEXTS, curator_note="Checked.", by=curator)
    today = timezone.localdate()
    contributing.give(contribution=draft, on=today, result="Forty people trained.", language="en", by=focal_point)
    draft.refresh_from_db()
    assert (draft.state, draft.ended_on, draft.result_en, draft.result_ar) == (
        S.GIVEN, today, "Forty people trained.", None,
    )  # fmt: skip
    assert (draft.title_ar, draft.summary_en, draft.curator_note) == ("فريق تدريب", TEXTS["summary_en"], "Checked.")
    assert list(draft.transitions.values_list("action", flat=True)) == [
        "offer", "ask", "answer", "confirm", "give",
    ]  # fmt: skip


def test_incomplete_is_not_sent_and_not_lost(country, focal_point):
    made = make_offer(country, by=focal_point, kind="financial", institution=" ", contact_email="")
    with pytest.raises(contributing.Incomplete) as incomplete:
        contributing.offer(contribution=made, by=focal_point)
    assert [gap.field for gap in incomplete.value.gaps] == [
        "institution", "amount", "currency", "as_of", "contact_email",
    ]  # fmt: skip
    made.refresh_from_db()
    assert (made.state, made.offered_at, made.topic) == (S.DRAFT, None, "Own heading")
    assert not OutboxMessage.objects.exists()


def test_what_was_sent_is_changed_only_while_the_network_asks(offered, focal_point, curator):
    with pytest.raises(Refused, match="cannot be changed"):
        contributing.save(contribution=offered, version=offered.version, facts={}, linked={}, by=focal_point)
    contributing.ask(contribution=offered, note="Which?", by=curator)
    with pytest.raises(contributing.Conflict):
        contributing.save(contribution=offered, version=0, facts={"text": "x"}, linked={}, by=focal_point)
    facts = {"institution": ""}
    contributing.save(contribution=offered, version=offered.version, facts=facts, linked={}, by=focal_point)
    with pytest.raises(contributing.Incomplete):
        contributing.answer(contribution=offered, note="Nobody's.", by=focal_point)
    assert MechanismContribution.objects.get().state == S.QUESTION


def test_reasons_and_texts_are_demanded(offered, focal_point, curator):
    for step in (contributing.ask, contributing.decline):
        with pytest.raises(Refused):
            step(contribution=offered, note="  ", by=curator)
    with pytest.raises(Refused, match="both languages"):
        contributing.confirm(contribution=offered, texts=TEXTS | {"summary_ar": " "}, by=curator)
    contributing.confirm(contribution=offered, texts=TEXTS, by=curator)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="not come"):
        contributing.give(contribution=offered, on=tomorrow, result="R", language="en", by=curator)
    with pytest.raises(Refused):
        contributing.end(contribution=offered, on=timezone.localdate(), result=" ", language="en", by=curator)
    assert MechanismContribution.objects.get().state == S.CONFIRMED


def test_only_who_may_speak_for_the_state_sends_and_takes_back(country, draft, curator):
    colleague = make_focal_point(country, can_submit=False)
    assert steps_of(colleague, draft) == [A.WITHDRAW]  # of a draft, which nobody else has seen
    with pytest.raises(Refused, match="does not include submitting"):
        contributing.offer(contribution=draft, by=colleague)
    contributing.save(contribution=draft, version=draft.version, facts={"topic": "Better"}, linked={}, by=colleague)
    contributing.offer(contribution=draft, by=draft.started_by)
    assert steps_of(colleague, draft) == []
    assert steps_of(draft.started_by, draft) == [A.WITHDRAW]
    assert steps_of(curator, draft) == [A.CONFIRM, A.ASK, A.DECLINE]
    contributing.confirm(contribution=draft, texts=TEXTS, by=curator)
    assert steps_of(colleague, draft) == []
    assert steps_of(draft.started_by, draft) == steps_of(curator, draft) == [A.GIVE, A.END]
    for person in (make_focal_point(make_country("XBB")), make_user("Nobody"), make_representative("IOM").user):
        assert not any(can_take(person, draft, action) for action in A)


def test_mails_are_in_the_language_of_each(country, draft, focal_point):
    arab = make_curator(language="ar")
    colleague = make_focal_point(country, can_submit=False, language="en")
    contributing.offer(contribution=draft, by=focal_point)
    mail = OutboxMessage.objects.get(to=arab.email)
    assert mail.language == "ar" and "/ar/capacity/contributions/offers/XAA/1/" in mail.text
    assert OutboxMessage.objects.filter(to__in=[colleague.email, focal_point.email]).count() == 2
    OutboxMessage.objects.all().delete()
    contributing.ask(contribution=draft, note="لمن؟", by=arab)
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == {colleague.email, focal_point.email}
    mail = OutboxMessage.objects.get(to=colleague.email)
    assert "question asked" in mail.subject and "لمن؟" in mail.text
    OutboxMessage.objects.all().delete()
    contributing.withdraw(contribution=draft, by=focal_point)
    assert OutboxMessage.objects.get().to == arab.email


def test_a_draft_is_withdrawn_without_a_word_to_the_network(draft, focal_point, curator):
    contributing.withdraw(contribution=draft, by=focal_point)
    assert draft.state == S.WITHDRAWN and not OutboxMessage.objects.exists()
    assert not MechanismContribution.objects.visible_to(curator)


@pytest.mark.django_db(transaction=True)
def test_two_curators_at_once_decide_once(draft, focal_point):
    contributing.offer(contribution=draft, by=focal_point)
    outcomes, start = [], threading.Barrier(2)

    def decide(step):
        mine, curator = MechanismContribution.objects.select_related("country").get(pk=draft.pk), make_curator()
        start.wait()
        try:
            step(mine, curator)
            outcomes.append("taken")
        except (StaleState, Refused):
            outcomes.append("stale")
        finally:
            connection.close()

    def confirm(mine, by):
        contributing.confirm(contribution=mine, texts=TEXTS, by=by)

    def decline(mine, by):
        contributing.decline(contribution=mine, note="No.", by=by)

    threads = [threading.Thread(target=decide, args=[step]) for step in (confirm, decline)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stale", "taken"]
    assert ContributionTransition.objects.exclude(action="offer").count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "technical", "amount": Decimal(5)},
        {"kind": "financial", "amount": Decimal(0)},
        {"kind": "financial", "amount": Decimal(-5)},
        {"kind": "financial", "currency": "eur"},
        {"available_from": datetime.date(2026, 2, 1), "available_until": datetime.date(2026, 1, 1)},
        {"state": "confirmed"},
    ],
)
def test_the_database_refuses_what_cannot_be(draft, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        MechanismContribution.objects.filter(pk=draft.pk).update(**facts)


# ---------------------------------------------------------------- who sees what


def test_walls(draft, country, focal_point, curator, client):
    strangers = [make_focal_point(make_country("XCC")), make_representative("IOM").user, make_user("Nobody")]
    pages = [PATH, f"{PATH}edit/", f"{PATH}steps/withdraw/"]
    for page in pages:
        assert "/accounts/login/" in client.get(page).url
    for person in (*strangers, curator):
        client.force_login(person)
        for page in pages:
            assert client.get(page).status_code == 404
            assert client.post(page).status_code in (404, 405)
        assert "Own heading" not in client.get(DESK).content.decode()
        assert client.post(f"{DESK}begin/", {"country": "XAA"}).status_code == 404
    contributing.offer(contribution=draft, by=focal_point)
    client.force_login(curator)
    assert client.get(PATH).status_code == 200
    assert client.get(f"{PATH}edit/").status_code == 403
    for person in strangers:
        client.force_login(person)
        assert client.get(PATH).status_code == 404
    client.force_login(make_focal_point(country, can_submit=False))
    assert client.get(PATH).status_code == 200
    assert client.get(f"{PATH}steps/withdraw/").status_code == 403
    assert client.post(f"{PATH}steps/confirm/").status_code == 403
    assert client.get(f"{PATH}steps/nonsense/").status_code == 404
    assert client.post(f"{DESK}begin/", {"country": "\x00"}).status_code == 404


@pytest.mark.parametrize("state", sorted(set(S) - PUBLIC))
def test_what_is_not_confirmed_is_nowhere_in_public(draft, focal_point, curator, client, state):
    if state != S.DRAFT:
        contributing.offer(contribution=draft, by=focal_point)
    MechanismContribution.objects.update(state=state, title_en="Public title", title_ar="عنوان")
    assert client.get(f"{LIST}XAA/1/").status_code == 404
    for page in (LIST, "/en/countries/XAA/", "/api/v1/mechanism/contributions/", f"{LIST}?format=csv"):
        text = client.get(page).content.decode()
        assert "Own heading" not in text and "Public title" not in text


def test_nothing_private_is_public(country, client):
    part = MechanismPart.objects.create(code="hub", name_en="The hub", name_ar="المركز")
    made = make_confirmed(country, part=part, objectives=[make_objective(7)], topic="Own heading")
    MechanismContribution.objects.update(curator_note="Secret note")
    pages = [
        f"{LIST}XAA/1/", LIST, "/en/countries/XAA/", f"{LIST}?format=csv", "/api/v1/mechanism/contributions/",
    ]  # fmt: skip
    private = ["Own heading", "Own words", "Private Person", "private@example.org", "Secret note"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "A training team" in text, page
        assert not [words for words in (*private, made.started_by.email) if words in text], page


# ---------------------------------------------------------------- pages at work


def data(draft, **changes):
    return {
        "language": "en", "kind": "technical", "part": "", "topic": "T", "text": "Words", "amount": "",
        "currency": "", "as_of": "", "institution": "Ministry", "available_from": "", "available_until": "",
        "contact_name": "P", "contact_email": "p@example.org", "version": draft.version,
    } | changes  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"part": "99999999999999999999"}, "part"),
        ({"kind": "financial", "amount": "-5"}, "amount"),
        ({"kind": "financial", "amount": "0"}, "amount"),
        ({"kind": "financial", "amount": "1E999"}, "amount"),
        ({"kind": "financial", "amount": "99999999999999999"}, "amount"),
        ({"kind": "financial", "amount": "5", "currency": "XYZ"}, "currency"),
        ({"kind": "technical", "amount": "5"}, "amount"),
        ({"kind": "", "currency": "EUR"}, "currency"),
        ({"available_from": "2026-02-01", "available_until": "2026-01-01"}, "available_until"),
        ({"available_from": "yesterday"}, "available_from"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"for_countries": ["0", "x"]}, "for_countries"),
        ({"text": "a\x00b"}, "text"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(draft, focal_point, client, language, changes, field):
    client.force_login(focal_point)
    address = PATH.replace("/en/", f"/{language}/") + "edit/"
    response = client.post(address, data(draft, topic="Kept words", **changes))
    page = Reading(response)
    assert response.status_code == 422
    assert [one for one in page.main.all("div") if one.attrs.get("id") == f"id_{field}_error"]
    assert "Kept words" in response.content.decode()
    if "\x00" not in str(changes) and field in ("amount", "currency", "contact_email"):
        kept = next(one for one in page.main.all("input") if one.attrs.get("name") == field)
        assert kept.attrs["value"] == changes[field]
    draft.refresh_from_db()
    assert (draft.topic, draft.version) == ("Own heading", 1)


def test_a_financial_offer_keeps_what_was_typed(draft, focal_point, client):
    client.force_login(focal_point)
    kenya = make_real_country("KEN")
    goals = [make_objective(1).pk, make_objective(7).pk]
    typed = data(
        draft, kind="financial", amount="250000.5", currency="EUR", as_of="2026-03-01", objectives=goals,
        for_countries=[kenya.pk], available_from="2026-01-01", available_until="2026-12-31",
    )  # fmt: skip
    assert client.post(f"{PATH}edit/", typed).url == PATH
    draft.refresh_from_db()
    assert (draft.amount, draft.currency, draft.as_of) == (Decimal("250000.50"), "EUR", datetime.date(2026, 3, 1))
    assert draft.objectives.count() == 2 and list(draft.for_countries.all()) == [kenya]
    form = Reading(client.get(f"{PATH}edit/")).main
    values = {one.attrs.get("name"): one.attrs.get("value") for one in form.all("input")}
    assert (values["amount"], values["as_of"]) == ("250000.50", "2026-03-01")
    stale = client.post(f"{PATH}edit/", typed | {"text": "Mine"})
    assert stale.status_code == 409 and "Mine" in stale.content.decode()


def test_what_is_missing_is_named_when_it_is_to_be_sent(draft, focal_point, client):
    client.force_login(focal_point)
    response = client.post(f"{PATH}edit/", data(draft, topic="", kind="", text="Kept words", send=""))
    assert response.status_code == 422 and "Kept words" in response.content.decode()
    links = Reading(response).links
    assert links["Choose the kind of contribution."] == "#id_kind_0"
    assert links["Say in one line what is offered."] == "#id_topic"
    assert "Say in one line what is offered." in Reading(client.get(PATH)).part("actions").text
    assert client.post(f"{PATH}steps/offer/").status_code == 422
    draft.refresh_from_db()
    assert (draft.state, draft.text) == (S.DRAFT, "Kept words")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_of_both_sides(country, focal_point, curator, client, language):
    client.force_login(focal_point)
    desk = DESK.replace("/en/", f"/{language}/")
    path = f"{desk}XAA/1/"
    assert client.get(desk).status_code == 200
    edit = client.post(f"{desk}begin/", {"country": "XAA"}).url
    assert edit == f"{path}edit/" and client.get(edit).status_code == 200 == client.get(path).status_code
    made = MechanismContribution.objects.get()
    assert made.language == language
    response = client.post(edit, data(made, language=language, topic="Own heading", send=""))
    assert response.url == f"{path}steps/offer/"
    with translation.override(language):
        assert f": {country}." in Reading(client.get(response.url)).text  # in whose name
    assert client.post(response.url).url == path
    assert client.get(edit).status_code == 403
    client.force_login(curator)
    assert "Own heading" in Reading(client.get(desk)).part("offers").text
    assert client.post(f"{path}steps/ask/", {"note": " "}).status_code == 422
    assert client.post(f"{path}steps/ask/", {"note": "For whom?"}).status_code == 302
    client.force_login(focal_point)
    assert "For whom?" in Reading(client.get(path)).text
    made.refresh_from_db()
    response = client.post(edit, data(made, language=language, topic="Own heading", text="For neighbours", send=""))
    assert response.url == f"{path}steps/answer/"
    assert client.post(response.url, {"note": "See the text."}).status_code == 302
    client.force_login(curator)
    confirm = Reading(client.get(f"{path}steps/confirm/"))
    values = {one.attrs.get("name"): one.attrs.get("value", "") for one in confirm.main.all("input")}
    other = "en" if language == "ar" else "ar"
    assert (values[f"title_{language}"], values[f"title_{other}"]) == ("Own heading", "")
    bad = client.post(f"{path}steps/confirm/", TEXTS | {"summary_ar": "", "title_en": "Typed title"})
    assert bad.status_code == 422 and "Typed title" in bad.content.decode()
    assert client.post(f"{path}steps/confirm/", TEXTS).status_code == 302
    assert client.get(f"/{language}/capacity/contributions/XAA/1/").status_code == 200
    client.force_login(focal_point)
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    for bad in ({"ended_on": tomorrow, "note": "x"}, {"ended_on": "", "note": "x"}, {"ended_on": "2026-01-01"}):
        assert client.post(f"{path}steps/give/", {"language": language} | bad).status_code == 422
    good = {"ended_on": timezone.localdate().isoformat(), "language": language, "note": "Forty people trained."}
    assert client.post(f"{path}steps/give/", good).status_code == 302
    assert "Forty people trained." in Reading(client.get(path)).text
    client.logout()
    public = Reading(client.get(f"/{language}/capacity/contributions/XAA/1/"))
    assert "Forty people trained." in public.part("result").text
    assert public.heading.startswith(TEXTS[f"title_{language}"])
    assert "For neighbours" not in public.text


def test_what_waits_is_counted_with_what_is_overdue(offered, focal_point, curator):
    def lines(audience, person):
        return [one for one in todo.waiting_for(audience, person) if "contributions" in one.href]

    ContributionTransition.objects.update(at="2026-01-01T00:00:00Z")
    assert [(one.count, one.overdue) for one in lines(todo.CURATOR, curator)] == [(1, 1)]
    assert lines(todo.FOCAL_POINT, focal_point) == []
    contributing.ask(contribution=offered, note="Which?", by=curator)
    assert lines(todo.CURATOR, curator) == []
    assert [one.note for one in lines(todo.FOCAL_POINT, focal_point)] == ["Own heading"]
    assert lines(todo.FOCAL_POINT, make_focal_point(make_country("XBB"))) == []
    contributing.answer(contribution=offered, note="This.", by=focal_point)
    assert [(one.count, one.overdue) for one in lines(todo.CURATOR, curator)] == [(1, 0)]


def test_who_gave_it_is_reminded_to_say_so_when_the_period_is_over(country, focal_point):
    made = make_confirmed(country, by=focal_point, available_until=datetime.date(2020, 1, 31))
    lines = [one for one in todo.waiting_for(todo.FOCAL_POINT, focal_point) if one.href == made.get_desk_url()]
    assert [one.oldest for one in lines] == [datetime.date(2020, 1, 31)]
    MechanismContribution.objects.update(available_until=timezone.localdate())
    assert not [one for one in todo.waiting_for(todo.FOCAL_POINT, focal_point) if one.href == made.get_desk_url()]


def test_the_desk_asks_the_database_equally_often(country, focal_point, client):
    client.force_login(focal_point)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(DESK).status_code == 200
        return len(queries)

    make_offer(country, by=focal_point)
    with_one = asked()
    make_confirmed(country, by=focal_point)
    make_offer(country, by=focal_point)
    assert asked() == with_one


def test_the_workspace_has_the_way_to_begin(offered, focal_point):
    def own(person):
        return [one for one in panels_for("workspace", person) if one.anchor == "mechanism-contributions"]

    assert [one.context["contributions"] for one in own(focal_point)] == [[offered]]
    assert own(make_user("Nobody")) == []


# ---------------------------------------------------------------- in public


def test_an_empty_register_says_why(client):
    assert "once the UN Network has confirmed it" in Reading(client.get(LIST)).text


@pytest.fixture
def register(client):
    """Three financial contributions of real codes and one technical; a financial sample; a draft."""
    mar, ken = make_real_country("MAR", regions=["ECA"]), make_real_country("KEN")
    make_confirmed(mar, **MONEY, objectives=[make_objective(7)], texts={"title_en": "Money one"})
    make_confirmed(mar, **MONEY | {"amount": Decimal("0.25")}, texts={"title_en": "Money two"})
    make_confirmed(ken, **MONEY | {"amount": Decimal("7"), "currency": "USD"}, texts={"title_en": "Money three"})
    make_confirmed(ken, texts={"title_en": "Trainers", "title_ar": "مدرّبون"})
    make_confirmed(make_country("XAA"), **MONEY, texts={"title_en": "Sample money"})
    make_offer(mar, **MONEY)
    return client


def test_totals_are_of_the_rows_shown_by_currency_without_samples(register):
    page = Reading(register.get(LIST))
    assert page.rows("totals")[0][:2] == ["Confirmed", "100.75 EUR 7 USD"]
    assert page.rows("totals")[0][3] == "3 rows"
    assert "1 entry of the list is a sample and is in no total." in page.text
    assert Reading(register.get(f"{LIST}?country=MAR")).rows("totals")[0][1] == "100.75 EUR"
    given = MechanismContribution.objects.get(country__iso3="KEN", kind="financial")
    contributing.give(contribution=given, on=timezone.localdate(), result="R", language="en", by=given.started_by)
    rows = Reading(register.get(LIST)).rows("totals")
    assert [row[:2] for row in rows] == [["Confirmed", "100.75 EUR"], ["Given", "7 USD"]]
    assert "Totals" not in Reading(register.get(f"{LIST}?kind=technical")).text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=technical", {"Trainers"}),
        ("objective=7", {"Money one"}),
        ("country=KEN&kind=financial", {"Money three"}),
        ("region=ECA", {"Money one", "Money two"}),
        ("q=مدربون", {"Trainers"}),
        ("part=whole&q=three", {"Money three"}),
        ("part=connection-hub", set()),
        ("year=abc", set()),
        ("objective=x", set()),
        ("kind=%00", set()),
    ],
)
def test_the_register_is_narrowed(register, query, titles):
    page = Reading(register.get(f"{LIST}?{query}"))
    assert {heading.text for heading in page.main.all("h3") if "card__title" in heading.attrs.get("class", "")} == (
        titles
    )


def test_the_register_is_narrowed_by_the_year_of_confirmation(register):
    MechanismContribution.objects.filter(country__iso3="KEN").update(confirmed_at="2024-05-01T12:00:00Z")
    page = Reading(register.get(f"{LIST}?year=2024&part=whole"))
    assert page.rows("totals")[0][1] == "7 USD"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}?page=999999999999999999999&sort=%00", 200),
        (f"{LIST}?format=nonsense", 404),
        (f"{LIST}XAA/99999999999999999999999/", 404),
        (f"{LIST}?state=draft", 200),
    ],
)
def test_absurd_addresses_are_answered(register, address, status):
    response = register.get(address)
    assert response.status_code == status
    if "draft" in address:
        assert "No contribution matches" in Reading(response).text


@pytest.mark.parametrize("order", ["title", "country", "until"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_register_is_ordered(register, language, order):
    assert register.get(f"{LIST}?sort={order}".replace("/en/", f"/{language}/")).status_code == 200


def test_the_table_holds_what_is_shown(register):
    assert register.get(f"{LIST}?format=xlsx").status_code == 200
    text = register.get(f"{LIST}?format=csv&country=KEN&sort=title").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Title (English)"], row["Amount"], row["Currency"], row["Code"]) for row in rows] == [
        ("Money three", "7.00", "USD", "KEN-1"),
        ("Trainers", "", "", "KEN-2"),
    ]
    assert rows[0]["Title (Arabic)"] == TEXTS["title_ar"] and rows[0]["As of"] == "2026-03-01"


def test_it_stands_on_the_pages_of_the_mechanism_and_of_the_country(register):
    assert "4 confirmed contributions of States" in Reading(register.get("/en/capacity/")).text  # without the sample
    panel = Reading(register.get("/en/countries/MAR/")).part("mechanism-contributions")
    assert "Money one" in panel.text and "Trainers" not in panel.text
    assert Reading(register.get("/en/countries/XAA/")).part("mechanism-contributions")


def test_the_sample_is_marked_wherever_it_is_shown(register):
    assert "sample" in Reading(register.get(f"{LIST}?q=sample")).main.one("ul", **{"class": "cards"}).text
    page = Reading(register.get(f"{LIST}XAA/1/"))
    assert "Sample d" in page.text and "XAA Sample State" in page.text
    assert "XAA/1" not in register.get("/sitemap.xml").content.decode()


def test_open_data(register):
    body = register.get("/api/v1/mechanism/contributions/?kind=financial&country=KEN").json()
    (record,) = body["results"]
    assert (record["code"], record["amount"], record["currency"], record["part"]) == ("KEN-1", "7.00", "USD", None)
    assert record["title"] == {"ar": TEXTS["title_ar"], "en": "Money three"}
    assert register.get("/api/v1/mechanism/contributions/?part=nonsense").status_code == 400


# ---------------------------------------------------------------- administration


def test_curators_mend_the_public_text_in_the_administration(country, client, curator):
    made = make_confirmed(country)
    make_offer(country, topic="Secret draft")
    client.force_login(curator)
    with translation.override("en"):
        list_, change = (
            reverse("admin:capacity_mechanismcontribution_changelist"),
            reverse("admin:capacity_mechanismcontribution_change", args=[made.pk]),
        )
    assert "Secret draft" not in client.get(list_).content.decode()
    assert client.get(f"{list_}import/").status_code in (302, 403, 404)
    assert client.get(change).status_code == 200
    response = client.post(change, TEXTS | {"title_en": "Mended", "state": "declined", "change_reason": "A slip."})
    assert response.status_code == 302
    made.refresh_from_db()
    assert (made.title_en, made.state) == ("Mended", S.CONFIRMED)
    assert made.history.first().history_change_reason == "A slip."
    bad = client.post(change, TEXTS | {"summary_ar": " "})
    assert bad.status_code == 200 and "both languages" in bad.content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_curators_preview_what_is_public_and_only_that(country, offered, client, curator, language):
    made = make_confirmed(country)
    client.force_login(curator)
    with translation.override("en"):
        previews = [
            reverse("admin:capacity_mechanismcontribution_preview", args=[one.pk, language]) for one in (made, offered)
        ]
    shown = client.post(previews[0], TEXTS | {f"title_{language}": "Only seen"})
    assert shown.status_code == 200 and "Only seen" in shown.content.decode()
    assert client.post(previews[1], TEXTS).status_code == 404
    made.refresh_from_db()
    assert made.title_en == TEXTS["title_en"]


@pytest.mark.parametrize(("language", "whole"), [("ar", "الآلية بأكملها"), ("en", "The mechanism as a whole")])
def test_the_mechanism_as_a_whole_can_be_chosen(draft, focal_point, client, language, whole):
    part = MechanismPart.objects.create(code="hub", name_en="The hub", name_ar="المركز")
    client.force_login(focal_point)
    address = f"{PATH}edit/".replace("/en/", f"/{language}/")
    assert client.post(address, data(draft, part=part.pk)).status_code == 302
    draft.refresh_from_db()
    assert draft.part == part
    page = Reading(client.get(address))
    assert whole in page.text
    assert client.post(address, data(draft, part="")).status_code == 302
    draft.refresh_from_db()
    assert draft.part is None
