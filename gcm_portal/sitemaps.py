"""Every public page in every language, each with its other languages; samples are left out."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from capacity.models import MechanismContribution
from champions.models import Champion
from countries.enums import UNStatus
from countries.models import Country
from mptf.models import JointProgramme, ThematicArea
from network.models import Activity, Entity, Event, NationalNetwork, RegionalNetwork
from objectives.models import Objective, Principle
from reviews.models import Publication, Round


class LanguagesSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = False


class PageSitemap(LanguagesSitemap):
    def items(self):
        return [
            "progress:home",
            "progress:about",
            "progress:source_list",
            "progress:accessibility",
            "objectives:objective_list",
            "objectives:principle_list",
            "countries:country_list",
            "champions:champion_list",
            "champions:exchange_list",
            "network:network",
            "network:entity_list",
            "network:membership",
            "network:group_list",
            "network:national_list",
            "network:priority_list",
            "network:event_list",
            "capacity:mechanism",
            "capacity:hub",
            "capacity:expert_list",
            "capacity:practice_list",
            "capacity:practice_criteria",
            "capacity:contribution_list",
            "mptf:fund",
            "mptf:programme_list",
            "mptf:money",
            "mptf:contributions",
            "reviews:review_list",
            "reviews:about",
            "reviews:round_list",
            "open_data",
        ]

    def location(self, item):
        return reverse(item)


class ObjectiveSitemap(LanguagesSitemap):
    def items(self):
        return Objective.objects.order_by("number")


class PrincipleSitemap(LanguagesSitemap):
    def items(self):
        return Principle.objects.order_by("number")


class CountrySitemap(LanguagesSitemap):
    def items(self):
        return Country.objects.real().order_by("iso3")


class ChampionSitemap(LanguagesSitemap):
    def items(self):
        return Champion.objects.shown().real().select_related("country").order_by("country__iso3")


class EntitySitemap(LanguagesSitemap):
    def items(self):
        return Entity.objects.shown().real().order_by("acronym")


class RegionalNetworkSitemap(LanguagesSitemap):
    def items(self):
        return RegionalNetwork.objects.order_by("code")


class NationalNetworkSitemap(LanguagesSitemap):
    def items(self):
        return NationalNetwork.objects.real().select_related("country").order_by("country__iso3")


class ActivitySitemap(LanguagesSitemap):
    def items(self):
        return Activity.objects.real().order_by("code")


class EventSitemap(LanguagesSitemap):
    def items(self):
        return Event.objects.real().order_by("code")


class AreaSitemap(LanguagesSitemap):
    def items(self):
        return ThematicArea.objects.order_by("number")


class ProgrammeSitemap(LanguagesSitemap):
    def items(self):
        return JointProgramme.objects.shown().real().order_by("slug")


class ContributionSitemap(LanguagesSitemap):
    def items(self):
        return MechanismContribution.objects.shown().real().select_related("country").order_by("pk")


class RoundSitemap(LanguagesSitemap):
    def items(self):
        return Round.objects.order_by("position")


class PublicationSitemap(LanguagesSitemap):
    def items(self):
        real = Publication.objects.latest_versions().for_lists()
        return real.exclude(submission__review__country__un_status=UNStatus.SAMPLE).order_by("pk")

    def lastmod(self, item):
        return item.published_at


SITEMAPS = {
    "pages": PageSitemap,
    "objectives": ObjectiveSitemap,
    "principles": PrincipleSitemap,
    "countries": CountrySitemap,
    "champions": ChampionSitemap,
    "entities": EntitySitemap,
    "regional-networks": RegionalNetworkSitemap,
    "national-networks": NationalNetworkSitemap,
    "activities": ActivitySitemap,
    "events": EventSitemap,
    "areas": AreaSitemap,
    "programmes": ProgrammeSitemap,
    "contributions": ContributionSitemap,
    "rounds": RoundSitemap,
    "publications": PublicationSitemap,
}
