"""The portal's addresses, and with them the page of all components and pages that fail."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from foundation.styleguide import styleguide
from gcm_portal.urls import handler400, handler403, handler404, handler500  # noqa: F401
from gcm_portal.urls import urlpatterns as portal_urlpatterns


def refused(request):
    raise PermissionDenied("This review belongs to another State.")


def failing(request):
    raise RuntimeError("Something broke.")


def suspicious(request):
    raise SuspiciousOperation("Something odd.")


@csrf_protect
def guarded(request):
    return HttpResponse("accepted")


urlpatterns = [
    *i18n_patterns(
        path("components/", styleguide),
        path("refused/", refused),
        path("failing/", failing),
        path("suspicious/", suspicious),
        path("guarded/", guarded),
    ),
    *portal_urlpatterns,
]
