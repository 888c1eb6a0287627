from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UNStatus(TextChoices):
    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("Observer State")
    SAMPLE = "sample", _("Fictional State (sample)")
