from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Puts the rooms together: what those below add to pages and lists of those above."""

    name = "gcm_portal"
    verbose_name = _("Portal")

    def ready(self):
        """Register what each room's ``panels.py`` offers: ``PANELS``, ``ASPECTS``, ``TODO`` (subject → providers)."""
        # Deferred: models are loaded only now. Checks register themselves.
        from foundation import aspects, panels, todo
        from gcm_portal import checks  # noqa: F401

        for room in apps.get_app_configs():
            if room.module is None or not module_has_submodule(room.module, "panels"):
                continue
            module = import_module(f"{room.name}.panels")
            for registry, offered in ((panels, "PANELS"), (aspects, "ASPECTS"), (todo, "TODO")):
                for subject, providers in getattr(module, offered, {}).items():
                    for provider in providers:
                        registry.register(subject, provider)
