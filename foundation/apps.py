from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    name = "foundation"
    verbose_name = _("Foundation")

    def ready(self) -> None:
        from simple_history.signals import post_create_historical_record

        from foundation.translation_states import keep_marks

        post_create_historical_record.connect(keep_marks, dispatch_uid="foundation.translation_states")
