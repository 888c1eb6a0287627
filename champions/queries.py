from django.db.models import Prefetch

from champions.models import Champion
from countries.models import CommissionMembership
from countries.queries import alphabetical


def shown_champions() -> list[Champion]:
    """Champion countries that may be shown, with country, regions and roles, in alphabetical order."""
    memberships = CommissionMembership.objects.select_related("commission")
    champions = (
        Champion.objects.shown()
        .select_related("country")
        .prefetch_related(Prefetch("country__memberships", memberships), "roles")
    )
    by_country = {champion.country: champion for champion in champions}
    return [by_country[country] for country in alphabetical(by_country)]
