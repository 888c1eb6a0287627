"""Words of the knowledge platform; values of states have no hyphens, they stand in a diagram."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PracticeState(TextChoices):
    DRAFT = "draft", pgettext_lazy("practice", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("practice", "Submitted")
    CHECK = "check", pgettext_lazy("practice", "Under peer check")
    RETURNED = "returned", pgettext_lazy("practice", "Returned")
    EDITING = "editing", pgettext_lazy("practice", "Being edited and translated")
    AGREEMENT = "agreement", pgettext_lazy("practice", "With the author to agree")
    AGREED = "agreed", pgettext_lazy("practice", "Agreed, to be published")
    PUBLISHED = "published", pgettext_lazy("practice", "Published")
    ARCHIVED = "archived", pgettext_lazy("practice", "Archived")
    DECLINED = "declined", pgettext_lazy("practice", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("practice", "Withdrawn")


class PracticeAction(TextChoices):
    SUBMIT = "submit", pgettext_lazy("practice", "submitted")
    ASSIGN = "assign", pgettext_lazy("practice", "given to two checkers")
    GIVE = "give", pgettext_lazy("practice", "a check was given")
    RETURN = "return", pgettext_lazy("practice", "returned with reasons")
    ACCEPT = "accept", pgettext_lazy("practice", "accepted for publication")
    PROPOSE = "propose", pgettext_lazy("practice", "edited text sent to the author")
    AGREE = "agree", pgettext_lazy("practice", "author agreed to the text")
    OBJECT = "object", pgettext_lazy("practice", "author asked for changes")
    PUBLISH = "publish", pgettext_lazy("practice", "published")
    REVISE = "revise", pgettext_lazy("practice", "new version begun")
    KEEP = "keep", pgettext_lazy("practice", "new version given up")
    ARCHIVE = "archive", pgettext_lazy("practice", "archived")
    RESTORE = "restore", pgettext_lazy("practice", "taken back from the archive")
    DECLINE = "decline", pgettext_lazy("practice", "declined")
    WITHDRAW = "withdraw", pgettext_lazy("practice", "withdrawn")


class PracticeActor(TextChoices):
    """Who may take a step, and who has the next word."""

    AUTHOR = "author", _("the author")
    NETWORK = "network", _("the UN Network")
    CHECKER = "checker", _("the checkers")
    NOBODY = "nobody", _("nobody")


class Submitter(TextChoices):
    GOVERNMENT = "government", pgettext_lazy("who submitted a practice", "Government")
    ORGANIZATION = "organization", pgettext_lazy("who submitted a practice", "Organization")
    NETWORK = "network", pgettext_lazy("who submitted a practice", "UN Network, from a source")


class Verdict(TextChoices):
    MET = "met", pgettext_lazy("criterion", "Met")
    PARTLY = "partly", pgettext_lazy("criterion", "Partly met")
    NOT_MET = "not_met", pgettext_lazy("criterion", "Not met")
