"""The roster of experts: the public part of it, a message to one, and the expert's own page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capacity import consenting
from capacity.forms_hub import ConsentForm, WriteForm
from capacity.models import Expert
from capacity.register import EXPERTS

#: How many messages one person may send to experts in a day.
MESSAGES_A_DAY = 5


@require_safe
def expert_list(request: HttpRequest) -> HttpResponse:
    """Experts who have agreed to be shown to everyone."""
    return EXPERTS.respond(request, "capacity/expert_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    """One expert; who is logged in may write to them through the portal."""
    found = get_object_or_404(
        Expert.objects.public().select_related("country").prefetch_related("objectives__round_table"), slug=slug
    )
    form, status = WriteForm() if request.user.is_authenticated else None, 200
    if request.method == "POST":
        return _write(request, found)
    return _expert_page(request, found, form, status)


def _expert_page(request: HttpRequest, found: Expert, form: WriteForm | None, status: int) -> HttpResponse:
    names = dict(settings.LANGUAGES)
    context = {
        "expert": found,
        "objectives": list(found.objectives.all()),
        "languages": [str(names.get(code, code)) for code in found.language_codes],
        "form": form,
    }
    return render(request, "capacity/expert.html", context, status=status)


@login_required
def _write(request: HttpRequest, found: Expert) -> HttpResponse:
    form = WriteForm(request.POST)
    key = f"expert-messages:{request.user.pk}"
    if form.is_valid():
        if cache.get_or_set(key, 0, 86400) >= MESSAGES_A_DAY:
            form.add_error(None, _("You have written to several experts today. Try again tomorrow."))
            return _expert_page(request, found, form, 429)
        cache.incr(key)
        consenting.write_to(expert=found, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Your message has been passed on."))
        return redirect(found)
    return _expert_page(request, found, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def expert_own(request: HttpRequest, token: str) -> HttpResponse:
    """The expert's own page, opened by the link in their mail: to agree, to see what is shown, to take it back."""
    found = consenting.expert_of(token)
    if found is None:
        raise Http404
    form, status = ConsentForm(), 200
    if request.method == "POST":
        if "withdraw" in request.POST:
            consenting.withdraw(expert=found)
            messages.success(request, _("You are not on the roster any more."))
            return redirect("capacity:expert_own", token)
        form, status = ConsentForm(request.POST), 422
        if form.is_valid():
            consenting.agree(expert=found, scope=form.cleaned_data["scope"])
            messages.success(request, _("Thank you. Your consent has been recorded."))
            return redirect("capacity:expert_own", token)
    return render(
        request,
        "capacity/expert_own.html",
        {
            "expert": found,
            "form": form,
            "consent": consenting.current(found),
            "objectives": list(found.objectives.select_related("round_table")),
        },
        status=status,
    )
