from borgerforloeb.law.models.acts import Act, Dated, DatedQuerySet, Section
from borgerforloeb.law.models.plan_kinds import Check, PlanKind, Requirement, Situation

__all__ = ["Act", "Check", "Dated", "DatedQuerySet", "PlanKind", "Requirement", "Section", "Situation"]
