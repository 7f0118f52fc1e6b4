from django.urls import path

from borgerforloeb.casework.views import barriers, consents, courses, network, people, persons, roles, sharing

app_name = "casework"

COURSE = "courses/<uuid:course_id>"
CITIZEN = f"{COURSE}/citizens/<uuid:citizen_id>"

urlpatterns = [
    path("courses/", courses.course_list, name="course_list"),
    path("courses/open/", courses.open_course, name="open"),
    path(f"{COURSE}/pause/", courses.pause, name="pause"),
    path(f"{COURSE}/resume/", courses.resume, name="resume"),
    path(f"{COURSE}/close/", courses.close, name="close"),
    path(f"{COURSE}/reopen/", courses.reopen, name="reopen"),
    path(f"{COURSE}/people/", people.people, name="people"),
    path(f"{COURSE}/people/new/", people.member_add, name="member_add"),
    path(f"{COURSE}/people/<int:member_id>/end/", people.member_end, name="member_end"),
    path(f"{COURSE}/relations/new/", people.relation_add, name="relation_add"),
    path(f"{COURSE}/relations/<int:relation_id>/end/", people.relation_end, name="relation_end"),
    path(f"{CITIZEN}/", persons.citizen_edit, name="citizen_edit"),
    path(f"{CITIZEN}/number/", persons.reveal_number, name="reveal_number"),
    path(f"{CITIZEN}/number/new/", persons.number_give, name="number_give"),
    path(f"{CITIZEN}/address/", persons.reveal_address, name="reveal_address"),
    path(f"{COURSE}/network/new/", network.network_add, name="network_add"),
    path(f"{COURSE}/network/<int:person_id>/", network.network_edit, name="network_edit"),
    path(f"{COURSE}/network/<int:person_id>/end/", network.network_end, name="network_end"),
    path(f"{COURSE}/roles/new/", roles.role_appoint, name="role_appoint"),
    path(f"{COURSE}/roles/<int:assignment_id>/end/", roles.role_end, name="role_end"),
    path(f"{COURSE}/roles/<int:assignment_id>/deputy/", roles.role_deputy, name="role_deputy"),
    path(f"{COURSE}/blocks/new/", barriers.block_add, name="block_add"),
    path(f"{COURSE}/blocks/<int:block_id>/lift/", barriers.block_lift, name="block_lift"),
    path("staff-citizens/", barriers.staff_citizens, name="staff_citizens"),
    path("staff-citizens/<int:note_id>/end/", barriers.staff_citizen_end, name="staff_citizen_end"),
    path(f"{COURSE}/consents/", consents.consents, name="consents"),
    path(f"{COURSE}/consents/new/", consents.consent_add, name="consent_add"),
    path(f"{COURSE}/consents/<int:consent_id>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
    path(f"{COURSE}/consents/<int:consent_id>/join/", consents.consent_join, name="consent_join"),
    path(f"{COURSE}/consents/<int:consent_id>/renew/", consents.consent_renew, name="consent_renew"),
    path(f"{COURSE}/consents/<int:consent_id>/print/", consents.consent_print, name="consent_print"),
    path(f"{COURSE}/sharing/", sharing.matrix, name="sharing"),
    path(f"{COURSE}/sharing/print/", sharing.matrix_print, name="sharing_print"),
    path(f"{COURSE}/sharing/law/", sharing.law_add, name="law_add"),
    path(f"{COURSE}/sharing/<int:basis_id>/end/", sharing.law_end, name="law_end"),
]
