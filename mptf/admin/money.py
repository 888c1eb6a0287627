from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from import_export import resources, widgets

from foundation.admin import SourcedAdmin
from mptf.models import BudgetLine, Contribution, ExchangeRate, ProgrammePartner


class PartnerWidget(widgets.ForeignKeyWidget):
    """A partner by its English name among those of the row's programme: names repeat between programmes."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return ProgrammePartner.objects.filter(programme__slug=row["programme"])


@admin.register(BudgetLine)
class BudgetLineAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = ["code", "programme", "year", "kind", "funding", "amount", "currency", "as_of"]
    list_filter = ["kind", "funding", "year", "currency"]
    list_select_related = ["programme"]
    search_fields = ["code", "programme__slug", "programme__title_ar", "programme__title_en", "organization__acronym"]
    autocomplete_fields = ["programme", "organization", "partner"]
    date_hierarchy = "as_of"

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        base = super().get_resource_classes(request)[0]
        partner = resources.Field(
            attribute="partner", column_name="partner", widget=PartnerWidget(ProgrammePartner, "name_en")
        )
        meta = type("Meta", (base.Meta,), {"fields": [*base.Meta.fields, "partner"]})
        return [type(base.__name__, (base,), {"partner": partner, "Meta": meta})]


@admin.register(Contribution)
class ContributionAdmin(SourcedAdmin):
    natural_key = ["code"]
    list_display = [
        "code",
        "contributor",
        "year",
        "state",
        "amount",
        "currency",
        "area",
        "programme",
        "as_of",
    ]
    list_filter = ["state", "year", "currency", "area"]
    list_select_related = ["country", "area", "programme"]
    search_fields = [
        "code", "country__iso3", "country__name_ar", "country__name_en", "organization_ar", "organization_en",
    ]  # fmt: skip
    autocomplete_fields = ["country", "area", "programme"]
    date_hierarchy = "as_of"


@admin.register(ExchangeRate)
class ExchangeRateAdmin(SourcedAdmin):
    natural_key = ["currency", "month"]
    list_display = ["currency", "month", "per_dollar"]
    list_filter = ["currency"]
    search_fields = ["currency"]
    date_hierarchy = "month"
