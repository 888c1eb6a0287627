"""The public page of what a curator writes, drawn without saving it."""

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from champions.enums import ChampionStatus
from champions.models import Champion, ChampionRole, ChampionStatement
from foundation.models import OutboxMessage
from mptf.models import JointProgramme, ProgrammeResult
from tests.champions.factories import make_champion, make_initiative
from tests.foundation.test_admin import form_values
from tests.mptf.factories import make_area, make_programme
from tests.reviews.factories import make_curator, make_user

pytestmark = pytest.mark.django_db

BANNER = {"en": "Preview: nothing has been saved.", "ar": "معاينة: لم يُحفظ شيء."}


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"admin:{name}", args=args)


@pytest.fixture
def curator(client):
    user = make_curator()
    client.force_login(user)
    return user


@pytest.fixture
def programme():
    return make_programme("one", title_en="Safe paths", title_ar="مسارات آمنة")


def posted(client, thing, **values):
    meta = thing._meta
    page = client.get(address(f"{meta.app_label}_{meta.model_name}_change", thing.pk))
    rows = {
        bound.html_name: bound.value()
        for formset in page.context["inline_admin_formsets"]
        for form in formset.formset.initial_forms
        for bound in form
        if bound.name != "field_confidence" and bound.value() is not None
    }
    return form_values(page) | rows | values


def preview(client, thing, values, language="en"):
    meta = thing._meta
    return client.post(address(f"{meta.app_label}_{meta.model_name}_preview", thing.pk, language), values)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_public_page_is_shown_as_it_would_be_and_nothing_is_saved(client, curator, programme, language):
    values = posted(client, programme, title_en="Regular paths", title_ar="مسارات نظامية")
    history = programme.history.count()
    response = preview(client, programme, values, language)
    html = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert BANNER[language] in html
    assert f'<html lang="{language}"' in html
    assert f"/{language}/mptf/programmes/one/" in html
    assert {"en": "Regular paths", "ar": "مسارات نظامية"}[language] in html
    programme.refresh_from_db()
    assert (programme.title_en, programme.title_ar) == ("Safe paths", "مسارات آمنة")
    assert programme.history.count() == history
    assert not admin.models.LogEntry.objects.exists()
    # As a reader sees it: without the curator's own menu.
    assert reverse("workspace:home") not in html


def test_the_public_page_itself_carries_no_banner(client, curator, programme):
    assert BANNER["en"] not in client.get(f"/en{programme.get_absolute_url()[3:]}").content.decode()


def test_an_added_row_below_the_record_is_shown(client, curator, programme):
    values = posted(
        client,
        programme,
        **{
            "results-TOTAL_FORMS": "1",
            "results-0-text_en": "Ten safe bridges",
            "results-0-text_ar": "عشرة جسور آمنة",
            "results-0-position": "1",
        },
    )
    assert "Ten safe bridges" in preview(client, programme, values).content.decode()
    assert not ProgrammeResult.objects.exists()


def test_what_is_wrong_is_shown_in_the_form_which_saves_where_it_belongs(client, curator, programme):
    values = posted(client, programme, slug="not a code", title_en="Kept as typed")
    response = preview(client, programme, values)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Kept as typed" in html
    assert BANNER["en"] not in html
    assert f'formaction="{address("mptf_jointprogramme_change", programme.pk)}"' in html
    programme.refresh_from_db()
    assert programme.title_en == "Safe paths"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_new_record_is_previewed_before_it_is_there(client, curator, language):
    area = make_area()
    values = form_values(client.get(address("mptf_jointprogramme_add"))) | {
        "slug": "brand-new",
        "title_en": "Brand new",
        "title_ar": "جديد تماماً",
        "thematic_area": area.pk,
        "countries": [make_champion("MAR").country_id],
        "sdg_goals": "[]",
        "confidence": "verified",
        "is_published": "",
    }
    response = client.post(address("mptf_jointprogramme_preview_add", language), values)
    assert response.status_code == 200, response.context["errors"]
    assert {"en": "Brand new", "ar": "جديد تماماً"}[language] in response.content.decode()
    assert not JointProgramme.objects.exists()


