from django.urls import path

from borgerforloeb.language import views

app_name = "language"

urlpatterns = [path("language/words/", views.words, name="words")]
