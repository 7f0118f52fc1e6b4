"""The municipality's list of heavy words: nobody's data, kept by an administrator."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models

from borgerforloeb.accounts.sorting import danish
from borgerforloeb.language.lix import WORD


@pghistory.track()
class HeavyWord(models.Model):
    """A word or a turn of phrase that many citizens stumble over, and one that says the same."""

    heavy = models.CharField(
        "tungt ord",
        max_length=60,
        unique=True,
        error_messages={"unique": "Ordet står på listen allerede. Måske er det taget ud af brug."},
    )
    plain = models.CharField("skriv hellere", max_length=80)
    is_in_use = models.BooleanField("i brug", default=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "tungt ord"
        verbose_name_plural = "tunge ord"
        ordering = [danish("heavy")]

    def __str__(self) -> str:
        return self.heavy

    def clean(self) -> None:
        """What is looked for are words with a space between; anything else would never be found."""
        self.heavy, self.plain = " ".join(self.heavy.lower().split()), " ".join(self.plain.split())
        if not all(WORD.fullmatch(word) and word[-1].isalpha() for word in self.heavy.split()):
            raise ValidationError({"heavy": "Skriv kun ord, med mellemrum imellem og uden andre tegn."})
        if self.plain.lower() == self.heavy:
            raise ValidationError({"plain": "Skriv et andet ord end det tunge."})
