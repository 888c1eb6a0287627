from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundKind(TextChoices):
    REGIONAL = "regional", _("Regional reviews")
    GLOBAL = "global", _("International Migration Review Forum")


class Level(TextChoices):
    """The four levels of inputs that the Network compiles (A/RES/73/326)."""

    LOCAL = "local", pgettext_lazy("level", "Local")
    NATIONAL = "national", pgettext_lazy("level", "National")
    REGIONAL = "regional", pgettext_lazy("level", "Regional")
    GLOBAL = "global", pgettext_lazy("level", "Global")


class SectionKind(TextChoices):
    NARRATIVE = "narrative", _("Narrative")
    PRINCIPLES = "principles", _("One answer per guiding principle")
    OBJECTIVES = "objectives", _("One page per objective")
    ATTACHMENTS = "attachments", _("Annexes")


class QuestionKind(TextChoices):
    NARRATIVE = "narrative", _("Text")
    CHOICE = "choice", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")


class Stage(TextChoices):
    """How far a State says it has come with an objective; its own statement, never computed."""

    NOT_STARTED = "not-started", _("Not started")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    ADVANCED = "advanced", _("Advanced")
    ESTABLISHED = "established", _("Established and under review")


class TextStatus(TextChoices):
    """Of one language's text of an answer."""

    ORIGINAL = "original", pgettext_lazy("text", "Original")
    TRANSLATED = "translated", pgettext_lazy("text", "Translation")
    OUTDATED = "outdated", pgettext_lazy("text", "Translation, the original has changed since")


class ReviewState(TextChoices):
    """Of the working copy. Whether a review is public is a question for its publications."""

    DRAFT = "draft", pgettext_lazy("review", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("review", "Submitted")
    RETURNED = "returned", pgettext_lazy("review", "Returned for clarification")
    PUBLISHED = "published", pgettext_lazy("review", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("review", "Withdrawn")


class Action(TextChoices):
    SUBMIT = "submit", pgettext_lazy("action", "Submit")
    RETURN = "return", pgettext_lazy("action", "Return")
    PUBLISH = "publish", pgettext_lazy("action", "Publish")
    REVISE = "revise", pgettext_lazy("action", "Re-open")
    WITHDRAW = "withdraw", pgettext_lazy("action", "Withdraw")


class Owner(TextChoices):
    """Who has the next word in a state, and so who may edit the answers."""

    STATE = "state", _("the State")
    NETWORK = "network", _("the UN Network")
    NOBODY = "nobody", _("nobody")


class RenderingState(TextChoices):
    QUEUED = "queued", pgettext_lazy("rendering", "Waiting")
    RUNNING = "running", pgettext_lazy("rendering", "Being made")
    DONE = "done", pgettext_lazy("rendering", "Ready")
    FAILED = "failed", pgettext_lazy("rendering", "Failed")


class RenderingKind(TextChoices):
    FULL = "full", _("Full text")


class KnownReviewStatus(TextChoices):
    PUBLISHED = "published", pgettext_lazy("known review", "Published elsewhere")
    VALIDATED = "validated", pgettext_lazy("known review", "Validated nationally")
    IN_PREPARATION = "in-preparation", pgettext_lazy("known review", "In preparation")
    ANNOUNCED = "announced", pgettext_lazy("known review", "Announced")


class Topic(TextChoices):
    FORUM = "forum", _("The Forum")
    FORUM_FORMAT = "forum-format", _("Format of the Forum")
    REVIEW = "review", _("The voluntary national review")
    REVIEW_PRINCIPLE = "review-principle", _("Principle of the review")
    NETWORK_SUPPORT = "network-support", _("Support by the Network")
    GUIDING_QUESTION = "guiding-question", _("Guiding question")
    REPORT_PART = "report-part", _("Part of a regional report")
    INPUT_LEVEL = "input-level", _("Levels of inputs")
    RULE = "rule", _("Rule of the reviews")
