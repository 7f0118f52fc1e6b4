from django.urls import path

from outcomes import views

app_name = "outcomes"

urlpatterns = [
    path("courses/<uuid:course_id>/results/", views.results, name="results"),
    path("courses/<uuid:course_id>/results/assess/", views.assess, name="assess"),
    path("overview/", views.overview, name="overview"),
]
