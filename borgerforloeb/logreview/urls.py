from django.urls import path

from borgerforloeb.logreview import views

PERSON = "courses/<uuid:course_id>/people/<uuid:citizen_id>"

# In the course, beside the citizen.
of_a_course = (
    [
        path(f"{PERSON}/seen/", views.seen, name="seen"),
        path(f"{PERSON}/seen/print/", views.seen_print, name="seen_print"),
    ],
    "seen",
)
