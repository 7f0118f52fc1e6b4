from django.urls import path

from borgerforloeb.disclosures import views

app_name = "disclosures"

urlpatterns = [
    path("courses/<uuid:course_id>/disclosures/", views.ledger, name="ledger"),
    path(f"courses/<uuid:course_id>/disclosures/<uuid:disclosure_id>/{views.COPY}", views.copy, name="copy"),
]
