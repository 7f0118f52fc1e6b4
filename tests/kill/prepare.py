"""python -m tests.kill.prepare NUMBER: one course with a draft, and so many signed-in browsers; told as JSON.

Run as the owner of the tables, in a process of its own: the test itself knows another database.
"""

import json
import sys

import django


def main(number: int) -> dict[str, object]:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from bench.calling import Visitor  # noqa: PLC0415
    from plans.models import PlanSection  # noqa: PLC0415
    from tests.factories import caseworker_of, konsulent_of, make_plan  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        plan = make_plan()
        section = PlanSection.objects.get(plan=plan)
        PlanSection.objects.filter(pk=section.pk).update(text="")
    two = (caseworker_of(plan.course), konsulent_of(plan.course))
    return {
        "path": reverse("plans:section_edit", args=[plan.course_id, section.kind]),
        "section": section.pk,
        "cookies": [Visitor(two[one % 2]).cookies for one in range(number)],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
