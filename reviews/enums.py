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
    """The editions of the PDF; all are drawn from one snapshot."""

    FULL = "full", pgettext_lazy("edition", "Full edition")
    ANSWERED = "answered", pgettext_lazy("edition", "Answers only")
    SUMMARY = "summary", pgettext_lazy("edition", "Two-page summary")


class ConsultedKind(TextChoices):
    """The partners that the Compact names under its whole-of-society approach (A/RES/73/195, paragraphs 15 and 44)."""

    GOVERNMENT = "government", pgettext_lazy("consulted", "Government body")
    LOCAL = "local", pgettext_lazy("consulted", "Local authority")
    MIGRANTS = "migrants", pgettext_lazy("consulted", "Migrants’ or diaspora organization")
    CIVIL_SOCIETY = "civil-society", pgettext_lazy("consulted", "Civil society organization")
    ACADEMIA = "academia", pgettext_lazy("consulted", "Academia")
    PRIVATE_SECTOR = "private-sector", pgettext_lazy("consulted", "Private sector")
    UNION = "union", pgettext_lazy("consulted", "Trade union")
    MEDIA = "media", pgettext_lazy("consulted", "Media")
    RIGHTS_INSTITUTION = "rights-institution", pgettext_lazy("consulted", "National human rights institution")
    OTHER = "other", pgettext_lazy("consulted", "Other stakeholder")


class ConsultedHow(TextChoices):
    MEETING = "meeting", pgettext_lazy("consultation", "Meeting")
    WORKSHOP = "workshop", pgettext_lazy("consultation", "Workshop")
    WRITTEN = "written", pgettext_lazy("consultation", "Written contribution")
    SURVEY = "survey", pgettext_lazy("consultation", "Survey")
    INTERVIEW = "interview", pgettext_lazy("consultation", "Interview")
    DRAFTING = "drafting", pgettext_lazy("consultation", "Took part in the drafting")
    OTHER = "other", pgettext_lazy("consultation", "Other way")


class Carrying(TextChoices):
    """What the State says today of an answer it gave in an earlier round."""

    CONFIRMED = "confirmed", pgettext_lazy("earlier answer", "Confirmed unchanged")
    UPDATED = "updated", pgettext_lazy("earlier answer", "Updated")
    DROPPED = "dropped", pgettext_lazy("earlier answer", "No longer applies")


class HelpState(TextChoices):
    OPEN = "open", pgettext_lazy("request for help", "Waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("request for help", "Answered")
    CLOSED = "closed", pgettext_lazy("request for help", "Closed")


class HelpAddressee(TextChoices):
    NATIONAL = "national", _("The national UN Network on Migration")
    REGIONAL = "regional", _("The regional UN Network on Migration")


class OfflineKind(TextChoices):
    WORD = "docx", _("Word")
    EXCEL = "xlsx", _("Excel")


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
