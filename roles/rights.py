"""What web and worker may do with each table, as it should stand in the database. roles/guard.py compares.

S, I, U and D are select, insert, update and delete, i is insert of some columns; to a table of which nothing
is said there is no right. A migration gives (`allow`), and here it is said once more, so that a right that
was given too freely is seen.
"""

NONE = ""
READ = "S"
ADD = "SI"
KEEP = "SIU"
ALL = "SIUD"
BY_TRIGGER = "I"

RIGHTS = {
    "account_emailaddress": ALL,
    "accounts_orgunit": READ,
    "accounts_user": KEEP,
    "accounts_heldform": ALL,
    "accounts_session": ALL,
    "accounts_userevent": BY_TRIGGER,
    "audit_auditevent": "Si",
    "audit_auditseal": ADD,
    "axes_accessattempt": ALL,
    "axes_accessattemptexpiration": ALL,
    "axes_accessfailurelog": ALL,
    "axes_accesslog": ALL,
    "batches_printbatch": ALL,
    "batches_printjob": ALL,
    "citizens_circumstance": KEEP,
    "citizens_circumstanceevent": BY_TRIGGER,
    "citizens_citizen": KEEP,
    "citizens_citizenevent": BY_TRIGGER,
    "citizens_citizennumber": KEEP,
    "citizens_consent": KEEP,
    "citizens_consentevent": BY_TRIGGER,
    "citizens_course": KEEP,
    "citizens_courseevent": BY_TRIGGER,
    "citizens_courseperson": KEEP,
    "citizens_coursepersonevent": BY_TRIGGER,
    "citizens_familyrelation": KEEP,
    "citizens_familyrelationevent": BY_TRIGGER,
    "citizens_networkperson": KEEP,
    "citizens_networkpersonevent": BY_TRIGGER,
    "citizens_protectionlift": KEEP,
    "decisions_authority": KEEP,
    "decisions_authorityevent": BY_TRIGGER,
    "decisions_decision": ALL,
    "decisions_decisionevent": BY_TRIGGER,
    "disclosures_disclosure": KEEP,
    "disclosures_finding": ALL,
    "documents_storeddocument": ADD,
    "drafts_draft": ALL,
    "drafts_holding": ALL,
    "drafts_presence": ALL,
    "language_heavyword": KEEP,
    "language_heavywordevent": BY_TRIGGER,
    "law_act": READ,
    "law_plankind": KEEP,
    "law_plankind_when": "SID",
    "law_plankindevent": BY_TRIGGER,
    "law_requirement": KEEP,
    "law_requirementevent": BY_TRIGGER,
    "law_section": READ,
    "law_situation": KEEP,
    "law_situationevent": BY_TRIGGER,
    "lawlens_confirmation": KEEP,
    "lawlens_confirmationevent": BY_TRIGGER,
    "lawlens_oneplanyes": KEEP,
    "lawlens_oneplanyesevent": BY_TRIGGER,
    "lawlens_replacedplan": KEEP,
    "lawlens_replacedplanevent": BY_TRIGGER,
    "logreview_flag": KEEP,
    "logreview_reviewcase": KEEP,
    "logreview_reviewnight": KEEP,
    "logreview_reviewrule": "SU",
    "mfa_authenticator": ALL,
    "networkmeetings_agendaitem": ALL,
    "networkmeetings_agendaitemevent": BY_TRIGGER,
    "networkmeetings_meetingdecision": KEEP,
    "networkmeetings_meetingdecisionevent": BY_TRIGGER,
    "networkmeetings_networkmeeting": KEEP,
    "networkmeetings_networkmeetingevent": BY_TRIGGER,
    "networkmeetings_participant": ALL,
    "networkmeetings_participantevent": BY_TRIGGER,
    "notices_notice": KEEP,
    "outcomes_resulttarget": READ,
    "outcomes_trinassessment": KEEP,
    "outcomes_trinassessmentevent": BY_TRIGGER,
    "pghistory_context": KEEP,
    "plans_acceptance": KEEP,
    "plans_adjustmentrequest": KEEP,
    "plans_adjustmentrequestevent": BY_TRIGGER,
    "plans_agreement": KEEP,
    "plans_agreementevent": BY_TRIGGER,
    "plans_agreementlook": KEEP,
    "plans_agreementlookevent": BY_TRIGGER,
    "plans_employercontact": KEEP,
    "plans_employercontactevent": BY_TRIGGER,
    "plans_followup": KEEP,
    "plans_followup_sections": ALL,
    "plans_followupevent": BY_TRIGGER,
    "plans_goal": KEEP,
    "plans_goalanswer": ADD,
    "plans_goalevent": BY_TRIGGER,
    "plans_intervention": ALL,
    "plans_interventionevent": BY_TRIGGER,
    "plans_lesson": KEEP,
    "plans_lessonevent": BY_TRIGGER,
    "plans_lessonorigin": ADD,
    "plans_measurement": KEEP,
    "plans_measurementevent": BY_TRIGGER,
    "plans_movedtext": ADD,
    "plans_note": ALL,
    "plans_noteevent": BY_TRIGGER,
    "plans_placement": KEEP,
    "plans_placementevent": BY_TRIGGER,
    "plans_placementhours": ALL,
    "plans_placementhoursevent": BY_TRIGGER,
    "plans_plan": KEEP,
    "plans_planevent": BY_TRIGGER,
    "plans_plansection": KEEP,
    "plans_plansectionevent": BY_TRIGGER,
    "plans_planversion": KEEP,
    "plans_safeguard": KEEP,
    "plans_safeguardevent": BY_TRIGGER,
    "plans_storyasked": KEEP,
    "plans_storyaskedevent": BY_TRIGGER,
    "plans_storypart": KEEP,
    "plans_storypartevent": BY_TRIGGER,
    "plans_subgoal": ALL,
    "plans_subgoalevent": BY_TRIGGER,
    "plans_trial": KEEP,
    "plans_trialevent": BY_TRIGGER,
    "plans_weeklyslot": KEEP,
    "plans_weeklyslotevent": BY_TRIGGER,
    "roles_accessrequest": KEEP,
    "roles_accessrequestevent": BY_TRIGGER,
    "roles_accessreview": ADD,
    "roles_assignment": KEEP,
    "roles_assignmentevent": BY_TRIGGER,
    "roles_barred": READ,
    "roles_block": KEEP,
    "roles_blockevent": BY_TRIGGER,
    "roles_emergencyaccess": KEEP,
    "roles_emergencyaccessevent": BY_TRIGGER,
    "roles_outsidesearch": ALL,
    "roles_sharingbasis": KEEP,
    "roles_sharingbasisevent": BY_TRIGGER,
    "roles_staffcitizen": KEEP,
    "roles_staffcitizenevent": BY_TRIGGER,
    "socialaccount_socialaccount": ALL,
    "socialaccount_socialapp": READ,
    "socialaccount_socialtoken": ALL,
}
# Known, and shut: the product runs without them, or they are read by the database's own functions alone.
SHUT = {
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "law_actevent",
    "law_sectionevent",
    "roles_membership",
}

