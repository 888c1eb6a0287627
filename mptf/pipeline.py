"""The public pipeline: of each proposal only what is public, never a word of its draft."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from countries.listing import country_filter, region_filter
from foundation.registers import Column, Filter, Order, Register, choices
from mptf.enums import ProposalState
from mptf.models import Proposal
from mptf.register import area_options
from network.listing import entity_filter


def _seen(request: HttpRequest) -> QuerySet[Proposal]:
    return Proposal.objects.public().real()


def _samples() -> QuerySet[Proposal]:
    return Proposal.objects.public().exclude(pk__in=Proposal.objects.real().values("pk"))


def sample_proposals() -> list[Proposal]:
    """Fictional proposals, to be shown as such and counted nowhere."""
    return list(_samples().for_lists().order_by("-state_since"))


PIPELINE = Register(
    name="pipeline",
    about=_("Proposals to the Migration Multi-Partner Trust Fund from the pipeline on."),
    records=_seen,
    for_page=lambda records: records.for_lists(),
    plain_search_fields=["title"],
    filters=[
        Filter("state", _("State"), "state", options=choices(ProposalState)),
        Filter("area", _("Thematic area"), "thematic_area__number", options=area_options, is_number=True),
        region_filter("countries"),
        country_filter("countries", many=True),
        entity_filter("lead", many=False, label=_("Lead UN organization")),
    ],
    orders=[
        Order("", _("Latest step first"), ("-state_since",)),
        Order("title", _("By title"), ("title",)),
    ],
    columns=[
        Column(_("Title"), lambda one: one.title, _("In the language of the proposal.")),
        Column(_("Language"), lambda one: one.get_language_display()),
        Column(_("State"), lambda one: one.get_state_display()),
        Column(_("Since"), lambda one: one.state_since.date().isoformat()),
        Column(_("Thematic area"), lambda one: one.thematic_area.number if one.thematic_area else ""),
        Column(_("Countries"), lambda one: [country.iso3 for country in one.countries.all()], _("ISO codes.")),
        Column(_("Lead UN organization"), lambda one: one.lead.acronym),
        Column(
            _("Participating UN organizations"), lambda one: [entity.acronym for entity in one.organizations.all()]
        ),
        Column(_("Requested (US dollars)"), lambda one: one.requested),
        Column(_("Submitted"), lambda one: one.submitted_at.date().isoformat() if one.submitted_at else ""),
        Column(_("Joint programme"), lambda one: one.programme.slug if one.programme else "", _("Its code.")),
    ],
)
