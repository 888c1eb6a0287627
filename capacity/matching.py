"""Who could help with a request, each with the reason: a suggestion to the curator, never a decision."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capacity.models import Expert, SupportRequest
from mptf.models import JointProgramme
from network.models import Entity

MOST = 5


@dataclass(frozen=True)
class Suggestion:
    """``kind`` and ``key`` fill the form; ``label`` names them, ``reason`` says why."""

    kind: str
    key: int
    label: str
    reason: str


def suggest(request: SupportRequest) -> list[Suggestion]:
    """Organizations and programmes with the same objectives, experts who have agreed: in a few queries."""
    objectives = list(request.objectives.values_list("pk", flat=True))
    asked = list(request.matches.values_list("entity", "expert", "programme"))
    found: list[Suggestion] = []
    programmes = (
        JointProgramme.objects.shown()
        .filter(objectives__in=objectives)
        .exclude(pk__in=[key for _entity, _expert, key in asked if key])
        .annotate(shared=Count("objectives", filter=Q(objectives__in=objectives), distinct=True))
        .order_by("-shared", "slug")[:MOST]
    )
    entities = (
        Entity.objects.filter(joint_programmes__objectives__in=objectives)
        .exclude(pk__in=[key for key, _expert, _programme in asked if key])
        .annotate(programmes=Count("joint_programmes", distinct=True))
        .order_by("-programmes", "acronym")[:MOST]
    )
    for entity in entities:
        reason = ngettext(
            "takes part in %(count)s joint programme on these objectives",
            "takes part in %(count)s joint programmes on these objectives",
            entity.programmes,
        ) % {"count": entity.programmes}
        found.append(Suggestion("entity", entity.pk, str(entity), reason))
    experts = (
        Expert.objects.suggestible()
        .filter(objectives__in=objectives)
        .exclude(pk__in=[key for _entity, key, _programme in asked if key])
        .annotate(shared=Count("objectives", filter=Q(objectives__in=objectives), distinct=True))
        .order_by("-shared", "name_en")[:MOST]
    )
    for expert in experts:
        reason = ngettext("knows %(count)s of the objectives", "knows %(count)s of the objectives", expert.shared) % {
            "count": expert.shared
        }
        if request.kind in expert.kinds:
            reason = _("%(reason)s, and offers this kind of help") % {"reason": reason}
        found.append(Suggestion("expert", expert.pk, str(expert), reason))
    for programme in programmes:
        reason = ngettext(
            "works on %(count)s of the objectives", "works on %(count)s of the objectives", programme.shared
        ) % {"count": programme.shared}
        found.append(Suggestion("programme", programme.pk, str(programme), reason))
    return found
