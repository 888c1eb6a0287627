from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Actor(TextChoices):
    """Who may take a step, and who has the next word."""

    ASKER = "asker", _("who asks")
    NETWORK = "network", _("the UN Network")
    HELPER = "helper", _("who is asked to help")
    NOBODY = "nobody", _("nobody")


class HelpKind(TextChoices):
    """The kinds of help that can be asked for; the portal's own working set."""

    ADVICE = "advice", _("Technical advice")
    TRAINING = "training", _("Training")
    DATA = "data", _("Data and statistics")
    LEGISLATION = "legislation", _("Legislation and policy")
    EXCHANGE = "exchange", _("Exchange with another country")
    FUNDING = "funding", _("Advice on funding")
    OTHER = "other", pgettext_lazy("kind of help", "Other")


class Urgency(TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency", "Within a year")
    SOON = "soon", pgettext_lazy("urgency", "Within three months")
    URGENT = "urgent", pgettext_lazy("urgency", "Within a month")


class RequestState(TextChoices):
    """The states of a request for support; no hyphens, they stand in a diagram."""

    DRAFT = "draft", pgettext_lazy("request for support", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("request for support", "Submitted")
    TRIAGE = "triage", pgettext_lazy("request for support", "In triage")
    QUESTION = "question", pgettext_lazy("request for support", "Question to who asks")
    MATCHING = "matching", pgettext_lazy("request for support", "Help is being found")
    OFFERED = "offered", pgettext_lazy("request for support", "Offer made")
    UNDER_WAY = "under_way", pgettext_lazy("request for support", "Under way")
    OUTCOME = "outcome", pgettext_lazy("request for support", "Outcome recorded")
    CLOSED = "closed", pgettext_lazy("request for support", "Closed")
    DECLINED = "declined", pgettext_lazy("request for support", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for support", "Withdrawn")


class RequestAction(TextChoices):
    SUBMIT = "submit", pgettext_lazy("request for support", "submitted")
    TAKE_UP = "take_up", pgettext_lazy("request for support", "taken up")
    ASK = "ask", pgettext_lazy("request for support", "question asked")
    ANSWER = "answer", pgettext_lazy("request for support", "question answered")
    MATCH = "match", pgettext_lazy("request for support", "help sought from")
    OFFER = "offer", pgettext_lazy("request for support", "offer made")
    ACCEPT = "accept", pgettext_lazy("request for support", "offer accepted")
    REFUSE = "refuse", pgettext_lazy("request for support", "offer not accepted")
    RECORD = "record", pgettext_lazy("request for support", "outcome recorded")
    RETURN = "return", pgettext_lazy("request for support", "outcome returned")
    CLOSE = "close", pgettext_lazy("request for support", "closed")
    DECLINE = "decline", pgettext_lazy("request for support", "declined")
    WITHDRAW = "withdraw", pgettext_lazy("request for support", "withdrawn")


class MatchState(TextChoices):
    """How far one who could help has come."""

    ASKED = "asked", pgettext_lazy("match", "Asked to help")
    OFFERED = "offered", pgettext_lazy("match", "Has made an offer")
    ACCEPTED = "accepted", pgettext_lazy("match", "Offer accepted")
    REFUSED = "refused", pgettext_lazy("match", "Offer not accepted")
    UNABLE = "unable", pgettext_lazy("match", "Cannot help")


class ConsentScope(TextChoices):
    """How far an expert lets the portal show them."""

    PUBLIC = "public", _("Name and profile are shown to everyone")
    DESK = "desk", _("Only the curators see name and profile")
