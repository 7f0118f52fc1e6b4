from django.urls import path

from borgerforloeb.staff.views import employees, laid_aside

app_name = "staff"

urlpatterns = [
    path("", employees.employees, name="employees"),
    path("new/", employees.employee_new, name="employee_new"),
    path("<int:employee_id>/", employees.employee, name="employee"),
    path("<int:employee_id>/close/", employees.employee_close, name="employee_close"),
    path("<int:employee_id>/way-in/", employees.employee_way_in, name="employee_way_in"),
    path("<int:employee_id>/reopen/", employees.employee_reopen, name="employee_reopen"),
]

# Has a place of its own in the menu.
of_what_was_laid_aside = (
    [
        path("", laid_aside.rows, name="rows"),
        path("<int:notice_id>/try-again/", laid_aside.again, name="again"),
        path("<int:notice_id>/close/", laid_aside.close, name="close"),
    ],
    "laid_aside",
)
