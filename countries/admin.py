from django.contrib import admin

from countries.models import Commission, CommissionMembership, Country
from foundation.admin import CuratedInline, SourcedAdmin


class MembershipInline(CuratedInline):
    model = CommissionMembership
    autocomplete_fields = ["commission"]


@admin.register(Country)
class CountryAdmin(SourcedAdmin):
    natural_key = ["iso3"]
    list_display = ["iso3", "name_ar", "name_en", "m49", "un_status"]
    list_filter = ["un_status", "memberships__commission"]
    search_fields = ["iso3", "iso2", "m49", "name_ar", "name_en"]
    inlines = [MembershipInline]


@admin.register(Commission)
class CommissionAdmin(SourcedAdmin):
    public_page = "countries:country_list"
    natural_key = ["code"]
    list_display = ["code", "name_ar", "name_en"]
    search_fields = ["code", "name_ar", "name_en"]
