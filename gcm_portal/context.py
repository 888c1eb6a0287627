"""What every page shows around its content: name, ways around, languages, addresses for machines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation import language
from foundation.previewing import is_preview

NAVIGATION = [
    (pgettext_lazy("navigation", "Objectives"), "objectives:objective_list"),
    (pgettext_lazy("navigation", "Countries"), "countries:country_list"),
    (pgettext_lazy("navigation", "Reviews"), "reviews:review_list"),
    (pgettext_lazy("navigation", "Rounds"), "reviews:round_list"),
    (pgettext_lazy("navigation", "Champion countries"), "champions:champion_list"),
    (pgettext_lazy("navigation", "The Fund"), "mptf:fund"),
    (pgettext_lazy("navigation", "The Network"), "network:network"),
]
FOOTER = [
    (
        _("The Compact"),
        [
            (_("The 23 objectives"), "objectives:objective_list"),
            (_("The 10 guiding principles"), "objectives:principle_list"),
            (_("What a voluntary review is"), "reviews:about"),
            (_("Joint programmes of the Fund"), "mptf:programme_list"),
            (_("Capacity-building mechanism"), "capacity:mechanism"),
        ],
    ),
    (
        _("This portal"),
        [
            (_("About the portal"), "progress:about"),
            (_("Sources and verification"), "progress:source_list"),
            (_("Accessibility"), "progress:accessibility"),
        ],
    ),
    (
        _("For reuse"),
        [
            (_("Open data (API)"), "open_data"),
            (_("Description of the API (OpenAPI)"), "schema"),
        ],
    ),
]
# Two words of the header that come with messages or a session; without them nobody's page differs.
COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    current: str = ""


@dataclass(frozen=True)
class LanguageLink:
    """A language of the portal, named in itself, and this page in it."""

    code: str
    name: str
    direction: str
    href: str


def _links(request: HttpRequest, pairs: list[tuple[str, str]]) -> list[Link]:
    """The pages that exist; a room whose addresses are not there yet is left out."""
    links = []
    for label, name in pairs:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        current = "page" if request.path == href else "true" if request.path.startswith(href) else ""
        links.append(Link(label, href, current))
    return links


class Portal:
    """The frame of a page, worked out only as far as its template asks.

    ``quiet`` asks neither session nor database: for the page that says the server failed.
    """

    name = _("GCM portal")
    full_name = _("Global Compact for Migration portal")

    def __init__(self, request: HttpRequest, *, quiet: bool = False):
        self.request = request
        self.quiet = quiet

    @cached_property
    def language(self) -> str:
        return language.active()

    @cached_property
    def direction(self) -> str:
        return language.direction(self.language)

    @cached_property
    def home(self) -> str:
        return f"/{self.language}/"

    @cached_property
    def navigation(self) -> list[Link]:
        return _links(self.request, NAVIGATION)

    @cached_property
    def footer(self) -> list[tuple[str, list[Link]]]:
        groups = [(title, _links(self.request, pairs)) for title, pairs in FOOTER]
        return [(title, links) for title, links in groups if links]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return [
            LanguageLink(
                code,
                language.name_of(code, own=True),
                language.direction(code),
                language.other_language_url(self.request, code),
            )
            for code in language.codes()
        ]

    @cached_property
    def other_languages(self) -> list[LanguageLink]:
        return [link for link in self.languages if link.code != self.language]

    def _absolute(self, path: str) -> str:
        return f"{settings.SITE_URL}{path.partition('?')[0]}"

    @cached_property
    def canonical(self) -> str:
        """This page's one address: filters are views of it, the further pages of a list are not."""
        page = self.request.GET.get("page", "")
        return self._absolute(self.request.path) + (f"?page={page}" if page.isdigit() and page != "1" else "")

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """``hreflang`` and address of this page in each language, and where none of them is the reader's."""
        links = [(link.code, self._absolute(link.href)) for link in self.languages]
        default = dict(links).get(settings.LANGUAGE_CODE)
        return [*links, ("x-default", default)] if default else links

    @cached_property
    def site_url(self) -> str:
        return settings.SITE_URL

    @cached_property
    def has_session(self) -> bool:
        """Whether this reader may have a session. Asking the session itself would make each page personal."""
        return not self.quiet and any(name in self.request.COOKIES for name in COOKIES)

    @cached_property
    def is_signed_in(self) -> bool:
        return (
            self.has_session
            and getattr(self.request, "user", None) is not None
            and (self.request.user.is_authenticated)
        )

    @cached_property
    def account(self) -> Link | None:
        """The way to one's own work: the workspace, or logging in to it."""
        pair = (_("Workspace"), "workspace:home") if self.is_signed_in else (_("Log in"), "account_login")
        return next(iter(_links(self.request, [pair])), None)

    @cached_property
    def is_preview(self) -> bool:
        """Drawn for a curator from what is not saved."""
        return is_preview(self.request)

    @cached_property
    def messages(self) -> list[Any]:
        return list(get_messages(self.request)) if self.has_session else []


def portal(request: HttpRequest) -> dict[str, Portal]:
    return {"portal": Portal(request)}
