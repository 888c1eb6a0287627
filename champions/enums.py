from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChampionStatus(TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    ENDED = "ended", _("Ended")


class Topic(TextChoices):
    INITIATIVE = "initiative", _("What the initiative is")
    SELECTION = "selection", _("How champion countries are identified")
    CRITERION = "criterion", _("Criterion met in a source")
