from borgerforloeb.notices.models import Notice
from tests.notices.test_actions import NOW, make_notice


def make_laid_aside(number: int = 1, **fields) -> Notice:
    given_up = {"dead": True, "attempts": 5, "failed_with": "SMTPRecipientsRefused", "laid_aside_at": NOW}
    return make_notice(number, **given_up | fields)
