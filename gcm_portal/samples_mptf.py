"""Sample joint programmes of fictional States, with money and results that add up; counted nowhere."""

import datetime
from decimal import Decimal

from countries.models import Country
from foundation.enums import Confidence
from foundation.models import Source
from mptf import stages
from mptf.enums import (
    BudgetKind,
    ContributionState,
    DocumentKind,
    Funding,
    Marker,
    PartnerKind,
    Scope,
    Stage,
)
from mptf.models import (
    BudgetLine,
    Contribution,
    JointProgramme,
    ProgrammeDocument,
    ProgrammeMarker,
    ProgrammePartner,
    ProgrammeResult,
    ThematicArea,
)
from objectives.models import Objective, Principle

_DAY = datetime.date(2026, 3, 31)
_SHARED = {"confidence": Confidence.VERIFIED}


def load() -> None:
    """Two programmes: one runs in Boreland, one of Zahrana and Boreland is closed."""
    areas = {area.number: area for area in ThematicArea.objects.all()}
    if not areas:
        return
    source = Source.objects.get(code="samples:fictional")
    running = _programme(
        source,
        slug="sample-data-service",
        area=areas.get(1) or next(iter(areas.values())),
        title_en="Sample joint programme: one data service on migration in Boreland",
        title_ar="برنامج مشترك (مثال): خدمة موحّدة لبيانات الهجرة في بورلاند",
        goal_en="Ministries and municipalities of Boreland (a fictional State) decide on the basis of the same data.",
        goal_ar="أن تستند قرارات الوزارات والبلديات في بورلاند (وهي دولة خيالية) إلى البيانات نفسها.",
        countries=["XBB"],
        objectives=[1, 3],
        principles=[4, 9],
        scope=Scope.NATIONAL,
        start="2025-02",
        end="2027-01",
        duration_months=24,
        budget_usd=Decimal(1_500_000),
        history=[(Stage.PIPELINE, "2024-06"), (Stage.APPROVED, "2024-11-20"), (Stage.RUNNING, "2025-02")],
    )
    agency, ministry = _partners(
        running,
        ("Sample Agency for Migration", "وكالة الهجرة (مثال)", PartnerKind.OTHER),
        ("Ministry of Migration of Boreland (sample)", "وزارة الهجرة في بورلاند (مثال)", PartnerKind.GOVERNMENT),
    )
    for year, approved, transferred, spent in (
        (2025, 900_000, 900_000, 742_310),
        (2026, 600_000, 250_000, 61_400),
    ):
        for kind, amount in (
            (BudgetKind.APPROVED, approved),
            (BudgetKind.TRANSFERRED, transferred),
            (BudgetKind.SPENT, spent),
        ):
            _line(source, running, year, kind, amount, partner=agency)
        _line(
            source,
            running,
            year,
            BudgetKind.APPROVED,
            120_000,
            currency="EUR",
            partner=ministry,
            funding=Funding.GOVERNMENT,
            funder_en="Government of Boreland (sample)",
            funder_ar="حكومة بورلاند (مثال)",
        )
    _result(
        running,
        1,
        "Municipalities use the service in their planning.",
        "تستخدم البلديات الخدمة في تخطيطها.",
        "Municipalities that sent data in the last quarter",
        "البلديات التي أرسلت بيانات في الربع الأخير",
        ("municipalities", "بلدية"),
        (4, 2024),
        (40, 2027),
        (17, 2026),
    )
    ProgrammeMarker.objects.create(
        programme=running,
        marker=Marker.GENDER,
        value="Sample value",
        justification_en="Made up: all data are kept by sex and age.",
        justification_ar="مثال: تُحفظ جميع البيانات مصنفة بحسب الجنس والعمر.",
        source=source,
    )
    ProgrammeDocument.objects.create(
        programme=running,
        kind=DocumentKind.PROGRAMME,
        title_en="Sample programme document",
        title_ar="وثيقة برنامج (مثال)",
        language="en",
        date="2024-11-20",
        url="https://example.org/sample-programme-document",
    )
    _contribution(source, "XAA", 2025, ContributionState.PAID, 400_000, programme=running)
    _contribution(source, "XCC", 2025, ContributionState.COMMITTED, 500_000, programme=running)
    _contribution(source, "XCC", 2025, ContributionState.PAID, 250_000, programme=running)

    closed = _programme(
        source,
        slug="sample-corridor",
        area=areas.get(3) or next(iter(areas.values())),
        title_en="Sample joint programme: safe passage between Zahrana and Boreland",
        title_ar="برنامج مشترك (مثال): عبور آمن بين زهرانا وبورلاند",
        goal_en="Seasonal workers cross the border between two fictional States with papers, insured and informed.",
        goal_ar="أن يعبر العمال الموسميون الحدود بين دولتين خياليتين بوثائق وتأمين وعلم بحقوقهم.",
        countries=["XAA", "XBB"],
        objectives=[5, 11],
        principles=[1, 7],
        scope=Scope.MULTI_COUNTRY,
        start="2022-01-10",
        end="2024-06-30",
        duration_months=30,
        budget_usd=Decimal(800_000),
        history=[(Stage.APPROVED, "2021-11"), (Stage.RUNNING, "2022-01-10"), (Stage.CLOSED, "2024-06-30")],
    )
    (association,) = _partners(closed, ("Sample Association of Workers", "رابطة العمال (مثال)", PartnerKind.OTHER))
    for year, amount in ((2022, 300_000), (2023, 350_000), (2024, 150_000)):
        for kind in BudgetKind:
            _line(source, closed, year, kind, amount, partner=association)
    _result(
        closed,
        1,
        "Seasonal workers know their rights before they leave.",
        "يعرف العمال الموسميون حقوقهم قبل سفرهم.",
        "Workers who took part in a session before departure",
        "العمال الذين شاركوا في جلسة قبل المغادرة",
        ("workers", "عامل"),
        (0, 2021),
        (5000, 2024),
        (5612, 2024),
    )
    Contribution.objects.create(
        organization_en="Sample Foundation",
        organization_ar="مؤسسة (مثال)",
        year=2022,
        state=ContributionState.PAID,
        amount=Decimal(800_000),
        as_of=_DAY,
        programme=closed,
        **_SHARED,
    ).sources.add(source)


