"""What a drawn form carries: its number, and what it is a form of, signed."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

SIGNER = Signer(salt="borgerforloeb.drafts")


@dataclass(frozen=True)
class Key:
    form: UUID
    address: str
    course_id: UUID | None
    user_id: int
    # Of a row that stands there already, and that others may write too (holding).
    holds: bool = False

    @classmethod
    def new(cls, address: str, course_id: UUID | None, user_id: int, *, holds: bool = False) -> "Key":
        return cls(uuid4(), address, course_id, user_id, holds and course_id is not None)

    def signed(self) -> str:
        course = self.course_id.hex if self.course_id else ""
        return SIGNER.sign_object([self.form.hex, self.address, course, self.user_id, self.holds])

    @classmethod
    def read(cls, text: str, user_id: int | None) -> "Key | None":
        """Nothing where it is not ours, or was drawn for somebody else."""
        try:
            # A page that was drawn before forms said whether they hold is still its writer's.
            form, address, course, whose, *holds = SIGNER.unsign_object(text)
        except (BadSignature, ValueError):
            return None
        if whose != user_id:
            return None
        return cls(UUID(form), address, UUID(course) if course else None, whose, any(holds))
