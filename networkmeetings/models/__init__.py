from networkmeetings.models.agenda import AgendaItem, MeetingDecision
from networkmeetings.models.meeting import NetworkMeeting
from networkmeetings.models.participant import Participant

__all__ = ["AgendaItem", "MeetingDecision", "NetworkMeeting", "Participant"]
