from borgerforloeb.logreview.actions.reconciling import reconcile
from borgerforloeb.logreview.actions.reviewing import answer_review, ask_employee, judge_review
from borgerforloeb.logreview.actions.rules import change_rule, end_flag, set_flag
from borgerforloeb.logreview.actions.searching import find_for_review

__all__ = [
    "answer_review",
    "ask_employee",
    "change_rule",
    "end_flag",
    "find_for_review",
    "judge_review",
    "reconcile",
    "set_flag",
]
