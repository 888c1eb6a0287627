from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capacity.models import MechanismContribution, MechanismPart, MechanismStatement, PracticePublication
from countries.enums import UNStatus
from foundation.sourcing import attach_sources
from mptf.models import JointProgramme


@require_safe
def mechanism(request: HttpRequest) -> HttpResponse:
    """The capacity-building mechanism of the Compact: its three parts and who contributes."""
    parts = list(MechanismPart.objects.all())
    contributions = list(MechanismStatement.objects.all())
    attach_sources(parts, contributions)
    return render(
        request,
        "capacity/mechanism.html",
        {
            "parts": parts,
            "contributions": contributions,
            "contribution_count": MechanismContribution.objects.shown().real().count(),
            "practice_count": PracticePublication.objects.shown().real().count(),
            "programme_count": JointProgramme.objects.shown().exclude(countries__un_status=UNStatus.SAMPLE).count(),
        },
    )
