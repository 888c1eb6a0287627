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


class ProposalState(TextChoices):
    """Where a proposal to the Fund stands."""

    DRAFT = "draft", pgettext_lazy("state of a proposal", "Concept note being drafted")
    SUBMITTED = "submitted", pgettext_lazy("state of a proposal", "Submitted")
    RETURNED = "returned", pgettext_lazy("state of a proposal", "Returned for changes")
    INELIGIBLE = "ineligible", pgettext_lazy("state of a proposal", "Not eligible")
    PIPELINE = "pipeline", pgettext_lazy("state of a proposal", "In the pipeline")
    INVITED = "invited", pgettext_lazy("state of a proposal", "Invited to a full proposal")
    AGENDA = "agenda", pgettext_lazy("state of a proposal", "On the agenda of the Steering Committee")
    REVISION = "revision", pgettext_lazy("state of a proposal", "To be revised")
    APPROVED = "approved", pgettext_lazy("state of a proposal", "Approved")
    RUNNING = "running", pgettext_lazy("state of a proposal", "Running as a joint programme")
    CLOSED = "closed", pgettext_lazy("state of a proposal", "Closed")
    DECLINED = "declined", pgettext_lazy("state of a proposal", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "Withdrawn")


class ProposalAction(TextChoices):
    ENDORSE = "endorse", pgettext_lazy("done with a proposal", "Endorsed")
    SUBMIT = "submit", pgettext_lazy("done with a proposal", "Submitted")
    FIND_ELIGIBLE = "find_eligible", pgettext_lazy("done with a proposal", "Found eligible")
    RETURN = "return", pgettext_lazy("done with a proposal", "Returned with reasons")
    REJECT = "reject", pgettext_lazy("done with a proposal", "Found not eligible")
    INVITE = "invite", pgettext_lazy("done with a proposal", "Invited to a full proposal")
    DELIVER = "deliver", pgettext_lazy("done with a proposal", "Full proposal handed in")
    PUT_ON_AGENDA = "put_on_agenda", pgettext_lazy("done with a proposal", "Put on the agenda")
    TAKE_OFF_AGENDA = "take_off_agenda", pgettext_lazy("done with a proposal", "Taken off the agenda")
    APPROVE = "approve", pgettext_lazy("done with a proposal", "Approved")
    REVISE = "revise", pgettext_lazy("done with a proposal", "Sent back for revision")
    DEFER = "defer", pgettext_lazy("done with a proposal", "Deferred to a later meeting")
    DECLINE = "decline", pgettext_lazy("done with a proposal", "Declined")
    START = "start", pgettext_lazy("done with a proposal", "Started")
    CLOSE = "close", pgettext_lazy("done with a proposal", "Closed")
    WITHDRAW = "withdraw", pgettext_lazy("done with a proposal", "Withdrawn")


class ProposalActor(TextChoices):
    """Who has the word on a proposal."""

    PROPOSERS = "proposers", pgettext_lazy("who has the word", "The proposers")
    NETWORK = "network", pgettext_lazy("who has the word", "The UN Network")
    COMMITTEE = "committee", pgettext_lazy("who has the word", "The Steering Committee")
    NOBODY = "nobody", pgettext_lazy("who has the word", "Nobody: nothing is left to do")


class DecisionKind(TextChoices):
    """What the Steering Committee may decide; the values are those of the actions."""

    APPROVE = "approve", pgettext_lazy("decision", "Approve")
    REVISE = "revise", pgettext_lazy("decision", "Ask for a revision")
    DEFER = "defer", pgettext_lazy("decision", "Defer to a later meeting")
    DECLINE = "decline", pgettext_lazy("decision", "Decline")


class RuleCheck(TextChoices):
    """How a rule of eligibility is checked: by the portal from the note itself, or by a curator."""

    CURATOR = "curator", _("By the curator")
    GOVERNMENT = "government", _("Automatically: every government has endorsed the note")
    ORGANIZATIONS = "organizations", _("Automatically: two or more UN organizations take part")
    PRINCIPLES = "principles", _("Automatically: it says how it follows the guiding principles")
    AREA = "area", _("Automatically: it is in one of the thematic areas")


class MeetingState(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Held")


class MessageKind(TextChoices):
    """Who reads a message on a proposal."""

    PROPOSERS = "proposers", _("Among the proposers")
    NETWORK = "network", _("With the UN Network")