def test_a_champion_that_is_not_public_yet_is_previewed(client, curator):
    champion = make_champion("MAR", status=ChampionStatus.UNCONFIRMED)
    with translation.override("en"):
        page = champion.get_absolute_url()
    assert client.get(page).status_code == 404
    values = posted(client, champion)
    assert preview(client, champion, values).status_code == 200
    assert client.get(page).status_code == 404


def test_a_part_of_a_page_shows_that_page(client, curator):
    make_initiative()
    statement = ChampionStatement.objects.filter(topic="initiative").first()
    html = preview(client, statement, posted(client, statement, text_en="Said anew")).content.decode()
    assert "Said anew" in html
    assert "/en/champions/" in html


def test_mail_tasks_and_files_of_a_save_are_not_left_behind(client, curator, programme, monkeypatch):
    done = []
    save = admin.site._registry[JointProgramme].save_model

    def save_and_more(request, obj, form, change):
        save(request, obj, form, change)
        default_storage.save("assets/preview.txt", ContentFile(b"a"))
        OutboxMessage.objects.create(to="x@example.org", language="en", template="x", subject="x", text="x")
        transaction.on_commit(lambda: done.append(1))

    monkeypatch.setattr(admin.site._registry[JointProgramme], "save_model", save_and_more)
    assert preview(client, programme, posted(client, programme)).status_code == 200
    assert done == []
    assert not OutboxMessage.objects.exists()
    assert not default_storage.exists("assets/preview.txt")
    # The same save in earnest does all of it.
    client.post(address("mptf_jointprogramme_change", programme.pk), posted(client, programme))
    assert (done, default_storage.exists("assets/preview.txt")) == ([1], True)


def test_no_message_of_a_save_appears_later(client, curator, programme):
    preview(client, programme, posted(client, programme))
    assert "was changed successfully" not in client.get(address("index")).content.decode()


def test_who_may_not_change_may_not_preview(client, programme):
    page = address("mptf_jointprogramme_preview", programme.pk, "en")
    assert client.post(page, {}).status_code == 302
    client.force_login(make_user())
    assert client.post(page, {}).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.post(page, {}).status_code == 403
    assert client.post(address("mptf_jointprogramme_preview_add", "en"), {}).status_code == 403


def test_a_preview_is_never_asked_for_by_a_link(client, curator, programme):
    assert client.get(address("mptf_jointprogramme_preview", programme.pk, "en")).status_code == 405
    assert client.get(address("mptf_jointprogramme_preview_add", "en")).status_code == 405


@pytest.mark.parametrize(("key", "language"), [("999999", "en"), ("x", "en"), ("{pk}", "xx")])
def test_what_there_is_not_is_404(client, curator, programme, key, language):
    page = address("mptf_jointprogramme_preview", key.format(pk=programme.pk), language)
    assert client.post(page, {}).status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_form_offers_a_preview_in_each_language(client, curator, programme, language):
    html = client.get(address("mptf_jointprogramme_change", programme.pk, language=language)).content.decode()
    for code in ("ar", "en"):
        assert f'formaction="{address("mptf_jointprogramme_preview", programme.pk, code, language=language)}"' in html
    assert "formaction" not in client.get(address("foundation_source_add", language=language)).content.decode()


def test_every_register_with_a_public_page_shows_it(client, curator):
    """With the real reference data: whatever is there can be previewed as it stands."""
    call_command("load_reference", verbosity=0)
    wrong, models = {}, set()
    for model, registered in admin.site._registry.items():
        thing = model._default_manager.first()
        if not getattr(registered, "has_public_page", bool)() or thing is None:
            continue
        models.add(model._meta.label_lower)
        response = preview(client, thing, posted(client, thing), "ar")
        if response.status_code != 200 or BANNER["ar"] not in response.content.decode():
            wrong[model._meta.label] = response.status_code
    assert wrong == {}
    assert {"champions.champion", "mptf.milestone", "network.entity", "reviews.round", "countries.country"} <= models


def test_roles_below_a_champion_are_kept_as_they_were(client, curator):
    champion = make_champion("MAR", role="Co-chair")
    preview(client, champion, posted(client, champion))
    assert Champion.objects.count() == ChampionRole.objects.count() == 1
