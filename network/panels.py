"""What this room adds to pages of countries."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from countries.models import Country
from foundation.aspects import Aspect, Cell, Value
from foundation.panels import Panel
from network.models import NationalNetwork


def country_panel(country: Country) -> Panel | None:
    network = NationalNetwork.objects.filter(country=country).first()
    if network is None:
        return None
    return Panel(
        title=_("National network of the United Nations"),
        template="network/_country_panel.html",
        anchor="national-network",
        context={"network": network, "records": [network]},
        position=30,
    )


def country_aspect() -> Aspect:
    """Countries with a national network: a filter and a column."""
    known = frozenset(NationalNetwork.objects.values_list("country_id", flat=True))
    return Aspect(
        name="network",
        label=_("National network"),
        values=(Value("yes", _("With a national network"), known),),
        cells={key: Cell(pgettext("column", "Yes")) for key in known},
    )


PANELS = {"country": [country_panel]}
ASPECTS = {"country": [country_aspect]}
