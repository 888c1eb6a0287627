"""What this room adds to pages of countries and objectives."""

from django.utils.translation import gettext as _

from champions.models import Champion
from countries.models import Country
from countries.queries import alphabetical
from foundation.aspects import Aspect, Cell, Value
from foundation.panels import Panel
from objectives.models import Objective


def country_panel(country: Country) -> Panel | None:
    champion = Champion.objects.shown().filter(country=country).prefetch_related("roles").first()
    if champion is None:
        return None
    # The address and the name need the country, which is at hand: no further query.
    champion.country = country
    return Panel(
        title=_("Champion country"),
        template="champions/_country_panel.html",
        anchor="champion",
        context={"champion": champion, "records": [champion]},
        position=20,
    )


def objective_panel(objective: Objective) -> Panel | None:
    champions = Champion.objects.shown().filter(priority_objectives=objective).select_related("country")
    by_country = {champion.country: champion for champion in champions}
    if not by_country:
        return None
    return Panel(
        title=_("Champion countries that have it as a priority"),
        template="champions/_objective_panel.html",
        anchor="champions",
        context={"champions": [by_country[country] for country in alphabetical(by_country)]},
        position=40,
    )


def country_aspect() -> Aspect:
    """Champion countries among all: a filter and a column."""
    champions = Champion.objects.shown().select_related("country")
    text = _("Champion country")
    cells = {champion.country_id: Cell(text, champion.get_absolute_url()) for champion in champions}
    return Aspect(
        name="champion",
        label=_("Champion country"),
        values=(Value("yes", _("Champion country"), frozenset(cells)),),
        cells=cells,
    )


PANELS = {"country": [country_panel], "objective": [objective_panel]}
ASPECTS = {"country": [country_aspect]}
