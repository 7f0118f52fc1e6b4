from django.db import migrations

from borgerforloeb.accounts.row_security import allow, protect, protect_history, reach, written

COURSE_OF_A_MEETING = """
    SELECT meeting.course_id FROM public.networkmeetings_networkmeeting meeting WHERE meeting.id = $1
"""
RIGHTS = ("SELECT", "INSERT", "UPDATE")
PROTECTED = [
    ("networkmeetings_networkmeeting", "course_id = ANY ((SELECT my_courses())::uuid[])", "statistics"),
    ("networkmeetings_agendaitem", "meeting_is_mine(meeting_id)"),
    ("networkmeetings_meetingdecision", "meeting_is_mine(meeting_id)"),
    ("networkmeetings_participant", "meeting_is_mine(meeting_id)", "statistics"),
]
# Until the meeting is held a point or a name is taken off again; the history remembers.
DELETED = ["networkmeetings_agendaitem", "networkmeetings_participant"]
HISTORY = ["agendaitem", "meetingdecision", "networkmeeting", "participant"]


class Migration(migrations.Migration):
    dependencies = [("networkmeetings", "0001_initial"), ("roles", "0005_row_security")]

    operations = [
        written(
            reach("meeting_is_mine", "bigint", COURSE_OF_A_MEETING),
            *(allow(table, *RIGHTS) for table, *_ in PROTECTED),
            *(allow(table, "DELETE") for table in DELETED),
            *(protect(*rule) for rule in PROTECTED),
            *(protect_history(f"networkmeetings_{name}event") for name in HISTORY),
        )
    ]
