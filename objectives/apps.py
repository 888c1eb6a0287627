from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObjectivesConfig(AppConfig):
    name = "objectives"
    verbose_name = _("Objectives and principles")

    def ready(self) -> None:
        from foundation import reference
        from objectives.reference import load

        reference.register(20, load)
