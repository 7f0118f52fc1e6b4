from django.urls import path

from borgerforloeb.disclosures import views

app_name = "disclosures"

urlpatterns = [
    path("courses/<uuid:course_id>/disclosures/", views.ledger, name="ledger"),
    path("courses/<uuid:course_id>/disclosures/<uuid:disclosure_id>/copy/", views.copy, name="copy"),
]