# How a row is known as one's own, and which services may read it.
COURSE = "(course_id = ANY (( SELECT my_courses() AS my_courses)::uuid[]))"
PLAN = "(plan_id = ANY (( SELECT my_plans() AS my_plans)::bigint[]))"
# Its writer's own, as long as the course is; and all of it to whoever takes away what is too old.
DRAFT = (
    "(((user_id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint) AND "
    "((course_id IS NULL) OR (course_id = ANY (( SELECT my_courses() AS my_courses)::uuid[])))) OR "
    "serves(VARIADIC ARRAY['expiry'::text]))"
)
# Of one's own courses; and whoever lets lapse what nobody answered in time, or what has run out.
LIFT = COURSE.replace("(course_id", "((course_id", 1) + " OR serves(VARIADIC ARRAY['expiry'::text]))"
SEARCH = (
    "((user_id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint) OR "
    "serves(VARIADIC ARRAY['expiry'::text]))"
)
# Nobody's case, and read by whoever is signed in; which trial it came from is a row of that course.
SIGNED_IN = "(NULLIF(current_setting('app.user_id'::text, true), ''::text) IS NOT NULL)"
# One's own; and all of it to whoever draws what waits, and takes away what is old.
BATCH = SEARCH.replace("ARRAY['expiry'", "ARRAY['printing'::text, 'expiry'")
MY_BATCHES = "(batch_id IN ( SELECT batches_printbatch.id\n   FROM batches_printbatch))"
JOB = f"(({MY_BATCHES} AND {COURSE}) OR serves(VARIADIC ARRAY['printing'::text, 'expiry'::text]))"
GOAL = "(goal_id = ANY (( SELECT my_goals() AS my_goals)::bigint[]))"
MEETING = "meeting_is_mine(meeting_id)"
# Of no person and no course: for whoever works here, with or without a course, and for nobody else.
FOR_EVERY_EMPLOYEE = {"plans_lesson"}
PROTECTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "batches_printbatch": (BATCH, ()),
    "batches_printjob": (JOB, ()),
    "citizens_circumstance": (COURSE, ()),
    "citizens_consent": (COURSE, ("reminders",)),
    "citizens_course": (COURSE.replace("course_id", "id"), ("register", "reminders", "statistics")),
    "citizens_courseperson": (COURSE, ("register", "reminders", "statistics")),
    "citizens_networkperson": (COURSE, ()),
    "citizens_protectionlift": (LIFT, ("reminders",)),
    "decisions_decision": (COURSE, ()),
    "disclosures_disclosure": (COURSE, ()),
    "disclosures_finding": ("disclosure_is_mine(disclosure_id)", ()),
    "documents_storeddocument": (COURSE, ()),
    "drafts_draft": (DRAFT, ()),
    "drafts_holding": (LIFT, ()),
    "drafts_presence": (LIFT, ()),
    "lawlens_confirmation": (PLAN, ()),
    "lawlens_oneplanyes": (PLAN, ()),
    "lawlens_replacedplan": (PLAN, ()),
    "networkmeetings_agendaitem": (MEETING, ()),
    "networkmeetings_meetingdecision": (MEETING, ()),
    "networkmeetings_networkmeeting": (COURSE, ("statistics",)),
    "networkmeetings_participant": (MEETING, ("statistics",)),
    "outcomes_trinassessment": (COURSE, ("statistics",)),
    "plans_acceptance": ("version_is_mine(version_id)", ("statistics",)),
    "plans_adjustmentrequest": (PLAN, ("statistics",)),
    "plans_agreement": (PLAN, ("reminders",)),
    "plans_agreementlook": ("agreement_is_mine(agreement_id)", ("reminders",)),
    "plans_employercontact": (PLAN, ("statistics",)),
    "plans_followup": (PLAN, ("reminders",)),
    "plans_followup_sections": ("followup_is_mine(followup_id)", ()),
    "plans_goal": (PLAN, ("reminders",)),
    "plans_goalanswer": ("version_is_mine(version_id)", ()),
    "plans_intervention": (GOAL, ()),
    "plans_lesson": (SIGNED_IN, ()),
    "plans_lessonorigin": (PLAN, ()),
    "plans_measurement": (PLAN, ()),
    "plans_movedtext": (COURSE, ()),
    "plans_note": (GOAL, ()),
    "plans_placement": (PLAN, ()),
    "plans_placementhours": ("placement_is_mine(placement_id)", ()),
    "plans_plan": (COURSE, ("reminders", "statistics")),
    "plans_plansection": (PLAN, ()),
    "plans_planversion": (PLAN, ("statistics",)),
    "plans_safeguard": (PLAN, ("reminders",)),
    "plans_storyasked": (PLAN, ()),
    "plans_storypart": (PLAN, ()),
    "plans_subgoal": (GOAL, ()),
    "plans_trial": (PLAN, ("reminders",)),
    "plans_weeklyslot": (PLAN, ()),
    "roles_assignment": (COURSE, ("reminders",)),
    "roles_outsidesearch": (SEARCH, ()),
    "roles_sharingbasis": (COURSE, ("reminders",)),
}

