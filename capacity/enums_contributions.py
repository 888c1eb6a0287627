from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Giver(TextChoices):
    """Who may take a step of a contribution, and who has the next word."""

    STATE = "state", _("the State")
    NETWORK = "network", _("the UN Network")
    NOBODY = "nobody", _("nobody")


class ContributionKind(TextChoices):
    """The resources of which paragraph 43 of the Compact speaks."""

    TECHNICAL = "technical", pgettext_lazy("contribution", "Technical")
    FINANCIAL = "financial", pgettext_lazy("contribution", "Financial")
    HUMAN = "human", pgettext_lazy("contribution", "Human resources")


class ContributionState(TextChoices):
    """The states of a contribution to the mechanism; no hyphens, they stand in a diagram."""

    DRAFT = "draft", pgettext_lazy("contribution to the mechanism", "Draft")
    OFFERED = "offered", pgettext_lazy("contribution to the mechanism", "Offered")
    QUESTION = "question", pgettext_lazy("contribution to the mechanism", "Question to the State")
    CONFIRMED = "confirmed", pgettext_lazy("contribution to the mechanism", "Confirmed")
    GIVEN = "given", pgettext_lazy("contribution to the mechanism", "Given")
    ENDED = "ended", pgettext_lazy("contribution to the mechanism", "Ended without being given")
    DECLINED = "declined", pgettext_lazy("contribution to the mechanism", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution to the mechanism", "Withdrawn")


class ContributionAction(TextChoices):
    OFFER = "offer", pgettext_lazy("contribution to the mechanism", "offered")
    ASK = "ask", pgettext_lazy("contribution to the mechanism", "question asked")
    ANSWER = "answer", pgettext_lazy("contribution to the mechanism", "question answered")
    CONFIRM = "confirm", pgettext_lazy("contribution to the mechanism", "confirmed")
    GIVE = "give", pgettext_lazy("contribution to the mechanism", "given")
    END = "end", pgettext_lazy("contribution to the mechanism", "ended without being given")
    DECLINE = "decline", pgettext_lazy("contribution to the mechanism", "declined")
    WITHDRAW = "withdraw", pgettext_lazy("contribution to the mechanism", "withdrawn")
