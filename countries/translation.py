from modeltranslation.translator import TranslationOptions, register

from countries.models import Commission, Country


@register(Commission)
class CommissionTranslation(TranslationOptions):
    fields = ("name", "seat", "review_region")


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)
