"""What this room adds to the page of the Network."""

from django.utils.translation import gettext as _

from capacity.models import MechanismPart
from foundation.panels import Panel


def network_panel(profile) -> Panel | None:
    parts = list(MechanismPart.objects.all())
    if not parts:
        return None
    return Panel(
        title=_("Capacity-building mechanism"),
        template="capacity/_network_panel.html",
        anchor="mechanism",
        context={"parts": parts, "records": parts},
        position=10,
    )


PANELS = {"network": [network_panel]}
