"""The registers of the rooms above this one: joint programmes, champion countries, practices."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from capacity.models import PracticePublication
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


def _practice(publication: PracticePublication) -> Entry:
    return Entry("practice", publication.practice.slug, titles_of(publication, "title"), path_of(publication))


def _practices():
    return PracticePublication.objects.shown().select_related("practice")


PRACTICES = Register(
    kind="practice",
    label=_("Published practices"),
    entries=lambda: map(_practice, _practices()),
    of_country=lambda country: map(_practice, _practices().filter(countries=country)),
    find=lambda keys: map(_practice, _practices().filter(practice__slug__in=list(keys))),
)
