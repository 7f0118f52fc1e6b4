from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.middleware import quiet
from plans.presence import here_beside
from roles.permissions import visible_courses


@quiet
@require_POST
def here(request, course_id):
    """What an open plan asks by itself: who else has it open."""
    course = get_object_or_404(visible_courses(request.user).only("pk"), pk=course_id)
    lines = here_beside(request.user, course.pk, at=timezone.now())
    return HttpResponse(". ".join(lines), content_type="text/plain; charset=utf-8")
