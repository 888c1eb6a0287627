"""Builders for proposals: states are reached through the real functions."""

import datetime
from decimal import Decimal

from accounts.models import User
from countries.models import Country
from mptf import deciding, proposing
from mptf.enums import RuleCheck
from mptf.models import CommitteeMeeting, EligibilityRule, Proposal
from network.models import Representative
from objectives.models import SDGTarget
from tests.accounts.factories import curator, focal_point, sample_country
from tests.mptf.factories import make_area
from tests.network.factories import make_entity, make_representative
from tests.objectives.factories import make_objective, make_principle

TEXT = "Text of the proposers."


def make_rules() -> None:
    for position, kind in enumerate(RuleCheck.values, start=1):
        EligibilityRule.objects.get_or_create(
            code=f"rule-{kind}",
            defaults={
                "position": position,
                "check_kind": kind,
                "text_en": f"Rule {kind}",
                "text_ar": f"قاعدة {position}",
                "confidence": "verified",
            },
        )


def begin(
    *, country: Country | None = None, by: User | None = None, lead: str = "IOM", language: str = "en", title="Title"
) -> Proposal:
    country = country or sample_country()
    by = by or focal_point(country)
    return proposing.begin(by=by, title=title, language=language, country=country, lead=make_entity(lead))


def save(proposal: Proposal, code: str, by: User | None = None, version: int | None = None, **values):
    if version is None:
        stored = proposal.sections.filter(code=code).first()
        version = stored.version if stored else 0
    return proposing.save_section(
        proposal=proposal, code=code, version=version, values=values, by=by or proposal.created_by
    )


def fill(proposal: Proposal, *, organizations=("ILO",), countries=None, text: str = TEXT) -> Proposal:
    """Everything that is needed."""
    entities = [make_entity(acronym) for acronym in organizations]
    save(proposal, "about", title=proposal.title, language=proposal.language, summary=text)
    save(
        proposal,
        "parties",
        countries=countries or list(proposal.countries.all()),
        lead=proposal.lead,
        organizations=entities,
        government_entities="Ministry of Samples\nMunicipality of Samples",
        other_partners="Association of Samples",
    )
    save(proposal, "need", context=text, goal=text, results=text, target_groups=text)
    target = SDGTarget.objects.get_or_create(code="10.7", goal=10)[0]
    save(proposal, "compact", thematic_area=make_area(), objectives=[make_objective(7)], sdg_targets=[target])
    save(proposal, "principles", principles=[(make_principle(1), text)])
    markers = [(one, "2", text) for one in ("human-rights", "gender", "child-sensitivity")]
    save(proposal, "markers", markers=markers)
    amounts = [(entity, Decimal(100_000)) for entity in [proposal.lead, *entities]]
    save(proposal, "budget", duration_months=24, amounts=amounts)
    save(proposal, "prospects", sustainability=text, risks=text)
    return Proposal.objects.get(pk=proposal.pk)


def endorse_all(proposal: Proposal) -> None:
    for country in proposal.countries.all():
        by = User.objects.focal_points_of(country).first() or focal_point(country)
        proposing.endorse(proposal=proposal, by=by, country=country)
    lead = Representative.objects.filter(entity=proposal.lead, country=None).first()
    by = lead.user if lead else make_representative(proposal.lead.acronym).user
    proposing.endorse(proposal=proposal, by=by)


def make_meeting(**fields) -> CommitteeMeeting:
    shared = {"date": datetime.date(2099, 5, 4), "is_sample": True, "place_en": "Online", "place_ar": "عن بعد"}
    return CommitteeMeeting.objects.create(**shared | fields)


def proposal_at(state: str, **fields) -> Proposal:
    """draft, endorsed, submitted, pipeline, agenda, approved or running."""
    proposal = fill(begin(**fields))
    if state == "draft":
        return proposal
    endorse_all(proposal)
    if state == "endorsed":
        return proposal
    proposing.submit(proposal=proposal, by=proposal.created_by)
    at_desk = User.objects.curators().first() or curator()
    if state != "submitted":
        to_pipeline(proposal, at_desk)
    if state in {"agenda", "approved", "running"}:
        meeting = make_meeting(is_sample=proposal.is_sample)
        item = deciding.put_on_agenda(proposal=proposal, meeting=meeting, by=at_desk)
        if state != "agenda":
            decided = deciding.Decided(item=item, decision="approve", reason="It is sound.")
            deciding.record_decisions(meeting=meeting, decisions=[decided], by=at_desk)
    if state == "running":
        deciding.start(proposal=proposal, by=at_desk, on=datetime.date(2099, 6, 1))
    return Proposal.objects.get(pk=proposal.pk)


def to_pipeline(proposal: Proposal, by: User) -> None:
    rules = EligibilityRule.objects.filter(check_kind=RuleCheck.CURATOR)
    deciding.answer(proposal=proposal, answers={rule.pk: (True, "") for rule in rules}, by=by)
    deciding.find_eligible(proposal=proposal, by=by)
