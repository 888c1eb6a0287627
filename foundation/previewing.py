"""What a curator writes, shown as readers would see it, without saving it (docs/curating.md).

The pages that are previewed know of it in one thing only: ``shown_to`` lets them find a record that is not public.
"""

from django.db.models import Manager, QuerySet
from django.http import HttpRequest


def is_preview(request: HttpRequest) -> bool:
    """Whether this page is drawn for a curator who looks at what is not saved."""
    return getattr(request, "is_preview", False)


def shown_to(request: HttpRequest, manager: Manager) -> QuerySet:
    """The records of a page about one of them: the public ones, and in a preview every one."""
    return manager.all() if is_preview(request) else manager.shown()
