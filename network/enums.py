from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntityRole(TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    SECRETARIAT = "secretariat", _("Secretariat")
    EXECUTIVE_COMMITTEE = "executive-committee", _("Executive Committee")
    MEMBER = "member", _("Member")


class EntityKind(TextChoices):
    UN = "un", _("UN entity")
    REGIONAL_ORGANIZATION = "regional-organization", _("Regional organization")
    STATE_LED_PROCESS = "state-led-process", _("State-led process")


class Topic(TextChoices):
    MISSION = "mission", _("Mission of the Network")
    COMMITTEE_FUNCTION = "committee-function", _("Function of the Executive Committee")
    WORKING_METHOD = "working-method", _("Working method")


class Maturity(TextChoices):
    UNKNOWN = "", _("not stated")
    RECENT = "recent", _("recently established")
    ADVANCED = "advanced", _("advanced coordination with the State and stakeholders")


class RegionalRole(TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    CO_CHAIR = "co-chair", _("Co-chair")
    SECRETARIAT = "secretariat", _("Co-secretariat")
    EXECUTIVE_COMMITTEE = "executive-committee", _("Executive Committee")
