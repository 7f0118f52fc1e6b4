from django.urls import path

from borgerforloeb.lawlens.views import lens, rules

app_name = "lawlens"

LAW = "courses/<uuid:course_id>/plan/law/"

urlpatterns = [
    path(LAW, lens.lens, name="lens"),
    path(f"{LAW}missing/", lens.missing, name="missing"),
    path(f"{LAW}circumstances/new/", lens.circumstance_add, name="circumstance_add"),
    path(f"{LAW}circumstances/<int:circumstance_id>/end/", lens.circumstance_end, name="circumstance_end"),
    path(f"{LAW}one-plan/<uuid:citizen_id>/", lens.one_plan, name="one_plan"),
    path(f"{LAW}one-plan/<int:yes_id>/withdraw/", lens.one_plan_withdraw, name="one_plan_withdraw"),
    path(f"{LAW}replaced/new/", lens.replaced_add, name="replaced_add"),
    path(f"{LAW}replaced/<int:replaced_id>/back/", lens.replaced_back, name="replaced_back"),
    path(f"{LAW}confirm/<uuid:citizen_id>/<int:requirement_id>/", lens.confirm, name="confirm"),
    path(f"{LAW}confirm/<int:confirmation_id>/back/", lens.confirm_back, name="confirm_back"),
]

# Kept by an administrator, with a place of its own in the menu.
of_the_rules = (
    [
        path("", rules.kinds, name="kinds"),
        path("new/", rules.kind_add, name="kind_add"),
        path("<int:kind_id>/", rules.kind, name="kind"),
        path("<int:kind_id>/end/", rules.kind_end, name="kind_end"),
        path("<int:kind_id>/requirements/new/", rules.requirement_add, name="requirement_add"),
        path("requirements/<int:requirement_id>/end/", rules.requirement_end, name="requirement_end"),
    ],
    "laws",
)
