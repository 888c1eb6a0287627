"""What curators keep of this room, one module for each of its parts."""

from mptf.admin import fund, money, proposals  # noqa: F401
