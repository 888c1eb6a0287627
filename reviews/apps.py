from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Voluntary reviews")

    def ready(self) -> None:
        import reviews.delegating  # noqa: F401, PLC0415  It asks to hear of accepted invitations.
