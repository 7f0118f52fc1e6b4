"""How this app's tests come to its pages."""

from django.urls import reverse

from borgerforloeb.casework.urls import urlpatterns
from borgerforloeb.citizens.models import Consent, FamilyRelation, NetworkPerson
from roles.models import AccessRequest, Block, Role
from tests.factories import main_person
from tests.queries import all_queries

IN_A_COURSE = [pattern.name for pattern in urlpatterns if "course_id" in pattern.pattern.converters]

POST_ONLY = {"reveal_number", "reveal_address", "protect", "lift_withdraw"}

LEADS_BACK = {"protect", "lift_withdraw"}

FOR_ALL = {"people", "lift", "consents", "consent_print", "sharing", "sharing_print"}


def address(name, course):
    ids = {
        "member_id": course.memberships.order_by("id").last().pk,
        "relation_id": FamilyRelation.objects.get().pk,
        "person_id": NetworkPerson.objects.get(course=course).pk,
        "assignment_id": course.assignments.filter(role=Role.TEAM_MEMBER).earliest("id").pk,
        "request_id": AccessRequest.objects.get(course=course).pk,
        "consent_id": Consent.objects.get(course=course).pk,
        "basis_id": course.sharing_bases.get(kind="law").pk,
        "block_id": Block.objects.get(citizen=main_person(course)).pk,
        "lift_id": course.lifts.get().pk,
        "citizen_id": main_person(course).pk,
        "course_id": course.pk,
    }
    if name == "role_deputy":
        ids["assignment_id"] = course.assignments.get(role=Role.BORGERKONSULENT, ends_on=None).pk
    [pattern] = [pattern for pattern in urlpatterns if pattern.name == name]
    return reverse(f"casework:{name}", kwargs={key: ids[key] for key in pattern.pattern.converters})


def ask(client, name, course):
    url = address(name, course)
    return (client.post if name in POST_ONLY else client.get)(url)


def words(response) -> str:
    return response.content.decode()


def names(client) -> list[str]:
    return [row.course.name for row in client.get(reverse("casework:course_list")).context["rows"]]


def queries(client, url) -> int:
    client.get(url)
    with all_queries() as asked:
        assert client.get(url).status_code == 200
    return len(asked)
