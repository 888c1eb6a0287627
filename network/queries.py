from django.db.models import Prefetch

from countries.models import CommissionMembership
from countries.queries import alphabetical
from network.models import NationalNetwork


def national_networks() -> list[NationalNetwork]:
    """All national networks with country and regions, in alphabetical order of the country."""
    memberships = CommissionMembership.objects.select_related("commission")
    networks = NationalNetwork.objects.select_related("country").prefetch_related(
        Prefetch("country__memberships", memberships)
    )
    by_country = {network.country: network for network in networks}
    return [by_country[country] for country in alphabetical(by_country)]
