"""The history of a record in words, and the way back to what it said."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from countries.models import Country
from foundation import reverting
from foundation.history_admin import RevertingAdmin
from foundation.models import Source
from mptf.models import JointProgramme, ProgrammePartner
from objectives.models import SDGTarget
from reviews.models import Section
from tests.mptf.factories import add_partner, make_area, make_programme
from tests.network.factories import make_entity
from tests.reviews.factories import make_country, make_curator, make_objective, make_review, make_round, make_user

pytestmark = pytest.mark.django_db


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"admin:{name}", args=args)


def words(response):
    html = re.sub(r"<(script|style|nav)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    main = html[html.index('class="record-page"') :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
def curator(client):
    user = make_curator()
    client.force_login(user)
    return user


@pytest.fixture
def programme(curator):
    """A programme as a curator made it; every further change is at another time."""
    for number in (1, 2):
        make_area(number, objectives=[])
    for code in ("XAA", "XBB"):
        make_country(code)
    made = make_programme("sample-one", area=1, countries=[], organizations=[], stage="pipeline")
    made.title_en, made.title_ar = "Sample programme one", "برنامج مثال واحد"
    made._history_user, made._change_reason = curator, "First entry"
    made.save()
    made.countries.set(Country.objects.filter(iso3="XAA"))
    made.sources.set([Source.objects.create(code="test:one", title="First source")])
    later(made)
    return made


def later(record):
    """Moves what is in the history one hour back, as if what comes next came later."""
    for row in record.history.all():
        row.history_date -= reverting.datetime.timedelta(hours=1)
        row.save()


def change(programme, by, reason="", countries=None, **values):
    later(programme)
    programme = JointProgramme.objects.get(pk=programme.pk)
    programme._history_user, programme._change_reason = by, reason
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()
    if countries is not None:
        programme.countries.set(Country.objects.filter(iso3__in=countries))
    return programme


def history_page(programme, language="en"):
    return address("mptf_jointprogramme_history", programme.pk, language=language)


def restore_page(programme, number):
    return address("mptf_jointprogramme_simple_history", programme.pk, number)


def go_back(client, programme, number, reason="It was right before"):
    page = client.get(restore_page(programme, number))
    assert page.status_code == 200
    return client.post(restore_page(programme, number), {"reason": reason, "newest": page.context["newest"]})


# ---------------------------------------------------------------- to be read


def test_the_history_says_who_when_why_and_what_in_words(client, curator, programme):
    other = make_curator()
    other.name = "Second Curator"
    other.save()
    change(
        programme,
        other,
        "As in the fact sheet",
        countries=["XBB"],
        thematic_area=make_area(2, objectives=[]),
        stage="running",
        is_first_six=True,
        title_en="Sample programme number one",
    )
    response = client.get(history_page(programme))
    assert response.status_code == 200
    entries = response.context["entries"]
    newest = entries[0]["entry"]
    assert (newest.who, newest.reason) == ("Second Curator", "As in the fact sheet")
    changes = {one.label: one for one in newest.changes}
    area = changes["thematic area"]
    assert area.before.startswith("1. ")
    assert area.after.startswith("2. ")
    assert (changes["stage"].before, changes["stage"].after) == ("In the pipeline", "Running")
    assert changes["one of the first six programmes (2020)"].after == "Yes"
    assert (changes["countries"].removed, changes["countries"].added) == (["Sample State XAA"], ["Sample State XBB"])
    assert changes["title (English)"].after == "Sample programme number one"
    text = words(response)
    for said in (
        "Second Curator",
        "As in the fact sheet",
        "Sample State XBB",
        "In the pipeline",
        "Restore this state",
    ):
        assert said in text
    # One save is one entry, however many rows of history it wrote.
    assert programme.history.count() > len(entries)


def test_the_history_in_arabic_has_labels_and_names_in_arabic(client, curator, programme):
    change(programme, curator, "سبب", countries=["XBB"], stage="running", note="ملاحظة")
    response = client.get(history_page(programme, "ar"))
    text = words(response)
    assert "دولة مثال XBB" in text
    assert not re.search(r"\b(countries|stage|Restore|Before|After|Reason|Changed)\b", text)
    assert 'dir="rtl"' in response.content.decode()


def test_a_long_text_is_compared_word_by_word(client, curator, programme):
    old = "The programme supports returning migrants in their communities and the people who receive them."
    change(programme, curator, goal_en=old)
    change(programme, curator, goal_en=old.replace("returning", "all"))
    html = client.get(history_page(programme)).content.decode()
    assert re.search(r"<del>.{0,80}returning", html, re.S)
    assert re.search(r"<ins>.{0,80}all", html, re.S)


def test_the_history_is_paged_newest_first_and_asks_no_query_per_entry(
    client, curator, programme, django_assert_max_num_queries
):
    for number in range(25):
        programme = change(programme, curator, f"Reason {number}", duration_months=number + 1)
    with django_assert_max_num_queries(40):
        first = client.get(history_page(programme))
    assert [one["entry"].reason for one in first.context["entries"]][:2] == ["Reason 24", "Reason 23"]
    second = client.get(history_page(programme) + "?page=2")
    reasons = [one["entry"].reason for one in second.context["entries"]]
    assert "Reason 0" in reasons
    assert "Reason 24" not in reasons
    assert client.get(history_page(programme) + "?page=%00").status_code == 200


@pytest.mark.parametrize("number", ["0", "999999", "abc", "9" * 30, "%00"])
def test_what_never_was_is_not_found(client, curator, programme, number):
    base = f"/en/admin/mptf/jointprogramme/{programme.pk}/history/"
    assert client.get(f"{base}{number}/").status_code == 404
    assert client.get(f"/en/admin/mptf/jointprogramme/{number}/history/").status_code == 404


def test_every_register_has_a_history_and_a_list_of_what_was_deleted(client, curator):
    registers = [model for model, one in admin.site._registry.items() if isinstance(one, RevertingAdmin)]
    assert SDGTarget in registers
    for model in registers:
        assert reverting.history_of(model) is not None, model
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        status = client.get(address(f"{name}_deleted")).status_code
        assert status in {200, 403}, model


# ---------------------------------------------------------------- and back


def test_a_state_comes_back_with_its_links_and_a_reason(client, curator, programme):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    new = Source.objects.create(code="test:two", title="Second source")
    changed = change(programme, curator, countries=["XAA", "XBB"], title_ar="عنوان آخر", stage="closed")
    changed.sources.set([new])
    later(changed)
    page = client.get(restore_page(programme, number))
    text = words(page)
    for said in ("عنوان آخر", "برنامج مثال واحد", "Sample State XBB", "First source", "Second source", "Closed"):
        assert said in text
    assert JointProgramme.objects.get(pk=programme.pk).title_ar == "عنوان آخر"
    assert client.post(restore_page(programme, number), {"reason": "", "newest": "0"}).status_code == 422
    rows = programme.history.count()
    assert go_back(client, programme, number).status_code == 302
    back = JointProgramme.objects.get(pk=programme.pk)
    assert (back.title_ar, back.stage) == ("برنامج مثال واحد", "pipeline")
    assert [country.iso3 for country in back.countries.all()] == ["XAA"]
    assert [source.code for source in back.sources.all()] == ["test:one"]
    assert back.history.count() == rows + 1
    last = back.history.first()
    assert last.history_user == curator
    assert last.history_change_reason.endswith("It was right before")
    assert [kept.country.iso3 for kept in last.countries.all()] == ["XAA"]
    # It is in this state now: there is nothing to restore.
    again = client.get(restore_page(programme, number))
    assert not again.context["may_be_restored"]


def test_a_state_that_was_looked_at_before_another_change_is_looked_at_again(client, curator, programme):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    change(programme, curator, stage="closed")
    newest = client.get(restore_page(programme, number)).context["newest"]
    change(programme, curator, stage="running")
    response = client.post(restore_page(programme, number), {"reason": "x", "newest": newest})
    assert response.status_code == 422
    assert JointProgramme.objects.get(pk=programme.pk).stage == "running"


def test_links_to_what_is_gone_are_left_out_and_said_so(client, curator, programme):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    change(programme, curator, countries=["XBB"])
    Country.objects.get(iso3="XAA").delete()
    assert "no longer there" in words(client.get(restore_page(programme, number)))
    assert go_back(client, programme, number).status_code == 302
    assert list(JointProgramme.objects.get(pk=programme.pk).countries.all()) == []


def test_a_state_without_what_it_must_refer_to_does_not_come_back(client, curator, programme):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    old = programme.thematic_area
    change(programme, curator, thematic_area=make_area(2, objectives=[]))
    JointProgramme.objects.exclude(pk=programme.pk).delete()
    old.delete()
    response = go_back(client, programme, number)
    assert response.status_code == 422
    assert "thematic area" in " ".join(response.context["reasons"])
    assert JointProgramme.objects.get(pk=programme.pk).thematic_area.number == 2


def test_a_key_that_another_record_has_now_does_not_come_back(client, curator, programme):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    change(programme, curator, slug="sample-renamed")
    make_programme("sample-one", area=1)
    response = go_back(client, programme, number)
    assert response.status_code == 422
    assert response.context["reasons"]
    assert JointProgramme.objects.get(pk=programme.pk).slug == "sample-renamed"


# ---------------------------------------------------------------- deleted


def test_a_deleted_record_is_listed_and_comes_back_with_what_went_along(client, curator, programme):
    programme.objectives.set([make_objective(7)])
    add_partner(programme, "Sample ministry")
    later(programme)
    key = programme.pk
    client.post(address("mptf_jointprogramme_delete", key), {"post": "yes"})
    assert not JointProgramme.objects.filter(pk=key).exists()
    assert not ProgrammePartner.objects.exists()
    assert "Deleted records" in client.get(address("mptf_jointprogramme_changelist")).content.decode()
    page = client.get(address("mptf_jointprogramme_deleted"))
    assert "Sample programme one" in words(page)
    href = page.context["rows"][0]["restore_href"]
    history = client.get(address("mptf_jointprogramme_history", key))
    assert history.status_code == 200
    assert "This record was deleted" in words(history)
    shown = client.get(href)
    assert "Sample State XAA" in words(shown)
    assert "Sample ministry" in words(shown)
    done = client.post(href, {"reason": "Deleted by mistake", "newest": shown.context["newest"]})
    assert done.status_code == 302
    back = JointProgramme.objects.get(pk=key)
    assert (back.slug, back.title_ar) == ("sample-one", "برنامج مثال واحد")
    assert [country.iso3 for country in back.countries.all()] == ["XAA"]
    assert [objective.number for objective in back.objectives.all()] == [7]
    assert [source.code for source in back.sources.all()] == ["test:one"]
    assert back.partners.count() == 1
    assert back.history.first().history_change_reason.endswith("Deleted by mistake")
    assert words(client.get(address("mptf_jointprogramme_deleted"))).count("Sample programme one") == 0


def test_a_deleted_record_whose_key_is_taken_stays_deleted(client, curator, programme):
    number_of = programme.pk
    programme.delete()
    make_programme("sample-one", area=1)
    href = client.get(address("mptf_jointprogramme_deleted")).context["rows"][0]["restore_href"]
    shown = client.get(href)
    response = client.post(href, {"reason": "x", "newest": shown.context["newest"]})
    assert response.status_code == 422
    assert not JointProgramme.objects.filter(pk=number_of).exists()


# ---------------------------------------------------------------- who may


def test_looking_is_for_those_who_may_see_and_restoring_for_those_who_may_change(client, curator, programme):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    change(programme, curator, stage="closed")
    viewer = make_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_jointprogramme"))
    client.force_login(viewer)
    page = client.get(history_page(programme))
    assert page.status_code == 200
    assert "Restore this state" not in words(page)
    assert client.get(restore_page(programme, number)).status_code == 403
    assert client.post(restore_page(programme, number), {"reason": "x"}).status_code == 403
    assert client.get(address("mptf_jointprogramme_deleted")).status_code == 403
    assert "deleted/" not in client.get(address("mptf_jointprogramme_changelist")).content.decode()
    client.force_login(make_user(is_staff=True))
    assert client.get(history_page(programme)).status_code == 403
    assert JointProgramme.objects.get(pk=programme.pk).stage == "closed"


def test_the_wording_of_a_questionnaire_in_use_does_not_go_back(client, curator):
    review = make_review(round_=make_round())
    section = Section.objects.filter(questionnaire=review.questionnaire).first()
    section.title_en = "Another"
    section.save()
    row = section.history.last()
    page = client.get(address("reviews_section_history", section.pk))
    assert "Restore this state" not in words(page)
    assert client.get(address("reviews_section_simple_history", section.pk, row.history_id)).status_code == 403


def test_what_a_form_cannot_change_stays_as_it_is(client, curator, programme, monkeypatch):
    number = reverting.entries_of(JointProgramme, programme.pk)[0].number
    change(programme, curator, stage="closed", slug="sample-renamed")
    registered = admin.site._registry[JointProgramme]
    monkeypatch.setattr(registered, "get_readonly_fields", lambda request, obj=None: ["slug"])
    assert "short code" in words(client.get(restore_page(programme, number)))
    assert go_back(client, programme, number).status_code == 302
    back = JointProgramme.objects.get(pk=programme.pk)
    assert (back.slug, back.stage) == ("sample-renamed", "pipeline")


def test_a_record_says_which_imports_wrote_it(client, curator):
    from tests.foundation.test_importing import as_csv, bring_in

    run = bring_in(
        client, as_csv([["IOM", "un", "A", "ا"]], ["acronym", "kind", "name_en", "name_ar"]), register="network_entity"
    )
    key = make_entity("IOM", roles=()).pk
    page = client.get(address("network_entity_history", key))
    assert f"Import {run.pk}: programmes.csv" in words(page)
