from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChampionStatus(TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    ENDED = "ended", _("Ended")


class Topic(TextChoices):
    INITIATIVE = "initiative", _("What the initiative is")
    SELECTION = "selection", _("How champion countries are identified")
    CRITERION = "criterion", _("Criterion met in a source")


class SupportState(TextChoices):
    """How far one kind of support has come."""

    ASKED = "asked", pgettext_lazy("support", "Asked for")
    PLANNED = "planned", pgettext_lazy("support", "Planned")
    GIVEN = "given", pgettext_lazy("support", "Given")


class CommitmentState(TextChoices):
    ANNOUNCED = "announced", pgettext_lazy("commitment", "Announced")
    UNDER_WAY = "under-way", pgettext_lazy("commitment", "Under way")
    FULFILLED = "fulfilled", pgettext_lazy("commitment", "Fulfilled")
    CHANGED = "changed", pgettext_lazy("commitment", "Changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("commitment", "Withdrawn")


class Direction(TextChoices):
    """Whether a country offers experience or looks for it."""

    OFFERS = "offers", pgettext_lazy("experience", "Offers experience")
    SEEKS = "seeks", pgettext_lazy("experience", "Seeks experience")


class DocumentKind(TextChoices):
    LETTER = "letter", _("Letter of confirmation")
    OTHER = "other", _("Document")


class InterestState(TextChoices):
    """The states of an expression of interest; no hyphens, they stand in a diagram."""

    DRAFT = "draft", pgettext_lazy("expression of interest", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("expression of interest", "Submitted")
    REVIEW = "review", pgettext_lazy("expression of interest", "Under review")
    QUESTION = "question", pgettext_lazy("expression of interest", "Question to the State")
    INVITED = "invited", pgettext_lazy("expression of interest", "Invited to confirm")
    CONFIRMED = "confirmed", pgettext_lazy("expression of interest", "Confirmed")
    DECLINED = "declined", pgettext_lazy("expression of interest", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("expression of interest", "Withdrawn")


class InterestAction(TextChoices):
    SUBMIT = "submit", pgettext_lazy("expression of interest", "submitted")
    TAKE_UP = "take_up", pgettext_lazy("expression of interest", "taken up")
    ASK = "ask", pgettext_lazy("expression of interest", "question asked")
    ANSWER = "answer", pgettext_lazy("expression of interest", "question answered")
    INVITE = "invite", pgettext_lazy("expression of interest", "invited to confirm")
    CONFIRM = "confirm", pgettext_lazy("expression of interest", "confirmed by the State")
    DECLINE = "decline", pgettext_lazy("expression of interest", "declined")
    WITHDRAW = "withdraw", pgettext_lazy("expression of interest", "withdrawn")


class Actor(TextChoices):
    """Who may take a step, and who has the next word."""

    STATE = "state", _("the State")
    NETWORK = "network", _("the UN Network")
    NOBODY = "nobody", _("nobody")
