from django.urls import path

from borgerforloeb.decisions.views import authorities, decisions

app_name = "decisions"

ALL = "courses/<uuid:course_id>/decisions/"
ONE = f"{ALL}<int:decision_id>/"

urlpatterns = [
    path(ALL, decisions.decisions, name="decisions"),
    path(f"{ALL}new/", decisions.decision_add, name="decision_add"),
    path(ONE, decisions.decision, name="decision"),
    path(f"{ONE}edit/", decisions.decision_edit, name="decision_edit"),
    path(f"{ONE}discard/", decisions.decision_discard, name="decision_discard"),
    path(f"{ONE}decide/", decisions.decide, name="decide"),
    path(f"{ONE}tell/", decisions.tell, name="tell"),
    path(f"{ONE}instead/", decisions.decision_instead, name="decision_instead"),
    path(f"{ONE}letter/", decisions.letter, name="letter"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/new/", authorities.authority_add, name="authority_add"),
    path("authorities/<int:authority_id>/end/", authorities.authority_end, name="authority_end"),
]
