from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """The stages of a joint programme, from the first note to its end."""

    CONCEPT_NOTE = "concept-note", _("Concept note")
    PIPELINE = "pipeline", _("In the pipeline")
    APPROVED = "approved", pgettext_lazy("joint programme", "Approved")
    RUNNING = "running", pgettext_lazy("joint programme", "Running")
    CLOSED = "closed", pgettext_lazy("joint programme", "Closed")
    UNKNOWN = "", _("Stage not found in a source")


class PartnerKind(TextChoices):
    GOVERNMENT = "government", _("Government entity")
    OTHER = "other", _("Other partner")


class Topic(TextChoices):
    PRINCIPLE = "principle", _("Rule of the Fund")
    GOVERNANCE = "governance", _("Governance")
    CONTRIBUTOR_KIND = "contributor-kind", _("Who may contribute")
    MARKER = "marker", _("Marker")


class Scope(TextChoices):
    NATIONAL = "national", pgettext_lazy("scope of a programme", "One country")
    MULTI_COUNTRY = "multi-country", pgettext_lazy("scope of a programme", "Several countries")
    REGIONAL = "regional", pgettext_lazy("scope of a programme", "A region")
    UNKNOWN = "", _("Scope not found in a source")


class Marker(TextChoices):
    """The three markers of the Fund; the values are the codes of its statements about them."""

    HUMAN_RIGHTS = "human-rights", _("Human rights marker")
    GENDER = "gender", _("Gender marker")
    CHILD_SENSITIVITY = "child-sensitivity", _("Child-sensitivity marker")


class DocumentKind(TextChoices):
    PROGRAMME = "programme-document", _("Programme document")
    PROGRESS = "progress-report", _("Progress report")
    FINAL = "final-report", _("Final report")
    FINANCIAL = "financial-report", _("Financial report")
    EVALUATION = "evaluation", _("Evaluation")
    OTHER = "other", _("Other document")


class DocumentLanguage(TextChoices):
    """The official languages of the United Nations, and one more word for all others."""

    ARABIC = "ar", pgettext_lazy("language of a document", "Arabic")
    CHINESE = "zh-hans", pgettext_lazy("language of a document", "Chinese")
    ENGLISH = "en", pgettext_lazy("language of a document", "English")
    FRENCH = "fr", pgettext_lazy("language of a document", "French")
    RUSSIAN = "ru", pgettext_lazy("language of a document", "Russian")
    SPANISH = "es", pgettext_lazy("language of a document", "Spanish")
    PORTUGUESE = "pt", pgettext_lazy("language of a document", "Portuguese")
    OTHER = "other", pgettext_lazy("language of a document", "Another language")


class Funding(TextChoices):
    """Where the money of a programme comes from."""

    FUND = "fund", pgettext_lazy("source of money", "The Fund")
    GOVERNMENT = "government", pgettext_lazy("source of money", "Government co-funding")
    OTHER = "other", pgettext_lazy("source of money", "Another source")


class BudgetKind(TextChoices):
    """How far money has come. The kinds overlap (what is spent was transferred): they are never added up."""

    APPROVED = "approved", pgettext_lazy("money", "Approved")
    TRANSFERRED = "transferred", pgettext_lazy("money", "Transferred")
    SPENT = "spent", pgettext_lazy("money", "Spent")


class ContributionState(TextChoices):
    """How far a contribution has come. The states overlap (what is paid was committed): they are never added up."""

    PLEDGED = "pledged", pgettext_lazy("money", "Pledged")
    COMMITTED = "committed", pgettext_lazy("money", "Committed")
    PAID = "paid", pgettext_lazy("money", "Paid")
