from django.urls import path

from borgerforloeb.staff.views import employees, laid_aside, words

app_name = "staff"

urlpatterns = [
    path("", employees.employees, name="employees"),
    path("new/", employees.employee_new, name="employee_new"),
    path("<int:employee_id>/", employees.employee, name="employee"),
    path("<int:employee_id>/close/", employees.employee_close, name="employee_close"),
    path("<int:employee_id>/way-in/", employees.employee_way_in, name="employee_way_in"),
    path("<int:employee_id>/reopen/", employees.employee_reopen, name="employee_reopen"),
]

# Each of these has a place of its own in the menu.
of_what_was_laid_aside = (
    [
        path("", laid_aside.rows, name="rows"),
        path("<int:notice_id>/try-again/", laid_aside.again, name="again"),
        path("<int:notice_id>/close/", laid_aside.close, name="close"),
    ],
    "laid_aside",
)
of_the_words = (
    [
        path("", words.words, name="words"),
        path("new/", words.word_add, name="word_add"),
        path("<int:word_id>/", words.word, name="word"),
        path("<int:word_id>/end/", words.word_end, name="word_end"),
        path("<int:word_id>/resume/", words.word_resume, name="word_resume"),
    ],
    "words",
)
