"""Files beside a record: judged by content, kept under their checksum, sent without ever running as a page."""

from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from foundation.files import CleanFile, clean_upload

#: The only types that a browser may show; everything else is saved.
SHOWN = {"image/png", "image/jpeg"}


class KeptFile(models.Model):
    """A file with what a reader wants to know before the click: title, language, type, size.

    The upload goes through ``keep``, which judges it; ``title`` is in the language ``language``.
    """

    file = models.FileField(_("file"), upload_to="kept/", editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of the file"), max_length=10, choices=settings.LANGUAGES)
    name = models.CharField(_("file name"), max_length=200, editable=False)
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def kind_of_file(self) -> str:
        """ "PDF", "DOCX" … as a reader knows it."""
        return self.name.rpartition(".")[2].upper()

    def keep(self, upload: File) -> None:
        """Take an upload in. Raises ``foundation.files.FileError``; the row is not saved yet."""
        self.take(clean_upload(upload))

    def take(self, clean: CleanFile) -> None:
        """As ``keep``, for a file that was judged before."""
        self.name, self.media_type = clean.name, clean.media_type
        self.size, self.sha256 = len(clean.content), clean.sha256
        self.file.save(f"{clean.sha256}{clean.extension}", ContentFile(clean.content), save=False)


def send_kept(kept: Any) -> FileResponse:
    """The file as it is: pictures may be shown, all else is saved; never run as a page of ours."""
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=kept.media_type not in SHOWN,
        filename=kept.name,
        content_type=kept.media_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
