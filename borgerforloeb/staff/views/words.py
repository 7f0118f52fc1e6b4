"""*Ord*: which words are heavy here, and what is written instead; kept by an administrator."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Stale
from borgerforloeb.staff import queries
from borgerforloeb.staff.actions import words as actions
from borgerforloeb.staff.forms import WordFilterForm, WordForm
from borgerforloeb.staff.views.employees import PAGE, administrator_page, show_both
from roles.permissions import require_capability

KEPT = "words"
USUAL = {"status": queries.OPEN}


@administrator_page
def words(request):
    if request.method == "POST":
        WordFilterForm.keep(request, KEPT)
        return redirect("words:words")
    chosen = request.session.get(KEPT, USUAL)
    page = Paginator(queries.words(**chosen), PAGE).get_page(request.GET.get("side"))
    record("heavy_words.listed", kind=Kind.LIST, by=request.user, number=len(page.object_list))
    context = {"form": WordFilterForm(initial=chosen), "page": page, "is_filtered": chosen != USUAL}
    return render(request, "staff/words.html", context)


@administrator_page
def word_add(request):
    form = WordForm(request.POST or None, initial={"version": 0})
    form.cancel_url = reverse("words:words")
    if form.is_valid() and (made := attempt(form, actions.add_word, by=request.user, **form.changes())):
        messages.success(request, f"”{made}” er på listen.")
        return redirect("words:words")
    record("heavy_word.add_opened", kind=Kind.VIEW, by=request.user)
    return render(request, "staff/word.html", {"form": form})


@administrator_page
def word(request, word_id):
    found = get_object_or_404(queries.words(), pk=word_id)
    record("heavy_word.opened", kind=Kind.VIEW, by=request.user, target=found)
    now = {name: getattr(found, name) for name in WordForm.base_fields}
    form = WordForm(request.POST or None, initial=now)
    form.cancel_url = reverse("words:words")
    if form.is_valid():
        try:
            done = attempt(form, actions.change_word, found, by=request.user, **form.cleaned_data)
        except Stale as stale:
            return show_both(request, form, stale.stored, back=form.cancel_url)
        if done:
            messages.success(request, f"”{done}” er gemt.")
            return redirect("words:words")
    return render(request, "staff/word.html", {"form": form, "word": found})


@require_POST
def word_end(request, word_id):
    require_capability(request.user, Capability.ADMINISTRATOR)
    done = actions.end_word(get_object_or_404(queries.words(), pk=word_id), by=request.user)
    messages.success(request, f"”{done}” er taget ud af brug. Ingen får det at se, når de skriver.")
    return redirect("words:words")


@require_POST
def word_resume(request, word_id):
    require_capability(request.user, Capability.ADMINISTRATOR)
    done = actions.resume_word(get_object_or_404(queries.words(), pk=word_id), by=request.user)
    messages.success(request, f"”{done}” er i brug igen.")
    return redirect("words:words")
