"""How an agreement on a condition has been kept so far, in finished words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate, money
from plans.actions.agreement_looks import may_take_back
from plans.models import Agreement, AgreementLook
from plans.rewards import kept_in_words, reward_of, rhythm_of
from roles.permissions import Access, Permission

# A year of weeks; the rest is summed up above them all the same.
LATEST = 60


@dataclass(frozen=True, slots=True)
class LookRow:
    look: AgreementLook
    when: str
    kept: str
    reward: str
    taken_back: str
    may_take_back: bool


class LookPage:
    """Two questions, however often it was looked at."""

    def __init__(self, agreement: Agreement, user: User, access: Access, today: date) -> None:
        self.agreement, self.user, self.access = agreement, user, access
        looks = AgreementLook.objects.visible_to(user).filter(agreement=agreement)
        standing = list(looks.standing().order_by("-on").values("on", "kept", "given_kr"))
        self.summary = kept_in_words(standing)
        self.rhythm = rhythm_of(agreement, standing[0]["on"] if standing else None, today)
        self.condition = agreement.condition.removesuffix(".")
        self.reward = reward_of(
            {"reward": agreement.reward, "reward_kr": agreement.reward_kr, "condition": self.condition}
        )
        self.may_note = access.may(Permission.WRITE_NOTE) and bool(agreement.condition)
        latest = list(looks.select_related("noted_by", "taken_back_by")[: LATEST + 1])
        self.rows = [self._row(look) for look in latest[:LATEST]]
        self.is_cut = len(latest) > LATEST

    def _row(self, look: AgreementLook) -> LookRow:
        by = look.taken_back_by
        back = f"{longdate(look.taken_back_on)} af {by.name}: {look.taken_back_why}" if by else ""
        may = not back and may_take_back(look, self.access, self.user)
        return LookRow(look, longdate(look.on), look.get_kept_display(), self._given(look), back, may)

    def _given(self, look: AgreementLook) -> str:
        """Nothing where nothing was promised, then or now."""
        if look.reward_given:
            return money(look.given_kr) if look.given_kr else "givet"
        return "ikke givet" if self.reward else ""
