"""The register of joint programmes as readers narrow it, asked of the database so that it may grow."""

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.models import Country
from countries.queries import alphabetical
from foundation.arabic import sort_key
from foundation.facets import Facet, build_facet
from foundation.language import localized
from mptf.enums import Stage
from mptf.models import JointProgramme, ThematicArea
from network.models import Entity
from objectives.models import Objective

# What the empty stage is called in the address.
UNKNOWN_STAGE = "unknown"

_FIELDS = {
    "area": "thematic_area__number",
    "stage": "stage",
    "country": "countries__iso3",
    "organization": "un_organizations__acronym",
    "objective": "objectives__number",
}
_NUMBERS = {"area", "objective"}


def narrowed(query: QueryDict, *, without: str = "") -> QuerySet[JointProgramme]:
    """Programmes with every value chosen in the address; a value that cannot be leaves none.

    ``without`` leaves one parameter aside: what its other values would give.
    """
    programmes = JointProgramme.objects.all()
    for name, field in _FIELDS.items():
        value = query.get(name, "")
        if not value or name == without:
            continue
        if name in _NUMBERS and not (value.isascii() and value.isdigit() and len(value) <= 4):
            return programmes.none()
        if "\x00" in value:  # PostgreSQL refuses to compare it
            return programmes.none()
        if name == "stage":
            value = Stage.UNKNOWN if value == UNKNOWN_STAGE else value
        programmes = programmes.filter(**{field: value})
    return programmes


def _related(model, programmes: QuerySet[JointProgramme]):
    """Records that the programmes refer to, each with the number of those that do."""
    # ``order_by()``: an ordering inside the subquery would only cost.
    return model.objects.filter(joint_programmes__in=programmes.order_by()).annotate(
        programme_count=Count("joint_programmes", distinct=True)
    )


def facets_of(query: QueryDict) -> list[Facet]:
    """The filters of the register; a query each, whatever the number of programmes."""
    areas = ThematicArea.objects.filter(programmes__in=narrowed(query, without="area").order_by()).annotate(
        programme_count=Count("programmes", distinct=True)
    )
    stages = dict(
        narrowed(query, without="stage").order_by().values_list("stage").annotate(programme_count=Count("pk"))
    )
    countries = alphabetical(_related(Country, narrowed(query, without="country")))
    organizations = _related(Entity, narrowed(query, without="organization"))
    objectives = _related(Objective, narrowed(query, without="objective"))
    choices = [
        ("area", _("Thematic area"), [(area.number, str(area), area.programme_count) for area in areas]),
        (
            "stage",
            _("Stage"),
            [(stage.value or UNKNOWN_STAGE, str(stage.label), stages.get(stage.value, 0)) for stage in Stage],
        ),
        ("country", _("Country"), [(country.iso3, str(country), country.programme_count) for country in countries]),
        (
            "organization",
            _("UN organization"),
            [
                (entity.acronym, f"{localized(entity, 'name')} ({entity.acronym})", entity.programme_count)
                for entity in organizations
            ],
        ),
        (
            "objective",
            _("Objective"),
            [(objective.number, str(objective), objective.programme_count) for objective in objectives],
        ),
    ]
    return [build_facet(query, name=name, label=label, choices=options) for name, label, options in choices]


def by_title(programmes: QuerySet[JointProgramme]) -> list[int]:
    """Primary keys in the alphabetical order of the titles in the active language.

    Databases disagree about Arabic, so titles (and nothing else) are sorted here.
    """
    titles = [
        (localized({"en": title_en, "ar": title_ar}), key)
        for key, title_en, title_ar in programmes.values_list("pk", "title_en", "title_ar")
    ]
    return [key for _title, key in sorted(titles, key=lambda pair: (sort_key(pair[0]), pair[1]))]
