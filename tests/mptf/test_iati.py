"""The file for IATI: valid by the published schema, and nothing in it that no source gives."""

import datetime
import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from foundation import reference
from mptf import iati
from mptf.enums import BudgetKind, DocumentKind, Funding, Marker, Scope, Stage
from mptf.models import ProgrammeDocument, ProgrammeMarker, ProgrammeResult, StageChange
from objectives.models import SDGTarget
from tests.mptf.factories import add_partner, make_contribution, make_line, make_programme
from tests.network.factories import make_entity
from tests.objectives.factories import make_objective

pytestmark = pytest.mark.django_db
#: Of the package pyIATI (requirements-schemas.txt), of which nothing is run.
PACKAGE = importlib.util.find_spec("iati")
FILE = "/mptf/iati/activities.xml"


@pytest.fixture(scope="module")
def schema():
    assert PACKAGE is not None, "Install requirements-schemas.txt with --no-deps: make test does."
    folder = Path(next(iter(PACKAGE.submodule_search_locations)))
    return etree.XMLSchema(etree.parse(folder / "resources/standard/2-03/schemas/iati-activities-schema.xsd"))


def read(client, path=FILE):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.getvalue())


def make_full():
    programme = make_programme(
        "full",
        countries=["MAR", "TUN"],
        organizations=["IOM", "ILO"],
        objectives=[7],
        goal_en="Protect",
        goal_ar="حماية",
        start="2023-05",
        end="2025",
        scope=Scope.MULTI_COUNTRY,
        sdg_goals=[10],
    )
    make_objective(7, targets=["10.7"])
    programme.sdg_targets.set(SDGTarget.objects.all())
    add_partner(programme, "Ministry")
    make_line(programme, amount="1000.50", organization=make_entity("IOM"), year=2023)
    make_line(programme, amount="500", currency="EUR", funding=Funding.GOVERNMENT, funder_en="Co", funder_ar="شريك")
    make_line(programme, amount="300", kind=BudgetKind.TRANSFERRED, partner=programme.partners.get(), year=2023)
    make_line(programme, amount="200", kind=BudgetKind.SPENT, year=2023, remark_en="half of it", remark_ar="نصفه")
    make_contribution("DEU", programme=programme)
    make_contribution(programme=programme, organization_en="Foundation", organization_ar="مؤسسة", state="pledged")
    ProgrammeMarker.objects.create(programme=programme, marker=Marker.GENDER, value="2b", justification_en="because")
    ProgrammeDocument.objects.create(
        programme=programme, kind=DocumentKind.PROGRAMME, title_en="Document", title_ar="وثيقة", language="fr",
        date="2023-05-17", url="https://example.org/doc.pdf",
    )  # fmt: skip
    ProgrammeResult.objects.create(
        programme=programme, text_en="Trained", text_ar="تدريب", indicator_en="People", indicator_ar="أشخاص",
        unit_en="people", unit_ar="شخص", baseline=Decimal(0), baseline_year=2022, target=Decimal(100),
        target_year=2025, achieved=Decimal("80.5"), achieved_year=2024,
    )  # fmt: skip
    ProgrammeResult.objects.create(programme=programme, position=2, text_en="No indicator", text_ar="بلا مؤشر")
    return programme


def test_file_is_valid_by_the_published_schema(client, schema):
    make_full()
    make_programme("plain", start="2024-04-04", stage=Stage.PIPELINE)
    document = read(client)
    schema.assertValid(document)
    assert document.get("version") == "2.03"
    assert document.xpath("iati-activity/iati-identifier/text()") == ["XM-GCM-PORTAL-full", "XM-GCM-PORTAL-plain"]


def test_file_of_the_reference_data_is_valid_and_invents_nothing(client, schema):
    reference.load_all()
    document = read(client)
    schema.assertValid(document)
    assert "XM-GCM-PORTAL-moldova-diaspora" in document.xpath("//iati-identifier/text()")
    assert not document.xpath("//budget | //transaction | //@percentage | //@humanitarian | //humanitarian-scope")


