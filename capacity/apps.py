from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapacityConfig(AppConfig):
    name = "capacity"
    verbose_name = _("Capacity-building mechanism")

    def ready(self) -> None:
        from capacity.reference import load
        from foundation import reference

        reference.register(60, load)
