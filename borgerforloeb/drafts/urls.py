from django.urls import path

from borgerforloeb.drafts import views

app_name = "drafts"

urlpatterns = [
    path("drafts/", views.keep, name="keep"),
    path("drafts/held/", views.held, name="held"),
    path("drafts/<uuid:draft>/discard/", views.discard, name="discard"),
]