def test_what_an_activity_says(client):
    make_full()
    one = read(client, "/mptf/iati/activities/full.xml").find("iati-activity")
    assert one.get("default-currency") == "USD"
    assert one.xpath("reporting-org/@secondary-reporter") == ["1"]
    assert one.xpath("title/narrative/text()") == ["عنوان full", "Title of full"]
    assert one.xpath("title/narrative/@xml:lang") == ["ar", "en"]
    assert one.xpath("description/narrative/text()") == ["حماية", "Protect"]
    assert one.xpath("participating-org[@role='1']/narrative[@xml:lang='en']/text()") == [
        "Migration Multi-Partner Trust Fund", "Co",
    ]  # fmt: skip
    assert one.xpath("participating-org[@role='4']/narrative[@xml:lang='en']/text()") == [
        "Entity ILO", "Entity IOM", "Ministry",
    ]  # fmt: skip
    assert one.xpath("activity-status/@code") == ["2"]
    # A month and a year: their first and last day, with what the source says.
    assert [(d.get("type"), d.get("iso-date"), d.findtext("narrative")) for d in one.findall("activity-date")] == [
        ("2", "2023-05-01", "2023-05"),
        ("3", "2025-12-31", "2025"),
    ]
    assert one.xpath("activity-scope/@code") == ["3"]
    # No source divides the money among the two countries.
    assert one.xpath("recipient-region/@code") == ["998"]
    assert not one.xpath("recipient-country")
    assert one.xpath("location/administrative/@code") == ["MA", "TU"]
    assert [(tag.get("vocabulary"), tag.get("code")) for tag in one.findall("tag")] == [
        ("99", "7"), ("2", "10"), ("3", "10.7"),
    ]  # fmt: skip
    assert one.xpath("policy-marker/@vocabulary") == ["99"]
    assert one.xpath("policy-marker/narrative[@xml:lang='en']/text()") == ["Gender marker: 2b"]
    assert [(b.find("value").get("currency"), b.findtext("value")) for b in one.findall("budget")] == [
        ("USD", "1000.50"),
        ("EUR", "500.00"),
    ]
    kinds = {t.get("ref"): t.find("transaction-type").get("code") for t in one.findall("transaction")}
    assert sorted(kinds.values()) == ["1", "13", "2", "2", "3", "4"]
    assert one.xpath("transaction[@ref='full-2023-transferred-fund-1']/receiver-org/narrative/text()") == [
        "شريك Ministry", "Ministry",
    ]  # fmt: skip
    assert one.xpath("document-link/@url")[0] == "https://example.org/doc.pdf"
    assert one.xpath("result/indicator/period/period-start/@iso-date") == ["2024-01-01", "2025-01-01"]
    assert one.xpath("result/indicator/period/actual/@value") == ["80.50"]


def test_what_the_standard_does_not_admit_and_samples_are_left_out(client):
    make_programme("no-stage", stage=Stage.UNKNOWN)
    make_programme("no-start", start="")
    make_programme("made-up", countries=["XAA"])
    make_programme("unseen", is_published=False)
    started = make_programme("dated", start="")
    StageChange.objects.create(programme=started, stage=Stage.RUNNING, since="2024-02-01")
    one = make_programme("one-country")
    document = read(client)
    assert document.xpath("//iati-identifier/text()") == [iati.identifier_of(started), iati.identifier_of(one)]
    assert document.xpath("//recipient-country/@code") == ["MA", "MA"]
    for slug in ("no-stage", "no-start", "made-up", "unseen", "nothing"):
        assert client.get(f"/mptf/iati/activities/{slug}.xml").status_code == 404


def test_a_start_that_lies_ahead_is_planned(client):
    day = timezone.localdate() + datetime.timedelta(days=40)
    make_programme("ahead", start=day.isoformat(), stage=Stage.APPROVED)
    assert read(client).xpath("//activity-date/@type") == ["1"]


def test_asking_again_costs_nothing_until_something_changes(client):
    programme = make_programme("one")
    first = client.get(FILE)
    again = client.get(FILE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_line(programme)
    assert client.get(FILE, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_hundred_programmes_are_written_in_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for number in range(12):
        make_line(make_programme(f"p-{number}"))
    with django_assert_max_num_queries(25):
        assert len(read(client).findall("iati-activity")) == 12
