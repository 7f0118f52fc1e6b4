from django.urls import path

from borgerforloeb.logreview.views import review, seen

app_name = "logreview"

urlpatterns = [
    path("review/", review.queue, name="queue"),
    path("review/statistics/", review.statistics, name="statistics"),
    path("review/<int:case_id>/", review.case, name="case"),
    path("answers/", review.answers, name="answers"),
    path("answers/<int:case_id>/", review.answer, name="answer"),
]

PERSON = "courses/<uuid:course_id>/people/<uuid:citizen_id>"

# In the course, beside the citizen.
of_a_course = (
    [
        path(f"{PERSON}/seen/", seen.seen, name="seen"),
        path(f"{PERSON}/seen/print/", seen.seen_print, name="seen_print"),
    ],
    "seen",
)
