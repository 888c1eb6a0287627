from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MptfConfig(AppConfig):
    name = "mptf"
    verbose_name = _("Migration MPTF")

    def ready(self) -> None:
        from foundation import reference
        from mptf.reference import load

        reference.register(50, load)
