"""What a concept note still lacks, and how it stands against the Fund's rules, from one plain picture of it.

The page of the note, its progress line, the endorsement and the submission all ask ``issues``; there is no
second opinion.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mptf.enums import Marker, RuleCheck
from mptf.models import Proposal


@dataclass(frozen=True)
class NoteSection:
    """A section of the form: its code in addresses, its title, what is asked of it (for the page on applying)."""

    code: str
    title: object
    asks: object


SECTIONS: tuple[NoteSection, ...] = (
    NoteSection(
        "about",
        gettext_lazy("What it is about"),
        gettext_lazy("Title, working language and a summary of one paragraph."),
    ),
    NoteSection(
        "parties",
        gettext_lazy("Who takes part"),
        gettext_lazy(
            "Countries, lead UN organization, participating UN organizations, government entities and other partners."
        ),
    ),
    NoteSection(
        "need",
        gettext_lazy("Need, goal and results"),
        gettext_lazy("Context and need, goal, expected results and target groups."),
    ),
    NoteSection(
        "compact",
        gettext_lazy("Links to the Global Compact"),
        gettext_lazy("One of the thematic areas, the objectives and the SDG targets served."),
    ),
    NoteSection(
        "principles",
        gettext_lazy("Guiding principles"),
        gettext_lazy("Which guiding principles it follows, with a sentence on how for each."),
    ),
    NoteSection(
        "markers",
        gettext_lazy("Markers"),
        gettext_lazy("Human rights, gender and child sensitivity: the value of each, with its reason."),
    ),
    NoteSection(
        "budget",
        gettext_lazy("Duration and budget"),
        gettext_lazy("The duration in months and what each organization requests, in US dollars; the total adds up."),
    ),
    NoteSection(
        "prospects",
        gettext_lazy("Sustainability and risks"),
        gettext_lazy("What lasts after the programme, and what may go wrong."),
    ),
)
BY_CODE = {section.code: section for section in SECTIONS}


@dataclass(frozen=True)
class Issue:
    """One thing to do: the section and field where, what, and whether it stands in the way."""

    place: str
    field: str
    message: str
    blocking: bool = True


@dataclass(frozen=True)
class Picture:
    """A concept note as plain values."""

    texts: dict[str, str]
    countries: int
    organizations: frozenset[str]
    lead: str
    area: bool
    objectives: int
    sdg_targets: int
    principles: dict[str, str]
    markers: dict[str, tuple[str, str]]
    duration: int | None
    budget: dict[str, Decimal]
    endorsed_countries: int = 0
    lead_endorsed: bool = False
    total: Decimal = field(default=Decimal(0))


_TEXTS = (
    "title",
    "summary",
    "context",
    "goal",
    "results",
    "target_groups",
    "government_entities",
    "other_partners",
    "sustainability",
    "risks",
)


def picture_of(proposal: Proposal) -> Picture:
    """Nine small queries, whatever the length of the note."""
    budget = {row.entity.acronym: row.amount_usd for row in proposal.budget.select_related("entity")}
    endorsed = list(proposal.endorsements.filter(void_at=None))
    countries = {country.pk for country in proposal.countries.all()}
    return Picture(
        texts={name: getattr(proposal, name).strip() for name in _TEXTS},
        countries=len(countries),
        organizations=frozenset(entity.acronym for entity in proposal.organizations.all()) | {proposal.lead.acronym},
        lead=proposal.lead.acronym,
        area=proposal.thematic_area_id is not None,
        objectives=proposal.objectives.count(),
        sdg_targets=proposal.sdg_targets.count(),
        principles={str(one.principle): one.how.strip() for one in proposal.principles.select_related("principle")},
        markers={one.marker: (one.value.strip(), one.justification.strip()) for one in proposal.markers.all()},
        duration=proposal.duration_months,
        budget=budget,
        endorsed_countries=len({one.country_id for one in endorsed} & countries),
        lead_endorsed=any(one.entity_id == proposal.lead_id for one in endorsed),
        total=sum(budget.values(), Decimal(0)),
    )


def _needed() -> list[tuple[str, str, str]]:
    return [
        ("about", "summary", _("Write the summary.")),
        ("parties", "government_entities", _("Name at least one government entity that takes part.")),
        ("need", "context", _("Describe the context and the need.")),
        ("need", "goal", _("State the goal.")),
        ("need", "results", _("State the expected results.")),
        ("need", "target_groups", _("Say whom the programme is for.")),
        ("prospects", "sustainability", _("Say what lasts after the programme.")),
        ("prospects", "risks", _("Name the risks and what is done about them.")),
    ]


def issues(picture: Picture) -> list[Issue]:
    """Everything that is missing, in the order of the sections; asks nothing of the database."""
    found = [Issue(place, name, message) for place, name, message in _needed() if not picture.texts[name]]
    if not picture.texts["title"]:
        found.append(Issue("about", "title", _("Give the title.")))
    if not picture.countries:
        found.append(Issue("parties", "countries", _("Choose at least one country.")))
    if not picture.texts["other_partners"]:
        found.append(
            Issue("parties", "other_partners", _("No partner outside government and the UN is named."), blocking=False)
        )
    if not picture.area:
        found.append(Issue("compact", "thematic_area", _("Choose the thematic area.")))
    if not picture.objectives:
        found.append(Issue("compact", "objectives", _("Choose at least one objective.")))
    if not picture.sdg_targets:
        found.append(Issue("compact", "sdg_targets", _("No SDG target is named."), blocking=False))
    if not picture.principles:
        found.append(Issue("principles", "principles", _("Choose the guiding principles that it follows.")))
    for name, how in picture.principles.items():
        if not how:
            found.append(Issue("principles", "principles", _("Say how it follows this principle: %s") % name))
    for marker in Marker:
        value, justification = picture.markers.get(marker.value, ("", ""))
        if not value or not justification:
            message = _("Give the value of this marker and its reason: %s") % marker.label
            found.append(Issue("markers", f"{marker.value}-value", message))
    if not picture.duration:
        found.append(Issue("budget", "duration_months", _("Give the duration in months.")))
    for acronym in sorted(picture.organizations - set(picture.budget)):
        message = _("Say how much this organization requests: %s") % acronym
        found.append(Issue("budget", f"amount-{acronym}", message))
    order = [section.code for section in SECTIONS]
    return sorted(found, key=lambda issue: order.index(issue.place))


def blocking(picture: Picture) -> list[Issue]:
    return [issue for issue in issues(picture) if issue.blocking]


def progress(found: Sequence[Issue]) -> tuple[int, int]:
    """Sections that lack nothing that is needed, of all sections."""
    open_sections = {issue.place for issue in found if issue.blocking}
    return len(SECTIONS) - len(open_sections), len(SECTIONS)


def automatic(kind: str, picture: Picture) -> bool | None:
    """Whether the note meets a rule that the portal can check by itself; ``None`` for one that it cannot."""
    match kind:
        case RuleCheck.GOVERNMENT:
            return picture.countries > 0 and picture.endorsed_countries == picture.countries
        case RuleCheck.ORGANIZATIONS:
            return len(picture.organizations) >= 2
        case RuleCheck.PRINCIPLES:
            return bool(picture.principles) and all(picture.principles.values())
        case RuleCheck.AREA:
            return picture.area
    return None
