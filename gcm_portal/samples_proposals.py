"""Sample proposals of Zahrana to the Fund in three states, made by the functions that people's own go through."""

import datetime
from decimal import Decimal

from accounts.models import Mandate, User
from countries.models import Country
from mptf import deciding, proposing
from mptf.enums import Marker, RuleCheck
from mptf.models import CommitteeMeeting, EligibilityRule, Proposal, ThematicArea
from network.models import Entity
from objectives.models import Objective, Principle, SDGTarget


def load() -> None:
    """A draft in Arabic, one that is checked, and one that the committee approved; nothing without reference data."""
    if not ThematicArea.objects.exists():
        return
    # Made-up organizations: nothing is said of a real one.
    lead, partner = (Entity.objects.get(acronym=acronym) for acronym in ("SAMPLE-A", "SAMPLE-B"))
    country = Country.objects.get(iso3="XAA")
    focal = Mandate.objects.select_related("user").get(country=country).user
    curator = User.objects.get(email="curator@example.org")
    spoken = User.objects.get(email="organization@example.org")
    proposing.begin(by=focal, title="مقترح عينة: التحويلات المالية الآمنة", language="ar", country=country, lead=lead)
    for title in ("Sample proposal: fair recruitment in Zahrana", "Sample proposal: birth registration in Zahrana"):
        proposal = _written(focal, country, lead, partner, title)
        proposing.endorse(proposal=proposal, by=focal, country=country)
        proposing.endorse(proposal=proposal, by=spoken)
        proposing.submit(proposal=proposal, by=focal)
    _approve(Proposal.objects.get(title__endswith="birth registration in Zahrana"), curator)


def _written(by: User, country: Country, lead: Entity, partner: Entity, title: str) -> Proposal:
    proposal = proposing.begin(by=by, title=title, language="en", country=country, lead=lead)
    text = "Fictional text of a sample: it shows what a concept note looks like and says nothing of any real State."
    sections = {
        "about": {"title": title, "language": "en", "summary": text},
        "parties": {
            "countries": [country],
            "lead": lead,
            "organizations": [partner],
            "government_entities": "Sample Ministry of Labour\nSample Municipality",
            "other_partners": "Sample association of migrants",
        },
        "need": {"context": text, "goal": text, "results": text, "target_groups": text},
        "compact": {
            "thematic_area": ThematicArea.objects.order_by("number").first(),
            "objectives": list(Objective.objects.filter(number__in=[4, 6])),
            "sdg_targets": list(SDGTarget.objects.filter(code="10.7")),
        },
        "principles": {"principles": [(one, text) for one in Principle.objects.filter(number__in=[1, 7])]},
        "markers": {"markers": [(one.value, "2", text) for one in Marker]},
        "budget": {"duration_months": 24, "amounts": [(lead, Decimal(600_000)), (partner, Decimal(400_000))]},
        "prospects": {"sustainability": text, "risks": text},
    }
    for code, values in sections.items():
        proposing.save_section(proposal=proposal, code=code, version=0, values=values, by=by)
    return Proposal.objects.get(pk=proposal.pk)


def _approve(proposal: Proposal, curator: User) -> None:
    rules = EligibilityRule.objects.filter(check_kind=RuleCheck.CURATOR, is_active=True)
    deciding.answer(proposal=proposal, answers={rule.pk: (True, "") for rule in rules}, by=curator)
    deciding.find_eligible(proposal=proposal, by=curator)
    meeting = CommitteeMeeting.objects.create(
        date=datetime.date(2026, 2, 16), is_sample=True, place_ar="عبر الإنترنت (عينة)", place_en="Online (sample)"
    )
    item = deciding.put_on_agenda(proposal=proposal, meeting=meeting, by=curator)
    decided = deciding.Decided(
        item=item,
        decision="approve",
        reason="Fictional reason of a sample.",
        summary={"ar": "قرار خيالي: اعتُمد المقترح العينة.", "en": "A fictional decision: the sample was approved."},
    )
    deciding.record_decisions(meeting=meeting, decisions=[decided], by=curator)
    CommitteeMeeting.objects.create(
        date=datetime.date(2027, 2, 15), is_sample=True, place_ar="عبر الإنترنت (عينة)", place_en="Online (sample)"
    )
