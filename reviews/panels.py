"""What this room adds to the pages of countries, objectives, principles and to the home page."""

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capacity.models import PracticePublication
from champions.models import Champion
from countries.models import Country
from foundation.aspects import Aspect, Cell, Value
from foundation.panels import Panel
from mptf.models import JointProgramme
from objectives.models import Objective, Principle
from reviews.models import KnownReview, Publication, PublicationLink, PublicationText, PublishedObjective, Round
from reviews.waiting import CURATOR


def country_panel(country: Country) -> Panel:
    """Published reviews of the country, and reviews that sources name."""
    return Panel(
        title=_("Voluntary reviews"),
        template="reviews/_country_panel.html",
        anchor="reviews",
        position=10,
        context={
            "publications": Publication.objects.latest_versions()
            .for_lists()
            .filter(submission__review__country=country)
            .prefetch_related("objectives"),
            "known": KnownReview.objects.filter(country=country).select_related("round", "country").with_sources(),
        },
    )


def objective_panel(objective: Objective) -> Panel:
    """What States report on the objective, in their words, from publications in force."""
    reports = (
        PublishedObjective.objects.filter(number=objective.number, publication__superseded_by=None)
        .select_related("publication__submission__review__country", "publication__submission__review__round")
        .defer("publication__submission__snapshot")
        .prefetch_related(
            Prefetch(
                "publication__texts",
                PublicationText.objects.filter(objective=objective.number, question="objectives.measures"),
                to_attr="measures",
            )
        )
        .order_by("-publication__published_at")
    )
    return Panel(
        title=_("What States report"),
        template="reviews/_objective_panel.html",
        anchor="reports",
        position=10,
        context={"reports": reports, "objective": objective},
    )


def principle_panel(principle: Principle) -> Panel:
    """What States report on the guiding principle, from publications in force."""
    texts = (
        PublicationText.objects.filter(principle=principle.number, publication__superseded_by=None)
        .select_related("publication__submission__review__country", "publication__submission__review__round")
        .defer("publication__submission__snapshot")
        .order_by("-publication__published_at", "language")
    )
    by_publication: dict[int, dict] = {}
    for text in texts:
        entry = by_publication.setdefault(text.publication_id, {"publication": text.publication, "texts": {}})
        entry["texts"][text.language] = text.text
    return Panel(
        title=_("What States report"),
        template="reviews/_principle_panel.html",
        anchor="reports",
        position=10,
        context={"reports": list(by_publication.values())},
    )


def home_panel(_subject: object) -> Panel:
    """The cycle of rounds, and the reviews published last."""
    return Panel(
        title=_("The follow-up and review cycle"),
        template="reviews/_home_panel.html",
        anchor="cycle",
        position=10,
        context={
            "rounds": Round.objects.all(),
            "publications": Publication.objects.latest_versions().for_lists()[:5],
        },
    )


def country_aspect() -> Aspect:
    """Countries with a review published here: a filter and a column with their number."""
    rows = list(
        Publication.objects.latest_versions()
        .order_by()
        .values_list("submission__review__country_id", "submission__review__country__iso3")
        .annotate(count=Count("pk"))
    )
    return Aspect(
        name="review",
        label=_("Voluntary reviews"),
        values=(Value("yes", _("With a published review"), frozenset(key for key, _iso3, _count in rows)),),
        cells={
            key: Cell(
                ngettext("%(count)s review", "%(count)s reviews", count) % {"count": count},
                f"{reverse('countries:country_detail', args=[iso3])}#reviews",
            )
            for key, iso3, count in rows
        },
    )


def _mentions(kind: str, key: str) -> Panel | None:
    mentions = list(
        PublicationLink.objects.filter(kind=kind, key=key, publication__superseded_by=None)
        .select_related("publication__submission__review__country", "publication__submission__review__round")
        .defer("publication__submission__snapshot")
        .order_by("-publication__published_at", "objective")
    )
    # Several answers in one place of a review are one mention.
    mentions = list({(one.publication_id, one.section, one.objective): one for one in mentions}.values())
    if not mentions:
        return None
    return Panel(
        title=_("Mentioned in reviews"),
        template="reviews/_mentions_panel.html",
        anchor="mentions",
        position=50,
        context={"mentions": mentions},
    )


def programme_panel(programme: JointProgramme) -> Panel | None:
    """Reviews in force that refer to a joint programme."""
    return _mentions("programme", programme.slug)


def champion_panel(champion: Champion) -> Panel | None:
    """Reviews in force that refer to a champion country's profile."""
    return _mentions("champion", champion.country.iso3)


def practice_panel(publication: PracticePublication) -> Panel | None:
    """Reviews in force that refer to a practice."""
    return _mentions("practice", publication.practice.slug)


PANELS = {
    "practice": [practice_panel],
    "programme": [programme_panel],
    "champion": [champion_panel],
    "country": [country_panel],
    "objective": [objective_panel],
    "principle": [principle_panel],
    "home": [home_panel],
}
ASPECTS = {"country": [country_aspect]}
TODO = {"curator": CURATOR}
