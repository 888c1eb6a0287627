"""Practices at work: the author's draft, the Network's list, the checks, the text for publication, every step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.mandates import countries_of
from capacity import checking, submitting
from capacity.enums_practices import PracticeAction, PracticeState, Submitter
from capacity.forms_practices import AssignForm, CheckForm, EditForm, MaterialForm, PracticeForm, StepForm
from capacity.models import Practice, PracticeCriterion, PracticeEdit
from capacity.models.practices import TEXTS
from capacity.practice_permissions import can_edit, can_take, can_write, check_edit, check_take, open_check, steps_of
from capacity.workflow_practices import PRACTICE
from foundation.decisions import Refused
from foundation.kept_files import send_kept
from network.representing import entities_of

#: Steps of one page with a few words; the others have pages of their own.
STEPS = {
    PracticeAction.RETURN: gettext_lazy("Return to the author"),
    PracticeAction.ACCEPT: gettext_lazy("Accept for publication"),
    PracticeAction.PROPOSE: gettext_lazy("Send the text to the author"),
    PracticeAction.AGREE: gettext_lazy("Agree to the text"),
    PracticeAction.OBJECT: gettext_lazy("Ask for changes"),
    PracticeAction.PUBLISH: gettext_lazy("Publish the practice"),
    PracticeAction.REVISE: gettext_lazy("Begin a new version"),
    PracticeAction.KEEP: gettext_lazy("Give up the new version"),
    PracticeAction.ARCHIVE: gettext_lazy("Archive as outdated"),
    PracticeAction.RESTORE: gettext_lazy("Take back from the archive"),
    PracticeAction.DECLINE: gettext_lazy("Decline with a reason"),
    PracticeAction.WITHDRAW: gettext_lazy("Withdraw the practice"),
}
_CARRY_OUT = {
    PracticeAction.ACCEPT: checking.accept,
    PracticeAction.PROPOSE: submitting.propose,
    PracticeAction.AGREE: submitting.agree,
    PracticeAction.OBJECT: submitting.object_to,
    PracticeAction.PUBLISH: submitting.publish,
}


def _find(request: HttpRequest, pk: int) -> Practice:
    """Strangers get 404, as if there were none."""
    found = Practice.objects.visible_to(request.user).select_related("country", "entity", "assigned_to", "current")
    return get_object_or_404(found, pk=pk)


@require_safe
@never_cache
@login_required
def practice_desk(request: HttpRequest) -> HttpResponse:
    """One's own practices, those to check, and for curators all that was submitted; what waits first."""
    practices = list(Practice.objects.visible_to(request.user).select_related("country", "entity", "assigned_to"))
    if request.GET.get("state") in PracticeState.values:
        practices = [one for one in practices if one.state == request.GET["state"]]
    practices.sort(key=lambda one: PRACTICE.owners[one.state] == "nobody")
    return render(
        request,
        "capacity/practice_desk.html",
        {
            "practices": practices,
            "countries": list(countries_of(request.user)),
            "entities": list(entities_of(request.user)),
        },
    )


