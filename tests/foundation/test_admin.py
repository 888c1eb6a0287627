"""The admin: both languages side by side, history, tables that go out (they come back in in test_importing)."""

import datetime
import io
import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from countries.models import Country
from foundation.dates import months_later
from foundation.enums import Confidence
from foundation.models import Source
from reviews.copying import copy_questionnaire
from reviews.models import Question
from tests.reviews.factories import make_curator, make_review, make_round, review_at

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(r"[A-Za-z]{3,}")


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"admin:{name}", args=args)


@pytest.fixture
def curator(client):
    user = make_curator()
    client.force_login(user)
    return user


@pytest.fixture
def country():
    return Country.objects.create(
        iso3="MAR",
        iso2="MA",
        m49="504",
        un_status="member",
        name_en="Morocco",
        name_ar="المغرب",
        confidence="recalled",
    )


def form_values(response):
    """What the browser would send back of a change form, untouched."""
    form = response.context["adminform"].form
    values = {}
    for bound in form:
        value = bound.value()
        if bound.name == "field_confidence" or value is None:
            continue
        values[bound.html_name] = value
    for formset in response.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        values |= {bound.html_name: bound.value() for bound in management}
    return values


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label), ids=str)
def test_every_list_opens_for_whoever_may_see_it(client, curator, model, language):
    response = client.get(address(f"{model._meta.app_label}_{model._meta.model_name}_changelist", language=language))
    allowed = admin.site._registry[model].has_view_permission(response.wsgi_request)
    assert response.status_code == (200 if allowed else 403)
    if allowed:
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in response.content.decode()


def test_the_home_of_a_curator_shows_what_waits(client, curator, country):
    review_at("submitted")
    html = client.get(address("index", language="ar")).content.decode()
    assert "استعراضات مقدَّمة تنتظر النشر أو الإعادة" in html
    assert f"{address('countries_country_changelist', language='ar')}?confidence__exact=recalled" in html


def test_both_languages_stand_side_by_side_each_in_its_direction(client, curator, country):
    html = client.get(address("countries_country_change", country.pk)).content.decode()
    arabic = re.search(r'<input[^>]*name="name_ar"[^>]*>', html).group()
    english = re.search(r'<input[^>]*name="name_en"[^>]*>', html).group()
    assert 'lang="ar"' in arabic
    assert 'dir="rtl"' in arabic
    assert 'lang="en"' in english
    assert 'dir="ltr"' in english
    assert 'name="name"' not in html


def test_a_change_is_in_the_history_with_its_reason_and_can_be_looked_up(client, curator, country):
    page = address("countries_country_change", country.pk)
    values = form_values(client.get(page)) | {"name_en": "Kingdom of Morocco", "change_reason": "As in UNTERM"}
    response = client.post(page, values)
    assert response.status_code == 302, response.context["errors"]
    country.refresh_from_db()
    assert (country.name_en, country.name_ar) == ("Kingdom of Morocco", "المغرب")
    last = country.history.first()
    assert (last.history_user, last.history_change_reason) == (curator, "As in UNTERM")
    assert last.prev_record.name_en == "Morocco"
    history = client.get(address("countries_country_history", country.pk)).content.decode()
    assert "As in UNTERM" in history


def test_the_verification_of_single_fields_is_chosen_per_field(client, curator, country):
    page = address("countries_country_change", country.pk)
    values = form_values(client.get(page)) | {"field_confidence:name_ar": "verified", "field_confidence:m49": ""}
    assert client.post(page, values).status_code == 302
    country.refresh_from_db()
    assert country.field_confidence == {"name_ar": "verified"}


def test_confirming_dates_and_signs_a_record(client, curator, country):
    client.post(
        address("countries_country_changelist"), {"action": "confirm_records", "_selected_action": [country.pk]}
    )
    country.refresh_from_db()
    assert country.confidence == Confidence.VERIFIED
    assert country.confirmed_by == str(curator)
    assert country.confirmed_on is not None
    assert country.check_by == months_later(country.confirmed_on, 12)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-24", 12, "2027-11-24"), ("2024-02-29", 12, "2025-02-28"), ("2026-10-31", 4, "2027-02-28")],
)
def test_months_later_is_a_day_that_there_is(day, months, later):
    assert months_later(datetime.date.fromisoformat(day), months).isoformat() == later


