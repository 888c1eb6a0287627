"""Row history of curated records that have several languages."""

from django.db import models
from simple_history import register


def track(model: type[models.Model], *, m2m_fields: list[str] | None = None) -> None:
    """Keep the history of a translated model, the fields of every language included.

    To be called in ``translation.py`` after the model was registered there: a ``history``
    attribute in the model itself would be made before the languages' fields exist and miss them.
    """
    register(model, m2m_fields=m2m_fields or [])
