from django.urls import path

from borgerforloeb.staff import views

app_name = "staff"

urlpatterns = [
    path("", views.employees, name="employees"),
    path("new/", views.employee_new, name="employee_new"),
    path("<int:employee_id>/", views.employee, name="employee"),
    path("<int:employee_id>/close/", views.employee_close, name="employee_close"),
    path("<int:employee_id>/reopen/", views.employee_reopen, name="employee_reopen"),
]