def _programme(source, *, area, countries, objectives, principles, history, **facts) -> JointProgramme:
    programme = JointProgramme.objects.create(thematic_area=area, **facts, **_SHARED)
    programme.sources.add(source)
    programme.countries.set(Country.objects.filter(iso3__in=countries))
    programme.objectives.set(Objective.objects.filter(number__in=objectives))
    programme.principles.set(Principle.objects.filter(number__in=principles))
    for stage, since in history:
        stages.record_stage(programme=programme, stage=stage, since=since, source=source)
    return programme


def _partners(programme, *names) -> list[ProgrammePartner]:
    return [
        ProgrammePartner.objects.create(
            programme=programme, kind=kind, position=position, name_en=english, name_ar=arabic
        )
        for position, (english, arabic, kind) in enumerate(names, start=1)
    ]


def _line(source, programme, year, kind, amount, **fields) -> None:
    line = BudgetLine.objects.create(
        programme=programme, year=year, kind=kind, amount=Decimal(amount), as_of=_DAY, **_SHARED, **fields
    )
    line.sources.add(source)


def _contribution(source, iso3, year, state, amount, **fields) -> None:
    contribution = Contribution.objects.create(
        country=Country.objects.get(iso3=iso3),
        year=year,
        state=state,
        amount=Decimal(amount),
        as_of=_DAY,
        **_SHARED,
        **fields,
    )
    contribution.sources.add(source)


def _result(
    programme, position, english, arabic, indicator_en, indicator_ar, unit, baseline, target, achieved
) -> None:
    ProgrammeResult.objects.create(
        programme=programme,
        position=position,
        text_en=english,
        text_ar=arabic,
        indicator_en=indicator_en,
        indicator_ar=indicator_ar,
        unit_en=unit[0],
        unit_ar=unit[1],
        baseline=Decimal(baseline[0]),
        baseline_year=baseline[1],
        target=Decimal(target[0]),
        target_year=target[1],
        achieved=Decimal(achieved[0]),
        achieved_year=achieved[1],
    )
