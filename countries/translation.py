from modeltranslation.translator import TranslationOptions, register

from countries.models import Commission, Country
from foundation.history import track


@register(Commission)
class CommissionTranslation(TranslationOptions):
    fields = ("name", "seat", "review_region")


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)


track(Commission, m2m_fields=["sources"])
track(Country, m2m_fields=["sources"])
