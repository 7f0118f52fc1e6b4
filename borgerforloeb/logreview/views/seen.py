from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.audit.views import older_address
from borgerforloeb.casework.views.fetching import open_page, pdf_response
from borgerforloeb.logreview.forms import SeenForm
from borgerforloeb.logreview.pdf import seen_pdf
from borgerforloeb.logreview.seen import by_day, events_about, looks
from roles.permissions import Permission

ROWS = 50


@require_safe
def seen(request, course_id, citizen_id):
    page = open_page(request, course_id, "seen.opened", needs=Permission.TELL_WHO_LOOKED)
    citizen = page.citizen(citizen_id)
    form = SeenForm(request.GET, today=page.today)
    first, last = form.period
    events = events_about(page.course, citizen, first, last)
    found = list(events.before(request.GET.get("before", ""))[: ROWS + 1])
    context = {
        "course": page.course,
        "may": page.access,
        "tab": "people",
        "citizen": citizen,
        "form": form,
        "first": first,
        "last": last,
        "total": events.count(),
        "days": by_day(looks(page.course, found[:ROWS])),
        "older": older_address(request.GET, found[:ROWS]) if len(found) > ROWS else "",
    }
    return render(request, "logreview/seen.html", context)


@require_safe
def seen_print(request, course_id, citizen_id):
    page = open_page(request, course_id, "seen.print_opened", needs=Permission.TELL_WHO_LOOKED)
    citizen = page.citizen(citizen_id)
    first, last = SeenForm(request.GET, today=page.today).period
    try:
        pdf = seen_pdf(page.course, citizen, by=request.user, first=first, last=last, made_at=timezone.now())
    except ValidationError:
        messages.error(request, "Der er for meget til ét print. Vælg færre dage.")
        return redirect("seen:seen", course_id, citizen_id)
    return pdf_response(pdf, "hvem-har-set")
