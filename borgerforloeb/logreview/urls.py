from django.urls import path

from borgerforloeb.logreview.views import access, figures, log, review, rules, seen

app_name = "logreview"

urlpatterns = [
    path("review/", review.queue, name="queue"),
    path("review/statistics/", figures.figures, name="statistics"),
    path("review/breaches/", figures.breaches, name="breaches"),
    path("review/rules/", rules.rules, name="rules"),
    path("review/rules/<slug:code>/", rules.rule, name="rule"),
    path("review/flags/", rules.flags, name="flags"),
    path("review/flags/<int:flag_id>/end/", rules.flag_end, name="flag_end"),
    path("review/<int:case_id>/", review.case, name="case"),
    path("answers/", review.answers, name="answers"),
    path("answers/<int:case_id>/", review.answer, name="answer"),
]

# All of it, for the one who reviews it: what is barred to her is known above the log itself.
of_the_log = ([path("", log.log, name="log")], "audit")

# The administrator's place as well as the reviewer's.
of_access = (
    [
        path("", access.everybody, name="everybody"),
        path("<int:employee_id>/", access.employee, name="employee"),
    ],
    "access",
)

PERSON = "courses/<uuid:course_id>/people/<uuid:citizen_id>"

# In the course, beside the citizen.
of_a_course = (
    [
        path(f"{PERSON}/seen/", seen.seen, name="seen"),
        path(f"{PERSON}/seen/print/", seen.seen_print, name="seen_print"),
    ],
    "seen",
)
