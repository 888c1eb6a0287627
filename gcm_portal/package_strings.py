"""Texts of packages that our catalogue translates, because the package has no Arabic or not ours.

Extraction finds them here; nothing imports this module. A package's own catalogue is used for all others.
"""

from django.utils.translation import gettext_noop as _

# Django writes months with these; its Arabic has one name each, United Nations documents have two.
MONTHS = [
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
]
