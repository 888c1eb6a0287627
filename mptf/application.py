"""The concept note as an empty Word document, made from the sections of the form on the portal."""

from django.utils.translation import gettext as _

from foundation import language, word
from mptf.completeness import SECTIONS
from mptf.models import EligibilityRule


def _no_picture(sha256: str) -> word.Drawn:
    raise KeyError(sha256)


def application_form() -> bytes:
    """In the active language: each section with what it asks, and the rules that the note is checked against."""
    title = _("Concept note for the Migration Multi-Partner Trust Fund")
    document = word.Document(language.active(), title, _no_picture)
    document.add(document.paragraph(title, style="Title"))
    document.add(
        document.paragraph(
            _("For drafting only: the note is written, endorsed and submitted on the portal."), style="Guidance"
        )
    )
    for section in SECTIONS:
        document.add(document.paragraph(str(section.title), style="Heading1", keep=True))
        document.add(document.paragraph(str(section.asks), style="Guidance"))
        document.add(document.paragraph(""))
    rules = [language.localized(rule, "text") for rule in EligibilityRule.objects.filter(is_active=True)]
    if rules:
        document.add(document.paragraph(_("Rules of eligibility"), style="Heading1", keep=True))
        document.add(*(document.paragraph(f"– {rule}") for rule in rules))
    return document.save(b'<gcm xmlns="https://gcm-portal.example/concept-note"/>')
