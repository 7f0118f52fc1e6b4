from django.urls import path

from borgerforloeb.pages import batches, disclosing, views, weekly

app_name = "pages"

urlpatterns = [
    path("", views.worklist_page, name="worklist"),
    path("search/", views.search_page, name="search"),
    path("unfinished/", views.unfinished_texts, name="unfinished"),
    path("unfinished/<uuid:draft>/", views.unfinished_text, name="unfinished_text"),
    path("unfinished/<uuid:draft>/discard/", views.unfinished_discard, name="unfinished_discard"),
    path("print/", batches.batches, name="batches"),
    path("print/<uuid:batch_id>/", batches.batch, name="batch"),
    path("print/<uuid:batch_id>/progress/", batches.batch_progress, name="batch_progress"),
    path("print/<uuid:batch_id>/stop/", batches.batch_stop, name="batch_stop"),
    path("print/<uuid:batch_id>/again/", batches.batch_again, name="batch_again"),
    path("print/<uuid:batch_id>/copies/", batches.batch_copies, name="batch_copies"),
    path("health/", views.health, name="health"),
    path("csp/", views.csp, name="csp"),
    path("courses/<uuid:course_id>/", views.course, name="course"),
    path("courses/<uuid:course_id>/plan/print/<str:edition>/", views.print_plan, name="print"),
    path("courses/<uuid:course_id>/plan/week/", weekly.week, name="week"),
    path("courses/<uuid:course_id>/plan/week/load/", weekly.week_load, name="week_load"),
    path("courses/<uuid:course_id>/plan/give/", disclosing.give_plan, name="give_plan"),
    path(
        "courses/<uuid:course_id>/disclosures/<uuid:disclosure_id>/", disclosing.disclosure, name="disclosure"
    ),
    path("courses/<uuid:course_id>/log/", views.course_log, name="course_log"),
]
