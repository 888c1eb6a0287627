"""The public lists of the mechanism, as readers narrow them and take them away."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from capacity.models import Expert
from countries.listing import country_filter, region_filter
from foundation.registers import Column, Order, Register, in_each_language
from objectives.listing import objective_filter


def _experts(request: HttpRequest):
    return Expert.objects.public()


def language_names(codes: Sequence[str]) -> list[str]:
    names = dict(settings.LANGUAGES)
    return [str(names.get(code, code)) for code in codes]


EXPERTS = Register(
    name="experts",
    about=_("Experts who have agreed to be shown to everyone. Their addresses are not given."),
    records=_experts,
    for_page=lambda experts: experts.select_related("country").prefetch_related("objectives"),
    search_fields=["name", "organization", "profile"],
    filters=[objective_filter(), country_filter(), region_filter()],
    orders=[Order("", _("By name"), by_text="name"), Order("new", _("Latest first"), ("-added_at",))],
    columns=[
        *in_each_language(_("Name"), "name"),
        *in_each_language(_("Organization"), "organization"),
        Column(_("Country"), lambda one: one.country.iso3 if one.country else "", _("ISO 3166-1 alpha-3 code.")),
        Column(
            _("Objectives"),
            lambda one: [other.number for other in one.objectives.all()],
            _("Numbers of the 23 objectives."),
        ),
        Column(_("Kinds of help"), lambda one: one.kind_labels),
        Column(_("Languages"), lambda one: language_names(one.language_codes)),
        Column(_("Sample"), lambda one: one.is_sample, _("Whether it is a sample of a fictional State.")),
    ],
)
