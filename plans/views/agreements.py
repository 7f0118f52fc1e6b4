from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from plans.actions import agreements as actions
from plans.forms.agreements import AgreementForm, EndAgreementForm, holder_of
from plans.models import Agreement
from plans.views.answering import AGREEMENTS, Asking, ask, demand
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission

FIELDS = (
    "what", "due_on", "due_words", "condition", "reward", "reward_kr", "looked_at_every", "domain", "level",
    "version",
)  # fmt: skip
SLOT = "i-aftaler"


def _get_agreement(request, course_id, agreement_id) -> tuple[Opened, Agreement]:
    opened = open_plan(request, course_id)
    agreements = Agreement.objects.visible_to(request.user).filter(plan=opened.plan)
    agreement = get_object_or_404(agreements, pk=agreement_id)
    agreement.plan = opened.plan
    demand(opened, Permission.EDIT_PLAN)
    return opened, agreement


def _form(request, opened, initial, *, is_new):
    return AgreementForm(
        request.POST or None,
        persons=opened.persons(),
        staff=list(opened.staff()),
        network=opened.network(),
        is_new=is_new,
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def agreement_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    asking = Asking(
        _form(request, opened, {}, is_new=True),
        heading="Ny aftale",
        part=SLOT,
        changes=AGREEMENTS,
        saved="Aftalen er skrevet",
        act=lambda fields: actions.add_agreement(
            opened.plan, agreed_on=opened.today, by=request.user, **fields
        ),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def agreement_edit(request, course_id, agreement_id):
    opened, agreement = _get_agreement(request, course_id, agreement_id)
    initial = {name: getattr(agreement, name) for name in FIELDS}
    initial |= {"who": holder_of(agreement), "person": str(agreement.person_id or "")}
    asking = Asking(
        _form(request, opened, initial, is_new=False),
        heading="Ret aftalen",
        part=SLOT,
        changes=AGREEMENTS,
        act=lambda fields: actions.change_agreement(agreement, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def agreement_end(request, course_id, agreement_id):
    opened, agreement = _get_agreement(request, course_id, agreement_id)

    def end(fields):
        if fields["status"] == Agreement.Status.DONE:
            given = {"on": fields["done_on"], "outcome": fields["outcome"]}
            return actions.complete_agreement(agreement, by=request.user, **given)
        return actions.cancel_agreement(agreement, by=request.user, outcome=fields["outcome"])

    asking = Asking(
        EndAgreementForm(request.POST or None, today=opened.today, initial={"done_on": opened.today}),
        heading=f"Aftalen: {agreement.what}",
        part=SLOT,
        changes=AGREEMENTS,
        saved="Aftalen er lukket",
        act=end,
    )
    return ask(request, opened, asking)
