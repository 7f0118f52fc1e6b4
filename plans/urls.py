from django.urls import path

from plans.views import (
    adjustments,
    agreement_looks,
    agreements,
    followups,
    goals,
    here,
    interventions,
    later,
    lessons,
    measurements,
    moving,
    notes,
    placements,
    plan,
    reopening,
    safeguards,
    sections,
    story,
    trials,
    versions,
    weekly_slots,
)

app_name = "plans"

PLAN = "courses/<uuid:course_id>/plan/"
GOAL = f"{PLAN}goals/<int:goal_id>/"
LATER = f"{PLAN}later/<int:later_id>/"
INTERVENTION = f"{PLAN}interventions/<int:intervention_id>/"
ADJUSTMENT = f"{PLAN}adjustments/<int:adjustment_id>/"
TRIAL = f"{PLAN}trials/<int:trial_id>/"
SAFEGUARD = f"{PLAN}safeguards/<int:safeguard_id>/"
STORY = f"{PLAN}story/<int:story_id>/"
PLACEMENT = f"{PLAN}placements/<int:placement_id>/"
SLOT = f"{PLAN}week/slots/<int:slot_id>/"
AGREEMENT = f"{PLAN}agreements/<int:agreement_id>/"

urlpatterns = [
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}here/", here.here, name="here"),
    path(f"{PLAN}part/<str:part>/", plan.part, name="part"),
    path(f"{PLAN}sections/<str:kind>/", sections.section_edit, name="section_edit"),
    path(f"{PLAN}goals/new/", goals.goal_add, name="goal_add"),
    path(f"{GOAL}edit/", goals.goal_edit, name="goal_edit"),
    path(f"{GOAL}progress/", goals.goal_progress, name="goal_progress"),
    path(f"{GOAL}development/", measurements.goal_development, name="goal_development"),
    path(f"{GOAL}end/", goals.goal_end, name="goal_end"),
    path(f"{PLAN}later/", later.later, name="later"),
    path(f"{LATER}remind/", later.goal_remind, name="goal_remind"),
    path(f"{LATER}begin/", later.goal_begin, name="goal_begin"),
    path(f"{GOAL}move/", goals.goal_move, name="goal_move"),
    path(f"{GOAL}subgoals/", goals.subgoals, name="subgoals"),
    path(f"{GOAL}subgoals/tick/", goals.subgoal_tick, name="subgoal_tick"),
    path(f"{GOAL}subgoals/remove/", goals.subgoal_remove, name="subgoal_remove"),
    path(f"{PLAN}subgoals/<int:subgoal_id>/edit/", goals.subgoal_edit, name="subgoal_edit"),
    path(f"{GOAL}interventions/new/", interventions.intervention_add, name="intervention_add"),
    path(f"{GOAL}notes/new/", notes.note_add, name="note_add"),
    path(f"{GOAL}trials/new/", trials.trial_add, name="trial_add"),
    path(f"{PLAN}trials/", trials.trials, name="trials"),
    path(f"{TRIAL}edit/", trials.trial_edit, name="trial_edit"),
    path(f"{TRIAL}close/", trials.trial_close, name="trial_close"),
    path(f"{TRIAL}reopen/", trials.trial_reopen, name="trial_reopen"),
    path(f"{PLAN}trials/<int:tried_id>/lesson/", lessons.lesson_share, name="lesson_share"),
    path(f"{GOAL}adjustments/new/", adjustments.adjustment_add, name="adjustment_add"),
    path(ADJUSTMENT, adjustments.adjustment, name="adjustment"),
    path(f"{ADJUSTMENT}withdraw/", adjustments.adjustment_withdraw, name="adjustment_withdraw"),
    path(f"{INTERVENTION}edit/", interventions.intervention_edit, name="intervention_edit"),
    path(f"{INTERVENTION}status/", interventions.intervention_status, name="intervention_status"),
    path(f"{INTERVENTION}remove/", interventions.intervention_remove, name="intervention_remove"),
    path(f"{PLAN}persons/<uuid:citizen_id>/development/", measurements.development, name="development"),
    path(
        f"{PLAN}measurements/<int:measurement_id>/take-back/",
        measurements.measurement_take_back,
        name="measurement_take_back",
    ),
    path(f"{PLAN}placements/", placements.placements, name="placements"),
    path(f"{PLAN}placements/new/", placements.placement_add, name="placement_add"),
    path(f"{PLACEMENT}edit/", placements.placement_edit, name="placement_edit"),
    path(f"{PLACEMENT}hours/", placements.placement_hours, name="placement_hours"),
    path(f"{PLACEMENT}end/", placements.placement_end, name="placement_end"),
    path(f"{PLACEMENT}take-back/", placements.placement_take_back, name="placement_take_back"),
    path(f"{PLAN}employer-contacts/new/", placements.contact_add, name="contact_add"),
    path(
        f"{PLAN}employer-contacts/<int:contact_id>/take-back/",
        placements.contact_take_back,
        name="contact_take_back",
    ),
    path(f"{PLAN}week/slots/new/", weekly_slots.slot_add, name="slot_add"),
    path(f"{SLOT}edit/", weekly_slots.slot_edit, name="slot_edit"),
    path(f"{SLOT}end/", weekly_slots.slot_end, name="slot_end"),
    path(f"{SLOT}take-back/", weekly_slots.slot_take_back, name="slot_take_back"),
    path(f"{PLAN}safeguards/", safeguards.safeguards, name="safeguards"),
    path(f"{PLAN}safeguards/new/", safeguards.safeguard_add, name="safeguard_add"),
    path(f"{SAFEGUARD}edit/", safeguards.safeguard_edit, name="safeguard_edit"),
    path(f"{SAFEGUARD}keep/", safeguards.safeguard_keep, name="safeguard_keep"),
    path(f"{SAFEGUARD}end/", safeguards.safeguard_end, name="safeguard_end"),
    path(f"{SAFEGUARD}resume/", safeguards.safeguard_resume, name="safeguard_resume"),
    path(f"{PLAN}story/", story.story, name="story"),
    path(f"{PLAN}story/new/", story.story_add, name="story_add"),
    path(f"{STORY}edit/", story.story_edit, name="story_edit"),
    path(f"{STORY}approve/", story.story_approve, name="story_approve"),
    path(f"{STORY}unapprove/", story.story_unapprove, name="story_unapprove"),
    path(f"{STORY}take-out/", story.story_take_out, name="story_take_out"),
    path(f"{STORY}put-back/", story.story_put_back, name="story_put_back"),
    path(f"{PLAN}story/asked/new/", story.story_asked_add, name="story_asked_add"),
    path(
        f"{PLAN}story/asked/<int:asked_id>/take-back/",
        story.story_asked_take_back,
        name="story_asked_take_back",
    ),
    path(f"{PLAN}story/print/<uuid:citizen_id>/", story.story_print, name="story_print"),
    path(f"{PLAN}agreements/new/", agreements.agreement_add, name="agreement_add"),
    path(f"{AGREEMENT}edit/", agreements.agreement_edit, name="agreement_edit"),
    path(f"{AGREEMENT}end/", agreements.agreement_end, name="agreement_end"),
    path(f"{AGREEMENT}looks/", agreement_looks.looks, name="agreement_looks"),
    path(f"{AGREEMENT}looks/new/", agreement_looks.look_add, name="agreement_look_add"),
    path(
        f"{AGREEMENT}looks/<int:look_id>/take-back/",
        agreement_looks.look_take_back,
        name="agreement_look_take_back",
    ),
    path(f"{PLAN}talk/", plan.talk, name="talk"),
    path(f"{PLAN}yes/", versions.accept, name="accept"),
    path(f"{PLAN}draft/", plan.new_draft, name="new_draft"),
    path(f"{PLAN}versions/", versions.versions, name="versions"),
    path(f"{PLAN}compare/", versions.compare, name="compare"),
    path(f"{PLAN}versions/<int:number>/", versions.version, name="version"),
    path(f"{PLAN}versions/<int:number>/reopen/", reopening.reopen, name="reopen"),
    path("courses/<uuid:course_id>/followup/", followups.followup_plan, name="followup_plan"),
    path("courses/<uuid:course_id>/followup/hold/", followups.followup_hold, name="followup_hold"),
    path("courses/<uuid:course_id>/notes/", notes.notes, name="notes"),
    path("courses/<uuid:course_id>/notes/drafts/<int:unsigned_id>/", notes.note_edit, name="note_edit"),
    path(
        "courses/<uuid:course_id>/notes/drafts/<int:unsigned_id>/discard/",
        notes.note_discard,
        name="note_discard",
    ),
    path(
        "courses/<uuid:course_id>/notes/<int:written_id>/addendum/", notes.addendum_add, name="addendum_add"
    ),
    path("courses/<uuid:course_id>/notes/<int:written_id>/move/", moving.note_move, name="note_move"),
    path("courses/<uuid:course_id>/moved/<int:moved_id>/", moving.moved, name="moved"),
]

# It is nobody's course, and has a place of its own in the menu.
LESSON = "<int:lesson_id>/"
of_the_library = (
    [
        path("", lessons.library, name="library"),
        path("waiting/", lessons.waiting, name="waiting"),
        path(f"{LESSON}judge/", lessons.judge, name="judge"),
        path(f"{LESSON}take-out/", lessons.take_out, name="take_out"),
        path(f"{LESSON}put-back/", lessons.put_back, name="put_back"),
    ],
    "lessons",
)
