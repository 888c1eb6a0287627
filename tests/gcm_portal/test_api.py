"""The open data: whole, in both languages, and nothing that is not public."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from foundation import reference
from gcm_portal.api import router
from tests.reviews.factories import make_complete, make_country, make_publication, make_review, make_round, write

LISTS = sorted({prefix for prefix, _viewset, _name in router.registry} | {"reviews"})


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        reference.load_all()
        yield
        from tests.database import triggers_lifted

        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def data(loaded, db):
    """Reference data, a publication, and a draft that must not be found anywhere."""
    publication = make_publication(make_country("XAA"), make_round("sample-round"))
    draft = make_complete(make_review(make_country("XBB"), round_=make_round("sample-round")))
    write(draft, "summary.text", "DRAFT-MARKER سرّ المسودة", language="en")
    return publication


def get(client, path, **query):
    return client.get(f"/api/v1/{path}", query)


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_every_list_answers_in_pages_with_both_languages(client, data, path):
    response = get(client, f"{path}/")
    assert response.status_code == 200
    body = response.json()
    assert body["count"] > 0
    assert len(body["results"]) == min(body["count"], 50)
    for record in body["results"]:
        for value in record.values():
            if isinstance(value, dict) and "ar" in value:
                assert set(value) == {"ar", "en"}
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_lists_take_a_fixed_number_of_queries(client, data, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        get(client, f"{path}/", page_size=200)


@pytest.mark.django_db
def test_nothing_but_what_is_public_is_there(client, data):
    texts = [get(client, f"{path}/", page_size=200).content.decode() for path in LISTS]
    texts.append(get(client, "reviews/XAA/sample-round/1/").content.decode())
    everything = "".join(texts)
    assert "DRAFT-MARKER" not in everything
    assert "do not show before" not in everything
    for user in User.objects.all():
        assert user.email not in everything
    champions = get(client, "champions/", page_size=200).json()["results"]
    assert "THA" not in {champion["country"]["iso3"] for champion in champions}
    assert len(champions) == 29


@pytest.mark.django_db
def test_a_published_review_is_there_whole_with_its_checksum(client, data):
    record = get(client, "reviews/XAA/sample-round/1/").json()
    assert record["sha256"] == data.submission.sha256
    assert record["snapshot"] == json.loads(record["snapshot_text"])
    assert record["in_force"] is True
    assert record["is_sample"] is True
    assert record["pages"]["ar"].endswith("/ar/reviews/XAA/sample-round/v1/")


@pytest.mark.django_db
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
    assert get(client, path, **query).json()["count"] == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("countries/QQQ/", {}, 404),
        ("objectives/24/", {}, 404),
        ("reviews/XAA/sample-round/9/", {}, 404),
        ("reviews/XBB/sample-round/1/", {}, 404),
        ("champions/THA/", {}, 404),
        ("network/entities/UNESCO/", {}, 404),
        ("countries/", {"un_status": "planet"}, 400),
        ("countries/", {"page": 99}, 404),
    ],
)
def test_bad_requests_are_answered_with_the_right_status_in_json(client, data, path, query, status):
    response = get(client, path, **query)
    assert response.status_code == status
    assert isinstance(response.json(), dict)


@pytest.mark.django_db
def test_nothing_can_be_written(client, data):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/v1/countries/MAR/").status_code == 405


@pytest.mark.django_db
def test_an_answer_that_has_not_changed_is_not_sent_again(client, data):
    first = get(client, "countries/MAR/")
    again = client.get("/api/v1/countries/MAR/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_root_names_every_list(client, data):
    assert set(client.get(reverse("api-root")).json()) >= {"countries", "objectives", "reviews", "schema"}


@pytest.mark.django_db
def test_the_schema_is_valid_and_complete(data):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
