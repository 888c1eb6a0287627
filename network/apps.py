from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("UN Network on Migration")

    def ready(self) -> None:
        import network.representing  # noqa: F401  It asks to hear of accepted invitations.
        from foundation import reference
        from network.reference import load

        reference.register(30, load)
