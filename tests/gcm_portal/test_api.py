"""The open data: whole, in both languages, and nothing that is not public."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from capacity import consenting
from capacity.enums import ConsentScope
from capacity.models import Expert
from champions.models import Champion, ChampionRole
from countries.models import CommissionMembership
from foundation import reference
from foundation.models import Sourced
from gcm_portal.api import GROUPS, router
from mptf.models import JointProgramme
from network.models import Entity
from reviews import transitions
from reviews.models import Publication
from tests.capacity.factories_contributions import make_confirmed
from tests.countries.factories import make_real_country
from tests.database import triggers_lifted
from tests.mptf.factories import make_contribution, make_line, make_rate
from tests.mptf.factories_proposals import proposal_at
from tests.network.factories import make_activity, make_event
from tests.reviews.factories import (
    DECLARATION,
    make_complete,
    make_country,
    make_curator,
    make_publication,
    make_review,
    make_round,
    review_at,
    write,
)

#: Lists of what people have said themselves: there is no source to name.
WITHOUT_SOURCES = {"reviews", "experts", "mechanism/contributions", "mptf/pipeline", "mptf/meetings"}
LISTS = [prefix for group in GROUPS for prefix in group.viewsets]
#: Lists whose records have an address of their own.
WITH_RECORDS = [(prefix, viewset) for prefix, viewset, _name in router.registry if hasattr(viewset, "retrieve")]
MOST = 15


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        reference.load_all()
        yield
        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def data(loaded, db):
    """Reference data, a publication and rows of money."""
    programme = JointProgramme.objects.get(slug="moldova-diaspora")
    make_line(programme)
    make_contribution("DEU", programme=programme)
    make_rate("EUR", "2024-03", "0.92")
    make_activity("activity")
    make_event("event")
    expert = Expert.objects.create(
        slug="nour", name_en="Nour", name_ar="نور", email="nour@example.org", added_by=make_curator()
    )
    consenting.agree(expert=expert, scope=ConsentScope.PUBLIC)
    proposal_at("agenda", country=make_real_country("MAR"))
    make_confirmed(make_real_country("MAR"))
    return make_publication(make_country("XAA"), make_round("sample-round"))


def get(client, path, **query):
    return client.get(f"/api/v1/{path}", query)


def addresses_of_records(prefix, viewset):
    """Those of the first three records of a list, as the API itself writes them."""
    kwarg = getattr(viewset, "lookup_url_kwarg", None) or viewset.lookup_field
    for value in viewset.queryset.all().values_list(viewset.lookup_field, flat=True)[:3]:
        yield reverse(f"{prefix.replace('/', '-')}-detail", kwargs={kwarg: value})


def everything_said(client):
    """Every list to its end, some records of each, each published version, and the description."""
    bodies = []
    for path in LISTS:
        address = f"/api/v1/{path}/?page_size=200"
        while address:
            response = client.get(address)
            assert response.status_code == 200, address
            bodies.append(response.content.decode())
            address = response.json()["next"]
    addresses = [address for prefix, viewset in WITH_RECORDS for address in addresses_of_records(prefix, viewset)]
    for one in Publication.objects.select_related("submission__review__country", "submission__review__round"):
        review = one.submission.review
        addresses.append(reverse("reviews-detail", args=[review.country.iso3, review.round.code, one.number]))
    for address in [*addresses, "/api/v1/", "/api/v1/schema/", "/api/v1/schema/?lang=ar"]:
        response = client.get(address)
        assert response.status_code == 200, address
        bodies.append(response.content.decode())
    return "".join(bodies)


# ---------------------------------------------------------------- what is there


@pytest.mark.parametrize("path", LISTS)
def test_every_list_answers_in_pages_with_both_languages(client, data, path):
    response = get(client, f"{path}/")
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"count", "next", "previous", "results"}
    assert body["count"] > 0
    assert len(body["results"]) == min(body["count"], 50)
    for record in body["results"]:
        assert "id" not in record
        if path not in WITHOUT_SOURCES:
            assert record["sources"] or record["verification"]["level"] == "recalled"
        for value in record.values():
            if isinstance(value, dict) and "ar" in value:
                assert set(value) == {"ar", "en"}
    assert not response.cookies


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_a_fixed_number_of_queries(client, data, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        get(client, f"{path}/", page_size=200)


@pytest.mark.parametrize(("prefix", "viewset"), WITH_RECORDS)
def test_every_record_is_found_under_its_identifier(client, data, prefix, viewset, django_assert_max_num_queries):
    addresses = list(addresses_of_records(prefix, viewset))
    assert addresses
    for address in addresses:
        with django_assert_max_num_queries(MOST):
            response = client.get(address)
        assert response.status_code == 200, address


def test_the_root_names_every_list(client):
    assert set(client.get(reverse("api-root")).json()) == {*LISTS, "schema"}


def test_pages_follow_one_another_and_hold_each_record_once(client, data):
    codes, address = [], "/api/v1/countries/?page_size=37&ordering=un_status"
    assert client.get(address).status_code == 400
    address = "/api/v1/countries/?page_size=37&ordering=-m49"
    while address:
        body = client.get(address).json()
        codes += [record["iso3"] for record in body["results"]]
        address = body["next"]
    assert len(codes) == len(set(codes)) == body["count"] > 190


# ---------------------------------------------------------------- what is not


def test_nothing_but_what_is_public_is_there(client, data):
    """Each thing that could leak is marked and there; none of the marks is found in any answer."""
    round_ = make_round("sample-round")
    draft = make_complete(make_review(make_country("XAB"), round_=round_))
    write(draft, "summary.text", "SECRET of a draft, سرّ المسودة", language="en")
    submitted = make_complete(make_review(make_country("XAC"), round_=round_))
    write(submitted, "summary.text", "SECRET of a submission", language="en")
    transitions.submit(review=submitted, by=submitted.started_by, **DECLARATION | {"name": "SECRET name"})
    review_at("returned", country=make_country("XAD"), round_=round_)
    review_at("withdrawn", country=make_country("XAE"), round_=round_)
    # What is written after a publication is not public before the next one.
    review = data.submission.review
    transitions.revise(review=review, by=review.started_by, note="SECRET reason")
    write(review, "summary.text", "SECRET of a new version", language="en")
    for model in apps.get_models():
        if issubclass(model, Sourced):
            model.objects.update(note="SECRET note", confirmed_by="SECRET curator")
    CommissionMembership.objects.update(note="SECRET note")
    User.objects.update(name="SECRET person")
    hidden = Champion.objects.exclude(pk__in=Champion.objects.shown()).first()
    ChampionRole.objects.create(champion=hidden, name_en="SECRET role", name_ar="SECRET دور")
    Entity.objects.exclude(pk__in=Entity.objects.shown()).update(name_en="SECRET entity", name_ar="SECRET كيان")

    said = everything_said(client)

    assert "SECRET" not in said
    for user in User.objects.all():
        assert user.email not in said
    for code in ("XAB", "XAC", "XAD", "XAE"):
        assert get(client, f"reviews/{code}/sample-round/1/").status_code == 404
        assert get(client, "reviews/", country=code).json()["count"] == 0
    for word in ("started_by", "submitted_by", "published_by", "confirmed_by"):
        assert word not in said
    # The state of a working copy is nobody's business; programmes and proposals have public ones.
    assert '"state"' not in get(client, "reviews/").content.decode()


def test_lists_name_no_person_who_declared_a_review(client, data):
    said = get(client, "reviews/").content.decode()
    assert DECLARATION["institution"] in said
    assert DECLARATION["name"] not in said
    assert f'"{DECLARATION["post"]}"' not in said


# ---------------------------------------------------------------- filters and errors


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("countries/", {"commission": "ESCWA"}, 21),
        ("countries/", {"region": "ECLAC"}, 33),
        ("countries/", {"un_status": "observer"}, 2),
        ("objectives/", {"round_table": 1}, 5),
        ("mptf/programmes/", {"country": "MAR"}, 1),
        ("mptf/programmes/", {"stage": "pipeline"}, 2),
        ("known-reviews/", {"round": "imrf-2022"}, 2),
        ("reviews/", {"country": "XBB"}, 0),
        ("reviews/", {"in_force": "true"}, 1),
    ],
)
def test_filters(client, data, path, query, expected):
    make_country("XBB")
    assert get(client, path, **query).json()["count"] == expected


@pytest.mark.parametrize("path", [path for path in LISTS if path not in WITHOUT_SOURCES])
def test_every_list_with_sources_is_narrowed_by_verification(client, data, path):
    counts = {
        level: get(client, f"{path}/", confidence=level).json()["count"]
        for level in ("verified", "likely", "recalled")
    }
    assert sum(counts.values()) == get(client, f"{path}/").json()["count"]


@pytest.mark.parametrize(
    ("path", "query", "status", "fault"),
    [
        ("countries/QQQ/", {}, 404, "detail"),
        ("countries/mar/", {}, 404, "detail"),
        ("objectives/24/", {}, 404, "detail"),
        ("objectives/99999999999999999999/", {}, 404, "detail"),
        ("reviews/XAA/sample-round/9/", {}, 404, "detail"),
        ("reviews/XAA/sample-round/draft/", {}, 404, "detail"),
        ("reviews/XAA%00/sample-round/1/", {}, 404, "detail"),
        ("champions/THA/", {}, 404, "detail"),
        ("network/entities/UNESCO/", {}, 404, "detail"),
        ("network/entities/I%00M/", {}, 404, "detail"),
        ("network/milestones/", {}, 404, "detail"),
        ("countries/", {"un_status": "planet"}, 400, "un_status"),
        ("countries/", {"region": "EUROPE"}, 400, "region"),
        ("countries/", {"region": ""}, 400, "region"),
        ("countries/", {"is_sample": "perhaps"}, 400, "is_sample"),
        ("countries/", {"ordering": "note"}, 400, "ordering"),
        ("countries/", {"contry": "MAR"}, 400, "contry"),
        ("countries/", {"page_size": 201}, 400, "page_size"),
        ("countries/", {"page_size": "all"}, 400, "page_size"),
        ("countries/", {"page": 99}, 404, "detail"),
        ("countries/MAR/", {"region": "ECA"}, 400, "region"),
        ("objectives/", {"round_table": "first"}, 400, "round_table"),
        ("mptf/programmes/", {"country": "\x00"}, 400, "country"),
        ("reviews/", {"objective": 24}, 400, "objective"),
        ("reviews/", {"state": "draft"}, 400, "state"),
        ("schema/", {"language": "ar"}, 400, "language"),
    ],
)
def test_bad_requests_are_answered_with_the_right_status_and_what_is_wrong(client, data, path, query, status, fault):
    response = client.get(f"/api/v1/{path}", query, headers={"accept": "application/json"})
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/") and "json" in response["Content-Type"]
    assert list(response.json()) == [fault]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["", "schema/", "countries/", "countries/MAR/", "reviews/XAA/sample-round/1/"])
def test_nothing_can_be_written(client, data, path):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/v1/{path}").status_code == 405
    assert client.head(f"/api/v1/{path}").status_code == 200
    assert client.options(f"/api/v1/{path}").status_code == 200


# ---------------------------------------------------------------- answers that browsers and caches understand


@pytest.mark.parametrize("path", ["", "schema/", "countries/", "countries/MAR/", "reviews/XAA/sample-round/1/"])
def test_an_answer_that_has_not_changed_is_not_sent_again(client, data, path):
    first = get(client, path)
    again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["", "schema/", "countries/MAR/", "countries/QQQ/", "nothing/", "countries"])
def test_pages_of_every_origin_may_read_every_answer(client, data, path):
    response = client.get(f"/api/v1/{path}", headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_a_browser_may_ask_for_what_has_changed(client):
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    response = client.options("/api/v1/countries/", headers={"Origin": "https://elsewhere.example"} | asked)
    assert response.status_code == 204
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.django_db
def test_other_pages_are_not_open_to_every_origin(client):
    assert "Access-Control-Allow-Origin" not in client.get("/en/", headers={"Origin": "https://elsewhere.example"})


# ---------------------------------------------------------------- the description


def test_the_schema_is_valid_and_complete(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))


def test_the_schema_comes_in_both_formats_and_languages(client):
    described = client.get("/api/v1/schema/?format=json&lang=en").json()
    assert described["openapi"].startswith("3.")
    assert {f"/api/v1/{path}/" for path in LISTS} <= set(described["paths"])
    for operations in described["paths"].values():
        assert set(operations) == {"get"}
        assert {"200", "304", "400", "404"} <= set(operations["get"]["responses"])
        assert operations["get"]["description"]
    yaml = client.get("/api/v1/schema/?lang=ar")
    assert yaml["Content-Type"].startswith("application/vnd.oai.openapi")
    assert "التحقق" in yaml.content.decode()
