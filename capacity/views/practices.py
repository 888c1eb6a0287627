"""The public library of practices: the list, a practice, its versions and files, the criteria."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from capacity.enums_practices import PracticeState, Verdict
from capacity.models import PracticeCriterion, PracticeMaterial, PracticePublication
from capacity.models.practices import TEXTS
from capacity.register_practices import PRACTICES, for_cards
from foundation.kept_files import send_kept
from foundation.language import localized
from foundation.panels import panels_for


@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    return PRACTICES.respond(
        request,
        "capacity/practice_list.html",
        lambda listing: {"has_samples": any(one.is_sample for one in listing.page.object_list)},
    )


@require_safe
def practice_criteria(request: HttpRequest) -> HttpResponse:
    """What practices are checked against, shown before anybody writes one."""
    return render(request, "capacity/practice_criteria.html", {"criteria": list(PracticeCriterion.objects.in_force())})


def _show(request: HttpRequest, publication: PracticePublication) -> HttpResponse:
    practice = publication.practice
    labels = {field.name: field.verbose_name for field in PracticePublication._meta.fields}
    objectives = list(publication.objectives.select_related("round_table"))
    related = (
        for_cards(PracticePublication.objects.shown()).filter(objectives__in=objectives).exclude(practice=practice)
    )
    verdicts = dict(Verdict.choices)
    return render(
        request,
        "capacity/practice_detail.html",
        {
            "publication": publication,
            "practice": practice,
            "texts": [{"name": name, "label": labels[name]} for name in TEXTS[2:] if localized(publication, name)],
            "objectives": objectives,
            "principles": list(publication.principles.all()),
            "targets": list(publication.sdg_targets.all()),
            "countries": list(publication.countries.all()),
            "materials": list(publication.materials.all()),
            "outcome": [
                {
                    "text": {"ar": one["text_ar"], "en": one["text_en"]},
                    "verdict": one["verdict"],
                    "label": verdicts[one["verdict"]],
                }
                for one in publication.outcome
            ],
            "versions": list(practice.publications.order_by("-number").values_list("number", flat=True)),
            "is_current": practice.current_id == publication.pk,
            "archived": practice.transitions.filter(action="archive").last()
            if practice.state == PracticeState.ARCHIVED
            else None,
            "related": list(related.distinct()[:6]),
            "panels": panels_for("practice", publication),
            "address": request.build_absolute_uri(request.path),
        },
    )


def _published(slug: str, condition: Q) -> PracticePublication:
    found = PracticePublication.objects.select_related("practice__country", "practice__entity", "kind").filter(
        condition, practice__slug=slug
    )
    return get_object_or_404(found)


@require_safe
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A practice in the version in force."""
    return _show(request, _published(slug, Q(current_of__isnull=False)))


@require_safe
def practice_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as it was published."""
    return _show(request, _published(slug, Q(number=number)))


@require_safe
def practice_file(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """A file of a published version."""
    publication = _published(slug, Q(number=number))
    material = get_object_or_404(PracticeMaterial, pk=pk, pk__in=publication.materials.values("pk"))
    if material.url:
        return redirect("capacity:practice_version", slug, number)
    if not material.file:
        raise Http404
    return send_kept(material)