@require_POST
@login_required
def practice_begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft for a country, an organization, or (curators) from a source; and open it."""
    submitter, country, entity = Submitter.NETWORK, None, None
    if iso3 := request.POST.get("country"):
        submitter, country = Submitter.GOVERNMENT, get_object_or_404(countries_of(request.user), iso3=iso3)
    elif acronym := request.POST.get("entity"):
        submitter, entity = Submitter.ORGANIZATION, get_object_or_404(entities_of(request.user), acronym=acronym)
    practice = submitting.begin(
        submitter=submitter, country=country, entity=entity, language=get_language(), by=request.user
    )
    return redirect(practice)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def practice_work(request: HttpRequest, pk: int) -> HttpResponse:
    """The form while the author has the word; otherwise what was said, how far it has come, the next steps."""
    practice = _find(request, pk)
    decision = can_write(request.user, practice)
    if not decision:
        if request.method == "POST":
            raise Refused(decision.reason)
        return _show(request, practice)
    form, status, conflict, gaps = PracticeForm(practice=practice), 200, None, []
    if request.method == "POST":
        form, status = PracticeForm(request.POST, practice=practice), 422
        if form.is_valid():
            try:
                submitting.save(
                    practice=practice,
                    version=form.cleaned_data["version"],
                    facts=form.facts,
                    linked=form.linked,
                    by=request.user,
                )
                if "submit" not in request.POST:
                    messages.success(request, _("Saved. Only the authors see it until it is submitted."))
                    return redirect(practice)
                submitting.submit(practice=practice, by=request.user)
                messages.success(request, _("The practice has been submitted to the UN Network."))
                return redirect(practice)
            except submitting.Conflict:
                # What was typed stays in the form; what stands now is beside it, and the next save knows of it.
                conflict, status = _find(request, pk), 409
                form.data = form.data.copy()
                form.data["version"] = conflict.version
            except submitting.Incomplete as incomplete:
                practice.refresh_from_db()
                form = PracticeForm(practice=practice)
                gaps = [(gap.message, f"#id_{gap.field}_field") for gap in incomplete.gaps]
    return render(
        request,
        "capacity/practice_form.html",
        _context(request, practice)
        | {"form": form, "conflict": conflict, "gaps": gaps, "material_form": MaterialForm()},
        status=status,
    )


def _context(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    steps = list(practice.transitions.select_related("by").prefetch_related("points__criterion"))
    return {
        "practice": practice,
        "steps": steps,
        "last": steps[-1] if steps else None,
        "owner": PRACTICE.owners[practice.state],
        "materials": list(practice.materials.filter(is_current=True)),
        "actions": [
            {"action": str(action), "label": STEPS[action]}
            for action in steps_of(request.user, practice)
            if action in STEPS
        ],
    }


def _show(request: HttpRequest, practice: Practice) -> HttpResponse:
    labels = {field.name: field.verbose_name for field in Practice._meta.fields}
    edit = PracticeEdit.objects.filter(practice=practice).first()
    shows_edit = edit is not None and practice.state in (PracticeState.AGREEMENT, PracticeState.AGREED)
    return render(
        request,
        "capacity/practice_work.html",
        _context(request, practice)
        | {
            "texts": [{"label": labels[name], "text": getattr(practice, name)} for name in TEXTS],
            "edited": [
                {"label": labels[name], "ar": getattr(edit, f"{name}_ar"), "en": getattr(edit, f"{name}_en")}
                for name in TEXTS
                if shows_edit and (getattr(edit, f"{name}_ar") or getattr(edit, f"{name}_en"))
            ],
            "checks": checking.seen_checks(practice, request.user),
            "may_assign": can_take(request.user, practice, PracticeAction.ASSIGN),
            "may_check": open_check(request.user, practice) is not None,
            "may_edit": can_edit(request.user, practice),
        },
    )


@require_POST
@login_required
def practice_material_add(request: HttpRequest, pk: int) -> HttpResponse:
    practice = _find(request, pk)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        submitting.add_material(
            practice=practice,
            title=data["title"],
            language=data["language"],
            file=data["upload"],
            url=data["url"],
            by=request.user,
        )
        messages.success(request, _("The material has been added."))
        return redirect(practice)
    if not (decision := can_write(request.user, practice)):
        raise Refused(decision.reason)
    context = _context(request, practice) | {"conflict": None, "gaps": []}
    context |= {"form": PracticeForm(practice=practice), "material_form": form}
    return render(request, "capacity/practice_form.html", context, status=422)


@require_POST
@login_required
def practice_material_remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    practice = _find(request, pk)
    submitting.remove_material(material=get_object_or_404(practice.materials, pk=number), by=request.user)
    messages.success(request, _("The material has been taken out."))
    return redirect(practice)


@require_safe
@never_cache
@login_required
def practice_material(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    material = get_object_or_404(_find(request, pk).materials, pk=number)
    if not material.file:
        raise Http404
    return send_kept(material)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def practice_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """A curator chooses who checks it."""
    practice = _find(request, pk)
    check_take(request.user, practice, PracticeAction.ASSIGN)
    form, status = AssignForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                checking.assign(practice=practice, checkers=list(form.cleaned_data["checkers"]), by=request.user)
            except Refused as refusal:
                form.add_error("checkers", str(refusal))
            else:
                messages.success(request, _("The checkers have been asked."))
                return redirect(practice)
    return _form_page(request, practice, form, _("Choose the checkers"), status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def practice_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own check, before anybody else's is seen."""
    practice = _find(request, pk)
    check_take(request.user, practice, PracticeAction.GIVE)
    version = open_check(request.user, practice).criteria_version
    form, status = (
        CheckForm(
            request.POST if request.method == "POST" else None,
            criteria=list(PracticeCriterion.objects.filter(version=version)),
        ),
        200,
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            checking.give(practice=practice, findings=form.findings, by=request.user)
            messages.success(request, _("Your check has been given."))
            return redirect(practice)
    return _form_page(request, practice, form, _("Your check"), status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def practice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text for publication, both languages side by side."""
    practice = _find(request, pk)
    check_edit(request.user, practice)
    edit = PracticeEdit.objects.get(practice=practice)
    form, status, conflict = EditForm(edit=edit), 200, False
    if request.method == "POST":
        form, status = EditForm(request.POST, edit=edit), 422
        if form.is_valid():
            try:
                submitting.save_edit(
                    practice=practice, version=form.cleaned_data["version"], texts=form.texts, by=request.user
                )
            except submitting.Conflict:
                conflict, status = True, 409
                form.data = form.data.copy()
                form.data["version"] = PracticeEdit.objects.get(practice=practice).version
            else:
                messages.success(request, _("The text has been saved."))
                return redirect("capacity:practice_edit", pk)
    return render(
        request,
        "capacity/practice_edit.html",
        {"practice": practice, "form": form, "conflict": conflict, "missing": submitting.edit_gaps(practice)},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def practice_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One step with its words."""
    practice = _find(request, pk)
    if action not in STEPS:
        raise Http404
    action = PracticeAction(action)
    check_take(request.user, practice, action)
    returns = action == PracticeAction.RETURN
    form, status = (
        StepForm(
            request.POST if request.method == "POST" else None,
            needs_note=PRACTICE.transitions[action].needs_note,
            criteria=list(PracticeCriterion.objects.in_force()) if returns else None,
        ),
        200,
    )
    if request.method == "POST":
        # Without a word that is demanded there is nothing in the form: it is bound all the same.
        status = 422
        if form.is_valid():
            note = form.cleaned_data["note"]
            try:
                if returns:
                    checking.send_back(practice=practice, note=note, points=form.points, by=request.user)
                elif action in _CARRY_OUT:
                    _CARRY_OUT[action](practice=practice, by=request.user, note=note)
                else:
                    submitting.follow(practice=practice, action=action, by=request.user, note=note)
            except submitting.Incomplete as incomplete:
                for gap in incomplete.gaps:
                    form.add_error(None, gap.message)
            else:
                messages.success(request, _("Done: %(step)s.") % {"step": action.label})
                return redirect(practice)
    return _form_page(request, practice, form, STEPS[action], status)


def _form_page(request: HttpRequest, practice: Practice, form: Any, title: Any, status: int) -> HttpResponse:
    return render(
        request, "capacity/practice_step.html", {"practice": practice, "form": form, "title": title}, status=status
    )
