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
