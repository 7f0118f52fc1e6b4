from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.audit.actions import write_what_waits
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.disclosures.views import give
from borgerforloeb.logreview.forms import SeenForm
from borgerforloeb.logreview.pdf import seen_paper
from borgerforloeb.logreview.seen import by_day, events_about, looks
from borgerforloeb.logreview.views.log import older_address
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


def seen_print(request, course_id, citizen_id):
    page = open_page(request, course_id, "seen.print_opened", needs=Permission.TELL_WHO_LOOKED)
    if not page.access.may(Permission.PRINT):
        raise PermissionDenied
    citizen = page.citizen(citizen_id)
    first, last = SeenForm(request.GET, today=page.today).period
    # The paper tells of this opening too, so it stands before the moment until which the paper tells.
    write_what_waits()
    now = timezone.now()
    paper = seen_paper(page.course, citizen, first, last, page.access, until=now, today=page.today)
    return give(request, paper, page.access, at=now)
