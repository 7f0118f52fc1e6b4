"""The gallery, which exists in tests only, and the names that the frame looks for: it stands alone."""

from django.urls import include, path

from borgerforloeb.pages import errors
from tests.look import gallery


def _app(name: str, *pages: str) -> tuple[list, str]:
    return [path(f"{name}/{page}/", gallery.show, name=page) for page in pages], name


urlpatterns = [
    path("dev/gallery/", gallery.show),
    path("dev/frame/", gallery.frame_only),
    path("dev/bare/", gallery.bare),
    path("dev/swap/", gallery.swap),
    path("dev/error/<int:status>/", gallery.error),
    path("", include(_app("pages", "worklist", "search"))),
    path("", include(_app("accounts", "profile", "session", "signed_in_again"))),
    path("", include(_app("casework", "course_list"))),
    path("", include(_app("networkmeetings", "meeting_list"))),
    path("", include(_app("outcomes", "overview"))),
    path("", include(_app("audit", "log"))),
    path("ud/", gallery.bare, name="account_logout"),
    path("ind/", gallery.bare, name="account_login"),
]

handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.server_error
