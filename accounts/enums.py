from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person is to the portal. Nobody *has* a role: it follows from flags, groups and mandates."""

    ADMINISTRATOR = "administrator", _("administrator")
    CURATOR = "curator", _("curator of the Network")
    FOCAL_POINT = "focal_point", _("focal point")
    CONTRIBUTOR = "contributor", _("contributor")
    REPRESENTATIVE = "representative", _("representative of an organization")


class InvitedRole(TextChoices):
    """Roles that an invitation can give; administrators are appointed by administrators."""

    CURATOR = Role.CURATOR.value, Role.CURATOR.label
    FOCAL_POINT = Role.FOCAL_POINT.value, Role.FOCAL_POINT.label
    CONTRIBUTOR = Role.CONTRIBUTOR.value, Role.CONTRIBUTOR.label
    REPRESENTATIVE = Role.REPRESENTATIVE.value, Role.REPRESENTATIVE.label


class MandateKind(TextChoices):
    FOCAL_POINT = "focal_point", _("focal point")
    ALTERNATE = "alternate", _("alternate focal point")


class InvitationState(TextChoices):
    """Not a column: follows from the dates of an invitation."""

    OPEN = "open", pgettext_lazy("invitation", "open")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")
