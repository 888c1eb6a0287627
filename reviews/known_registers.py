"""The registers of the rooms above this one: joint programmes and champion countries."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from champions.models import Champion
from mptf.models import JointProgramme
from reviews.registers import Entry, Register, path_of, titles_of


def _programme(programme: JointProgramme) -> Entry:
    return Entry("programme", programme.slug, titles_of(programme, "title"), path_of(programme))


def _champion(champion: Champion) -> Entry:
    return Entry("champion", champion.country.iso3, titles_of(champion.country, "name"), path_of(champion))


def _champions():
    return Champion.objects.shown().select_related("country")


def _programmes(keys: Iterable[str]):
    return map(_programme, JointProgramme.objects.shown().filter(slug__in=list(keys)))


PROGRAMMES = Register(
    kind="programme",
    label=_("Joint programmes of the Migration MPTF"),
    entries=lambda: map(_programme, JointProgramme.objects.shown()),
    of_country=lambda country: map(_programme, JointProgramme.objects.shown().filter(countries=country)),
    find=_programmes,
)
CHAMPIONS = Register(
    kind="champion",
    label=_("Champion countries"),
    entries=lambda: map(_champion, _champions()),
    of_country=lambda country: map(_champion, _champions().filter(country=country)),
    find=lambda keys: map(_champion, _champions().filter(country__iso3__in=list(keys))),
)
