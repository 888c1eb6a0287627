"""What curators keep of this room, one module for each of its parts."""

from capacity.admin import contributions, hub, mechanism, practices  # noqa: F401