def test_records_past_their_day_are_listed_and_marked(client, curator, country):
    today = timezone.localdate()
    for iso3, day in [("XAA", -1), ("XBB", 0), ("XCC", 40)]:
        Country.objects.create(
            iso3=iso3, un_status="sample", name_en=iso3, name_ar=iso3, check_by=today + datetime.timedelta(days=day)
        )
    listed = {
        given: [
            one.iso3
            for one in client.get(address("countries_country_changelist"), {"check": given}).context["cl"].result_list
        ]
        for given in ("overdue", "soon", "none")
    }
    assert listed == {"overdue": ["XAA"], "soon": ["XBB"], "none": ["MAR"]}
    assert "overdue since" in client.get(address("countries_country_changelist")).content.decode()


def test_readers_see_when_a_record_was_checked_and_will_be_again(client, country):
    Country.objects.filter(pk=country.pk).update(confirmed_on="2026-05-17", check_by="2027-05-17")
    html = client.get("/en/countries/MAR/").content.decode()
    assert "Confirmed by a curator on 17 May 2026." in html
    assert "To be checked again by 17 May 2027." in html


def export(client, kind):
    url = address("countries_country_export")
    page = client.get(url)
    resource = dict.fromkeys(re.findall(r'name="(\w*resource_\w+)"', page.content.decode()), "on")
    formats = {str(label).lower(): value for value, label in page.context["form"].fields["format"].choices}
    return client.post(url, {"format": formats[kind], "resource": "0", **resource})


def test_tables_go_out_with_codes_and_their_arabic_intact(client, curator, country):
    country.sources.add(Source.objects.create(code="regions:iso", title="ISO 3166-1"))
    csv = export(client, "csv").content
    assert csv.startswith("\ufeff".encode())
    assert "المغرب" in csv.decode()
    assert "regions:iso" in csv.decode()
    sheet = load_workbook(io.BytesIO(export(client, "xlsx").content)).active
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, [cell.value for cell in sheet[2]], strict=True))
    assert (row["iso3"], row["name_ar"]) == ("MAR", "المغرب")
    assert "id" not in header


def test_a_cell_that_looks_like_a_formula_is_not_run(client, curator, country):
    Country.objects.filter(pk=country.pk).update(name_en="=HYPERLINK(1)")
    sheet = load_workbook(io.BytesIO(export(client, "xlsx").content)).active
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    assert "'=HYPERLINK" in export(client, "csv").content.decode()


def test_the_wording_of_a_questionnaire_in_use_cannot_be_changed_but_copied(client, curator):
    review = make_review(round_=make_round())
    questionnaire = review.questionnaire
    questionnaire.refresh_from_db()
    section = questionnaire.sections.first()
    page = address("reviews_section_change", section.pk)
    assert 'name="title_en"' not in client.get(page).content.decode()
    assert client.post(page, {"title_en": "Another"}).status_code == 403
    copy = copy_questionnaire(questionnaire)
    assert (copy.number, copy.frozen_at) == (questionnaire.number + 1, None)
    assert list(Question.objects.filter(section__questionnaire=copy).values_list("identifier", "title_ar")) == list(
        Question.objects.filter(section__questionnaire=questionnaire).values_list("identifier", "title_ar")
    )
    assert (
        'name="title_en"' in client.get(address("reviews_section_change", copy.sections.first().pk)).content.decode()
    )


def test_only_the_admin_has_the_looser_policy(client, curator, country):
    policy = client.get(address("index"))["Content-Security-Policy"]
    public = client.get("/en/")["Content-Security-Policy"]
    assert "'unsafe-eval'" in policy
    assert "unsafe" not in public


def test_lists_take_the_same_number_of_queries_for_one_and_for_many(client, curator, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(25) as captured:
            client.get(address("countries_country_changelist"))
        return len(captured)

    for number in range(1, 4):
        Country.objects.create(iso3=f"AA{'ABC'[number - 1]}", un_status="member", name_en="X", name_ar="س")
        if number == 1:
            client.get(address("countries_country_changelist"))
            first = count()
    assert count() == first
