from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.actions import family
from borgerforloeb.casework.forms.people import CorrectForm, EndForm, MemberForm, RelationForm
from borgerforloeb.casework.queries import blocks_of, network_of, relations_among, team_of
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.casework.views.numbers import attempt_by_number, status_of
from borgerforloeb.citizens.models import Course, NetworkPerson
from borgerforloeb.disclosures.screening import household_around
from roles.permissions import Permission


@require_safe
def people(request, course_id):
    page = open_page(request, course_id, "people.opened")
    names = {member.citizen.pk: member.citizen.first_name for member in page.members}
    relations = defaultdict(list)
    household = household_around(course_id)
    for relation in household.relations_between(names):
        relation.to = names[relation.relative_id]
        relations[relation.citizen_id].append(relation)
    network = list(network_of(page.course, page.person_ids))
    for person in network:
        person.whose = names[person.citizen_id]
    return page.show(
        "people",
        tab="people",
        sheltered=household.sheltered,
        persons=[(member, relations[member.citizen.pk]) for member in page.members],
        private=[person for person in network if person.side == NetworkPerson.Side.PRIVATE],
        professional=[person for person in network if person.side == NetworkPerson.Side.PROFESSIONAL],
        blocks=blocks_of(page.person_ids) if Permission.BLOCK_COLLEAGUE in page.access else None,
        team=team_of(page.course, page.person_ids, page.today),
        is_family=page.course.kind == Course.Kind.FAMILY,
        first_name=page.members[0].citizen.first_name if page.members else page.course.name,
    )


@form_page
def member_add(request, course_id):
    page = open_page(request, course_id, "member.add_opened", needs=Permission.MANAGE_COURSE)
    form = MemberForm(request.POST or None, initial={"starts_on": page.today})
    if form.is_valid():
        part, starts_on = form.cleaned_data["part"], form.cleaned_data["starts_on"]
        if attempt_by_number(
            form,
            form.digits,
            family.add_member,
            page.course,
            person=form.person,
            part=part,
            starts_on=starts_on,
            by=request.user,
        ):
            messages.success(request, f"{form.person.first_names} er med i forløbet.")
            return redirect("casework:people", course_id)
    return page.show_form(form, "Tilføj et familiemedlem", status=status_of(form))


@form_page
def member_end(request, course_id, member_id):
    page = open_page(request, course_id, "member.end_opened", needs=Permission.MANAGE_COURSE)
    membership = next((item.membership for item in page.members if item.membership.pk == member_id), None)
    if membership is None:
        raise Http404
    form = EndForm(request.POST or None, submit_label="Tag ud af forløbet", today=page.today)
    if form.is_valid() and attempt(form, family.end_member, membership, by=request.user, **form.cleaned_data):
        messages.success(request, f"{membership.citizen.first_name} er ikke længere med i forløbet.")
        return redirect("casework:people", course_id)
    lead = "Det, der er skrevet om personen, bliver stående, men vises ikke længere i forløbet."
    return page.show_form(form, f"Tag {membership.citizen.first_name} ud af forløbet", lead)


@form_page
def relation_add(request, course_id):
    page = open_page(request, course_id, "relation.add_opened", needs=Permission.EDIT_FAMILY)
    form = RelationForm(
        request.POST or None, members=page.members, initial={"citizen": request.GET.get("person")}
    )
    if form.is_valid() and attempt(
        form, family.add_relation, page.course, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Relationen er noteret.")
        return redirect("casework:people", course_id)
    return page.show_form(form, "Hvordan hører de sammen?")


@form_page
def relation_correct(request, course_id, relation_id):
    page = open_page(request, course_id, "relation.correct_opened", needs=Permission.EDIT_FAMILY)
    relations = relations_among(page.person_ids).select_related("citizen", "relative")
    relation = get_object_or_404(relations, pk=relation_id)
    form = CorrectForm(request.POST or None)
    if form.is_valid() and attempt(
        form, family.correct_relation, relation, course=page.course, on=page.today, by=request.user,
        **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "Relationen er rettet. Den holder ikke længere nogen ude.")
        return redirect("casework:people", course_id)
    lead = f"{relation.citizen.first_name} er {relation.get_kind_display()} {relation.relative.first_name}."
    more = "Ret kun det, der aldrig har passet. Er det hørt op, fx ved skilsmisse, så afslut det i stedet."
    return page.show_form(form, "Noteret ved en fejl?", f"{lead} {more}")


@form_page
def relation_end(request, course_id, relation_id):
    page = open_page(request, course_id, "relation.end_opened", needs=Permission.EDIT_FAMILY)
    relations = relations_among(page.person_ids).select_related("citizen", "relative")
    relation = get_object_or_404(relations, pk=relation_id)
    form = EndForm(request.POST or None, submit_label="Afslut relationen", today=page.today)
    if form.is_valid() and attempt(
        form, family.end_relation, relation, course=page.course, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Relationen er afsluttet.")
        return redirect("casework:people", course_id)
    lead = f"{relation.citizen.first_name} er {relation.get_kind_display()} {relation.relative.first_name}."
    return page.show_form(form, "Afslut relationen", f"{lead} Historikken bevares.")
