"""Rules of passwords in our words, where Django's own are missing in Arabic or miscount there."""

from django.contrib.auth import password_validation
from django.utils.translation import ngettext


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs at least %(count)s character.",
            "This password is too short: it needs at least %(count)s characters.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        return ngettext(
            "At least %(count)s character; several words are easier to keep in mind than signs.",
            "At least %(count)s characters; several words are easier to keep in mind than signs.",
            self.min_length,
        ) % {"count": self.min_length}
