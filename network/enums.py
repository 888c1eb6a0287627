from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    MEMBER = "member", _("Member")


class GroupRole(TextChoices):
    LEAD = "lead", pgettext_lazy("of a working group", "Lead")
    CO_LEAD = "co-lead", pgettext_lazy("of a working group", "Co-lead")
    MEMBER = "member", _("Member")


class DeliverableState(TextChoices):
    PLANNED = "planned", pgettext_lazy("deliverable", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("deliverable", "in preparation")
    DELIVERED = "delivered", pgettext_lazy("deliverable", "delivered")
    DROPPED = "dropped", pgettext_lazy("deliverable", "not pursued")


class DocumentLanguage(TextChoices):
    """The official languages of the United Nations, and Portuguese and others as country teams write."""

    AR = "ar", _("Arabic")
    EN = "en", _("English")
    ES = "es", _("Spanish")
    FR = "fr", _("French")
    PT = "pt", _("Portuguese")
    RU = "ru", _("Russian")
    ZH = "zh", _("Chinese")


class ActivityRole(TextChoices):
    LEAD = "lead", pgettext_lazy("of an activity", "Lead entity")
    PARTICIPANT = "participant", pgettext_lazy("of an activity", "Participating entity")


class ActivityState(TextChoices):
    PLANNED = "planned", pgettext_lazy("activity", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("activity", "under way")
    DONE = "done", pgettext_lazy("activity", "done")
    CHANGED = "changed", pgettext_lazy("activity", "changed")
    STOPPED = "stopped", pgettext_lazy("activity", "stopped")


class ActivityAction(TextChoices):
    """What can be done with an activity; values are those of the log."""

    REPORT = "report", pgettext_lazy("activity", "Report where it stands")
    BEGIN = "begin", pgettext_lazy("activity", "It has begun")
    COMPLETE = "complete", pgettext_lazy("activity", "It is done")
    CHANGE = "change", pgettext_lazy("activity", "It goes on in another form")
    STOP = "stop", pgettext_lazy("activity", "It has been stopped")
    REOPEN = "reopen", pgettext_lazy("activity", "It is taken up again")


class UpdateState(TextChoices):
    """Of an update that somebody has proposed."""

    WAITING = "waiting", pgettext_lazy("update", "waiting for the Network")
    ACCEPTED = "accepted", pgettext_lazy("update", "accepted")
    DECLINED = "declined", pgettext_lazy("update", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("update", "withdrawn")


class UpdateAction(TextChoices):
    ACCEPT = "accept", pgettext_lazy("update", "Accept")
    DECLINE = "decline", pgettext_lazy("update", "Decline")
    WITHDRAW = "withdraw", pgettext_lazy("update", "Withdraw")


class Actor(TextChoices):
    """Who may take a step."""

    ORGANIZATION = "organization", pgettext_lazy("actor", "the lead organization")
    NETWORK = "network", pgettext_lazy("actor", "the Network")


class EventKind(TextChoices):
    MEETING = "meeting", pgettext_lazy("event", "Meeting")
    CONFERENCE = "conference", pgettext_lazy("event", "Conference")
    TRAINING = "training", pgettext_lazy("event", "Training")
    WEBINAR = "webinar", pgettext_lazy("event", "Webinar")
    SIDE_EVENT = "side-event", pgettext_lazy("event", "Side event")


class EventState(TextChoices):
    PLANNED = "planned", pgettext_lazy("event", "planned")
    HELD = "held", pgettext_lazy("event", "held")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")
