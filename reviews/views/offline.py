"""Working on a draft without a connection: taking it along, bringing it back, deciding on each change."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from foundation.decisions import Refused
from foundation.files import DOCX, XLSX, FileError
from foundation.language import codes
from reviews import returned
from reviews.enums import OfflineKind
from reviews.offline import Export
from reviews.views.finding import find_draft

TYPES = {OfflineKind.WORD: DOCX, OfflineKind.EXCEL: XLSX}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file that you worked on"),
        help_text=gettext_lazy("Word (.docx) or Excel (.xlsx), up to 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def review_offline(request: HttpRequest, iso3: str, round: str) -> HttpResponse:
    """Download the draft or the empty form, and upload what was written in it."""
    review, access = find_draft(request, iso3, round)
    may_upload = review.is_editable and (access.is_focal_point or access.contributor_may_edit)
    form = UploadForm()
    status = 200
    if request.method == "POST":
        if not may_upload:
            raise Refused(_("You may not upload answers to this review."))
        form = UploadForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                row, problems = returned.upload(review=review, file=file, name=file.name, by=request.user)
            except FileError as error:
                form.add_error("file", error)
            else:
                for problem in problems:
                    messages.warning(request, problem)
                if not row.changes:
                    messages.info(request, _("The file changes nothing: it says what stands in the draft."))
                    return redirect(request.path)
                return redirect("reviews:offline_changes", iso3, round, row.pk)
    return render(
        request,
        "reviews/review_offline.html",
        {
            "review": review,
            "access": access,
            "form": form,
            "may_upload": may_upload,
            "kinds": list(OfflineKind),
            "codes": codes(),
            "files": review.offline_files.filter(uploaded_by=request.user).exclude(changes=[])[:20],
        },
        status=status,
    )


@require_safe
@never_cache
@login_required
def offline_download(request: HttpRequest, iso3: str, round: str, language: str, kind: str) -> HttpResponse:
    """The draft as .docx or .xlsx, as far as the person covers it; ``?empty=1`` for the form alone."""
    review, access = find_draft(request, iso3, round)
    if language not in codes() or kind not in OfflineKind.values:
        raise Http404
    export = Export(review, access, language, empty="empty" in request.GET)
    content = export.to_word() if kind == OfflineKind.WORD else export.to_excel()
    name = f"{iso3}-{round}-{'form' if export.empty else 'draft'}-{language}.{kind}"
    return HttpResponse(
        content,
        content_type=TYPES[OfflineKind(kind)],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def offline_changes(request: HttpRequest, iso3: str, round: str, pk: int) -> HttpResponse:
    """What an uploaded file would change, answer by answer, to accept or refuse."""
    review, access = find_draft(request, iso3, round)
    row = get_object_or_404(review.offline_files.select_related("review"), pk=pk, uploaded_by=request.user)
    if request.method == "POST":
        if not review.is_editable:
            raise Refused(_("The review has been submitted and cannot be changed now."))
        changes = returned.changes_of(row, access)
        if "all" in request.POST:
            decisions = {
                change.index: (returned.ACCEPTED, request.POST.get(f"version-{change.index}", ""))
                for change in changes
                if not change.is_conflict
            }
        else:
            decisions = {
                change.index: (
                    request.POST.get(f"decision-{change.index}", ""),
                    request.POST.get(f"version-{change.index}", ""),
                )
                for change in changes
            }
        done, missed = returned.decide(row=row, decisions=decisions, by=request.user)
        if missed:
            messages.warning(
                request,
                ngettext(
                    "%(count)s answer was changed by somebody else meanwhile. Look at it again below.",
                    "%(count)s answers were changed by somebody else meanwhile. Look at them again below.",
                    missed,
                )
                % {"count": missed},
            )
        if done:
            messages.success(
                request,
                ngettext("%(count)s decision was carried out.", "%(count)s decisions were carried out.", done)
                % {"count": done},
            )
        return redirect("reviews:offline_changes", iso3, round, row.pk)
    changes = returned.changes_of(row, access)
    return render(
        request,
        "reviews/offline_changes.html",
        {
            "review": review,
            "access": access,
            "file": row,
            "open_changes": [change for change in changes if not change.done],
            "done_changes": [change for change in changes if change.done],
            "can_accept_all": any(
                not change.done and not change.is_conflict and change.may_edit for change in changes
            ),
        },
    )