# Made by hand in migrations; those of the models are known to pgtrigger.
TRIGGERS = {("roles_assignment", "keep_membership"), ("citizens_course", "course_needs_its_two")} | {
    (table, "ask_anew")
    for table in (
        "accounts_user",
        "citizens_courseperson",
        "citizens_familyrelation",
        "plans_goal",
        "plans_plan",
        "roles_assignment",
        "roles_block",
        "roles_staffcitizen",
    )
}
# Those that judge or write as the owner of the tables do; every other runs as the one who acts.
AS_OWNER = ("pgtrigger_open_course_keeps_its_two",)
# Asked as the one who acts, so that row security holds within them too; the other functions below are not.
AS_WHO_ASKS = {
    "ask_anew",
    "citizens_consent_holds",
    "roles_barred_rules",
    "roles_bases",
    "roles_of_work",
    "roles_shares",
    "serves",
}
# A view asks a function of the list below, and says nothing itself.
VIEW_WORDS = {
    "roles_barred": "SELECT user_id, citizen_id, rule "
    "FROM roles_barred_rules() roles_barred_rules(user_id, citizen_id, rule)",
}
# What the functions say that policies, barriers and the gate ask, by md5 of their text: test_guard.py tells a
# new one. A function that runs as the owner and stands nowhere here is a fault.
BODIES = {
    "agreement_is_mine": "bac2efc48d38947e3ead1455f5589c90",
    "ask_anew": "7b56016e869f833fe21d483bb7ba5118",
    "audit_make_partitions": "40b8f3e97bc7f9ed93473a7155ebcfc4",
    "citizens_consent_holds": "de2e476b7ffc9514f0e147a190c9ddfe",
    "course_is_mine": "cbc83f2b0dfb77962677a365f88f510a",
    "course_needs_its_two": "20c863cf51b71112eefb601d67a12cc1",
    "disclosure_is_mine": "a447182717108631c0bb64b4b3f73b5e",
    "followup_is_mine": "fd4e9084bf950b79150dbf28ffd357c5",
    "keep_membership": "bf1e4c77f0d3e5453985ea1eebadf16b",
    "lawlens_touched": "1b06f733ba545c9218323561e87a9c7d",
    "meeting_is_mine": "8b66d4f466604a5b50640bdd4c9fb935",
    "my_courses": "8ba54822482d525127bcd2412204b4de",
    "my_goals": "788706aa1da7a25b41879a15ff514345",
    "my_plans": "478202634a8ea04eb1686af66a3782bf",
    "placement_is_mine": "9704c2e59e7ac3d4441e440f9054a547",
    "plans_lesson_is_near": "c544ab7dfac54304bae1fd63e50de60a",
    "plans_marks_of_gone": "612479816f6b3fd32145ab3412b9b916",
    "roles_accesses": "21c4fb989a0537095674dfa9d30763f6",
    "roles_barred_courses": "48fb35210b9564f2af71777e25fea493",
    "roles_barred_rules": "2a4918f57f469b5a622c98671280af81",
    "roles_bases": "69233cb59815f15a5da58d820126f726",
    "roles_course_outside": "c0e97443317d46d693c0ba5da50c290e",
    "roles_held_by": "72af2e68e5f87e7735660505131b0b36",
    "roles_held_under": "4e566daf3a6f5f74244ead75ab6cad5f",
    "roles_of_work": "c04b66206526f2919df42626e474faba",
    "roles_relations_behind": "909ab5aa0407dc7375f12b0fcdfdf21d",
    "roles_shares": "c87ddd8fbed49045480586facc7ada75",
    "serves": "1da19e84488c008e6b59a8e7bd5441ba",
    "version_is_mine": "0e9a4f648840b75eaced4a3b7850a3fc",
}
