from django.urls import path, register_converter

from countries import views


class ISO3Converter:
    """A country code in an address; small letters reach the view, which leads to the capital ones."""

    regex = "[A-Za-z]{3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ISO3Converter, "iso3")

app_name = "countries"
urlpatterns = [
    path("", views.country_list, name="country_list"),
    path("<iso3:iso3>/", views.country_detail, name="country_detail"),
]
