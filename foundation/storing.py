"""Where files are kept, and how to keep none: what is stored in a preview is removed with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.files.storage import FileSystemStorage

_stored: ContextVar[list[tuple[FileSystemStorage, str]] | None] = ContextVar("stored", default=None)


class FileStore(FileSystemStorage):
    """The folder ``MEDIA_ROOT``."""

    def _save(self, name: str, content: Any) -> str:
        name = super()._save(name, content)
        stored = _stored.get()
        if stored is not None:
            stored.append((self, name))
        return name


@contextmanager
def files_removed_after() -> Iterator[None]:
    """Remove at the end every file that was stored inside."""
    stored: list[tuple[FileSystemStorage, str]] = []
    token = _stored.set(stored)
    try:
        yield
    finally:
        _stored.reset(token)
        for store, name in stored:
            store.delete(name)
