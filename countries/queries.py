"""Countries in memory: there are some two hundred, and lists show them all at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from countries.models import Commission, Country
from foundation.arabic import normalize


@dataclass(frozen=True)
class Region:
    """The countries that lie in the region of one commission; without a commission, in none."""

    commission: Commission | None
    countries: list[Country] = field(default_factory=list)


def alphabetical(countries: Iterable[Country]) -> list[Country]:
    """In the alphabetical order of the active language, the same on every database."""
    return sorted(countries, key=lambda country: country.sort_key)


def by_region(countries: Iterable[Country], commissions: Iterable[Commission] | None = None) -> list[Region]:
    """The countries under the region(s) they lie in, in the order given; empty regions are left out.

    Regions of commissions overlap (Morocco lies in Africa and in the Arab region), so a country may
    stand in two. Needs ``with_commissions()``: nothing is asked of the database unless
    ``commissions`` must be found from the countries' memberships.
    """
    countries = list(countries)
    members: dict[int, list[Country]] = {}
    known: dict[int, Commission] = {commission.pk: commission for commission in commissions or ()}
    nowhere = []
    for country in countries:
        places = [membership for membership in country.memberships.all() if membership.is_in_region]
        for membership in places:
            known.setdefault(membership.commission_id, membership.commission)
            members.setdefault(membership.commission_id, []).append(country)
        if not places:
            nowhere.append(country)
    ordered = sorted(known.values(), key=lambda commission: (commission.position, commission.code))
    regions = [Region(commission, members[commission.pk]) for commission in ordered if commission.pk in members]
    return [*regions, Region(None, nowhere)] if nowhere else regions


def matching(countries: Iterable[Country], term: str) -> list[Country]:
    """Countries whose name (in any language) or code contains the words searched for.

    Spelling does not matter in the ways of ``foundation.arabic.normalize``: المملكه finds المملكة.
    """
    words = normalize(term).split()
    return [country for country in countries if all(word in _searchable(country) for word in words)]


def _searchable(country: Country) -> str:
    names = [value for name, value in vars(country).items() if name.startswith("name_") and value]
    return normalize(" ".join([*names, country.iso3, country.iso2, country.m49]))
