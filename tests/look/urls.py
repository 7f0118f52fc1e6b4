"""The real addresses and the gallery, which exists in tests only."""

from django.urls import include, path

from borgerforloeb.pages import errors
from tests.look import gallery

urlpatterns = [
    path("dev/gallery/", gallery.show),
    path("dev/bare/", gallery.bare),
    path("dev/error/<int:status>/", gallery.error),
    path("", include("borgerforloeb.urls")),
]

handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.server_error
