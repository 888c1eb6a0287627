"""Addresses: pages under their language, what machines ask for without one."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from foundation.styleguide import styleguide
from gcm_portal.health import healthz, readyz
from gcm_portal.open_data import open_data
from gcm_portal.sitemaps import SITEMAPS
from gcm_portal.translations import assign, worklist
from gcm_portal.views import robots

handler400 = "gcm_portal.error_views.bad_request"
handler403 = "gcm_portal.error_views.permission_denied"
handler404 = "gcm_portal.error_views.page_not_found"
handler500 = "gcm_portal.error_views.server_error"


class Favicon(RedirectView):
    """Browsers ask for /favicon.ico whatever a page says."""

    def get_redirect_url(self, *args, **kwargs):
        return static("img/favicon.svg")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", require_safe(cache_control(max_age=3600)(sitemap)), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", Favicon.as_view(), name="favicon"),
    path("api/v1/", include("gcm_portal.api")),
    path("mptf/", include("mptf.machine_urls")),
    # The language switch of the admin, which keeps the page; public pages have plain links.
    path("i18n/", include("django.conf.urls.i18n")),
]

# Both languages carry their prefix; "/" and addresses without one lead to the reader's language
# (django.middleware.locale).
urlpatterns += i18n_patterns(
    path("", include("progress.urls")),
    path("", include("objectives.urls")),
    path("countries/", include("countries.urls")),
    path("champions/", include("champions.urls")),
    path("", include("network.urls")),
    path("capacity/", include("capacity.urls")),
    path("mptf/", include("mptf.urls")),
    path("data/api/", open_data, name="open_data"),
    path("", include("reviews.urls")),
    path("workspace/", include("workspace.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/translations/", admin.site.admin_view(worklist), name="translations"),
    path("admin/translations/assign/", admin.site.admin_view(assign), name="translations_assign"),
    path("admin/", admin.site.urls),
    prefix_default_language=True,
)

if settings.DEBUG:
    # All components on one page (docs/components.md).
    urlpatterns += i18n_patterns(path("styleguide/", styleguide, name="styleguide"))
