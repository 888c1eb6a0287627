import datetime
from decimal import Decimal

from countries.enums import UNStatus
from countries.models import Country
from foundation.enums import Confidence
from mptf.enums import BudgetKind, ContributionState, Funding, PartnerKind, Stage, Topic
from mptf.models import (
    BudgetLine,
    Contribution,
    Contributor,
    ExchangeRate,
    FundProfile,
    FundStatement,
    JointProgramme,
    Milestone,
    ProgrammePartner,
    ProgrammeResult,
    ThematicArea,
)
from tests.countries.factories import make_real_country, make_source
from tests.network.factories import make_entity
from tests.objectives.factories import make_objective


def make_sample(iso3: str = "XAA") -> Country:
    return make_real_country(iso3, un_status=UNStatus.SAMPLE, iso2="", m49="")


def make_area(number: int = 1, *, objectives=(1,)) -> ThematicArea:
    area, created = ThematicArea.objects.get_or_create(
        number=number,
        defaults={
            "code": f"area-{number}",
            "name_en": f"Long name of area {number}",
            "name_ar": f"الاسم الطويل للمجال {number}",
            "short_name_en": f"Area {number}",
            "short_name_ar": f"مجال {number}",
            "confidence": Confidence.VERIFIED,
            "field_confidence": {"objectives": "recalled"},
        },
    )
    if created:
        area.sources.add(make_source("test:mptf"))
        area.objectives.set(make_objective(objective) for objective in objectives)
    return area


def make_programme(
    slug: str = "programme-1", *, countries=("MAR",), organizations=("IOM",), objectives=(), area: int = 1, **fields
) -> JointProgramme:
    programme = JointProgramme.objects.create(
        slug=slug,
        thematic_area=make_area(area),
        **{
            "title_en": f"Title of {slug}",
            "title_ar": f"عنوان {slug}",
            "stage": Stage.RUNNING,
            "start": "2023",
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )
    programme.sources.add(make_source("test:mptf"))
    programme.countries.set((make_sample if iso3.startswith("X") else make_real_country)(iso3) for iso3 in countries)
    programme.un_organizations.set(make_entity(acronym) for acronym in organizations)
    programme.objectives.set(make_objective(number) for number in objectives)
    return programme


def add_partner(programme: JointProgramme, name: str, kind: str = PartnerKind.GOVERNMENT) -> None:
    ProgrammePartner.objects.create(programme=programme, kind=kind, name_en=name, name_ar=f"شريك {name}")


def add_result(programme: JointProgramme, text: str, *, is_pillar: bool = False) -> None:
    ProgrammeResult.objects.create(programme=programme, is_pillar=is_pillar, text_en=text, text_ar=f"نتيجة {text}")


def make_contributor(iso3: str = "DEU") -> Contributor:
    contributor = Contributor.objects.create(country=make_real_country(iso3), confidence=Confidence.VERIFIED)
    contributor.sources.add(make_source("test:mptf"))
    return contributor


def make_fund(number: int = 1) -> None:
    """A record of each kind that the page of the Fund shows."""
    shared = {"confidence": Confidence.VERIFIED}
    if not FundProfile.objects.exists():
        FundProfile.objects.create(
            name_en="The Fund", name_ar="الصندوق", office_code="MIG00", gateway="https://example.org/fund", **shared
        )
    for topic in Topic.values:
        FundStatement.objects.create(
            topic=topic, position=number, text_en=f"{topic} {number}", text_ar=f"نص {topic} {number}", **shared
        )
    Milestone.objects.create(
        date=f"20{20 + number}",
        text_en=f"Milestone {number}",
        text_ar=f"محطة {number}",
        amount_usd=1_000_000,
        **shared,
    )


def make_line(programme: JointProgramme, *, amount: str = "1000", source: bool = True, **fields) -> BudgetLine:
    line = BudgetLine.objects.create(
        programme=programme,
        amount=Decimal(amount),
        **{
            "year": 2024,
            "kind": BudgetKind.APPROVED,
            "funding": Funding.FUND,
            "as_of": datetime.date(2024, 3, 31),
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )
    if source:
        line.sources.add(make_source("test:mptf"))
    return line


def make_contribution(iso3: str = "", *, amount: str = "1000", **fields) -> Contribution:
    """Of a State; without a code of an organization, whose name is then given."""
    make = make_sample if iso3.startswith("X") else make_real_country
    contribution = Contribution.objects.create(
        country=make(iso3) if iso3 else None,
        amount=Decimal(amount),
        **{
            "year": 2024,
            "state": ContributionState.PAID,
            "as_of": datetime.date(2024, 3, 31),
            "confidence": Confidence.VERIFIED,
        }
        | fields,
    )
    contribution.sources.add(make_source("test:mptf"))
    return contribution


def make_rate(currency: str, month: str, per_dollar: str) -> ExchangeRate:
    rate = ExchangeRate.objects.create(
        currency=currency,
        month=datetime.date.fromisoformat(f"{month}-01"),
        per_dollar=Decimal(per_dollar),
        confidence=Confidence.VERIFIED,
    )
    rate.sources.add(make_source("test:rates"))
    return rate
