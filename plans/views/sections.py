from django.http import Http404
from django.views.decorators.http import require_http_methods

from plans.actions.sections import write_section
from plans.forms.sections import SectionForm
from plans.models import PlanSection
from plans.views.answering import Asking, ask, demand
from plans.views.opening import open_plan
from roles.permissions import Permission


@require_http_methods(["GET", "POST"])
def section_edit(request, course_id, kind):
    """One text about one person (?person=…), or about the whole family."""
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    if kind not in PlanSection.Kind.values:
        raise Http404
    persons = opened.persons()
    person = _person(request.GET.get("person"), persons)
    row = opened.plan.sections.visible_to(request.user).filter(kind=kind, person=person).first()
    form = SectionForm(request.POST or None, kind=kind, persons=persons, initial=_initial(row, opened.today))
    about = f" – {person.first_name if person else 'hele familien'}" if len(persons) > 1 else ""
    asking = Asking(
        form,
        heading=f"{PlanSection.Kind(kind).label}{about}",
        # The purpose stands quietly under the end goal.
        part="end_goal" if kind == "purpose" else kind,
        beside=True,
        act=lambda fields: write_section(opened.plan, kind=kind, person=person, by=request.user, **fields),
    )
    return ask(request, opened, asking)


def _person(wanted, persons):
    if wanted:
        found = next((row for row in persons if str(row.pk) == wanted), None)
        if found is None:
            raise Http404
        return found
    return persons[0] if len(persons) == 1 else None


def _initial(row, today):
    if row is None:
        return {"said_on": today}
    names = ("text", "said_on", "written_with", "domain", "level", "version")
    return {name: getattr(row, name) for name in names}
