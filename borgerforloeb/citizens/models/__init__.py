from borgerforloeb.citizens.models.circumstance import Circumstance
from borgerforloeb.citizens.models.citizen import Citizen, CitizenNumber
from borgerforloeb.citizens.models.confidential import Confidential, Domain, Level, refuse_opened
from borgerforloeb.citizens.models.consent import Consent, Holds
from borgerforloeb.citizens.models.course import Course, CoursePerson
from borgerforloeb.citizens.models.network import FamilyRelation, NetworkPerson
from borgerforloeb.citizens.models.protection import ANSWER_WITHIN, STILL_ASKED_FOR, ProtectionLift
from borgerforloeb.citizens.models.versions import Stale, refuse_stale

__all__ = [
    "ANSWER_WITHIN",
    "STILL_ASKED_FOR",
    "Circumstance",
    "Citizen",
    "CitizenNumber",
    "Confidential",
    "Consent",
    "Course",
    "CoursePerson",
    "Domain",
    "FamilyRelation",
    "Holds",
    "Level",
    "NetworkPerson",
    "ProtectionLift",
    "Stale",
    "refuse_opened",
    "refuse_stale",
]
