from django.urls import include, path, re_path

from borgerforloeb.accounts.urls import signing_in
from borgerforloeb.lawlens.urls import of_the_rules
from borgerforloeb.logreview.urls import of_a_course, of_access, of_the_log
from borgerforloeb.pages import errors
from borgerforloeb.staff.urls import of_the_words, of_what_was_laid_aside
from plans.urls import of_the_library

urlpatterns = [
    path("", include("borgerforloeb.pages.urls")),
    path("", include("borgerforloeb.accounts.urls")),
    path("", include("borgerforloeb.drafts.urls")),
    path("account/", include(signing_in)),
    path("", include("borgerforloeb.language.urls")),
    path("", include("borgerforloeb.casework.urls")),
    path("", include("borgerforloeb.disclosures.urls")),
    path("", include("borgerforloeb.decisions.urls")),
    path("staff/", include("borgerforloeb.staff.urls")),
    path("laid-aside/", include(of_what_was_laid_aside)),
    path("words/", include(of_the_words)),
    path("", include(of_a_course)),
    path("", include("plans.urls")),
    path("lessons/", include(of_the_library)),
    path("", include("networkmeetings.urls")),
    path("", include("borgerforloeb.lawlens.urls")),
    path("laws/", include(of_the_rules)),
    path("", include("outcomes.urls")),
    path("log/", include(of_the_log)),
    path("log/access/", include(of_access)),
    path("log/", include("borgerforloeb.logreview.urls")),
    # What does not exist answers as what may not be seen: through the same 404, logged in the same way.
    re_path(r"^", errors.unknown_address),
]

handler400 = "borgerforloeb.pages.errors.bad_request"
handler403 = "borgerforloeb.pages.errors.refused"
handler404 = "borgerforloeb.pages.errors.not_found"
handler429 = "borgerforloeb.pages.errors.too_many"
handler500 = "borgerforloeb.pages.errors.server_error"
