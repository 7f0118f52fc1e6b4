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

    @classmethod
    def new(cls, address: str, course_id: UUID | None, user_id: int) -> "Key":
        return cls(uuid4(), address, course_id, user_id)

    def signed(self) -> str:
        course = self.course_id.hex if self.course_id else ""
        return SIGNER.sign_object([self.form.hex, self.address, course, self.user_id])

    @classmethod
    def read(cls, text: str, user_id: int | None) -> "Key | None":
        """Nothing where it is not ours, or was drawn for somebody else."""
        try:
            form, address, course, whose = SIGNER.unsign_object(text)
        except (BadSignature, ValueError):
            return None
        if whose != user_id:
            return None
        return cls(UUID(form), address, UUID(course) if course else None, whose)
