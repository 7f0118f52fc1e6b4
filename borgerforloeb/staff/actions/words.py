"""The municipality's list of heavy words. None is deleted: what is out of use can be taken up again."""

from django.db import transaction

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models.versions import refuse_stale
from borgerforloeb.language.models import HeavyWord
from roles.permissions import require_capability


@transaction.atomic
def add_word(*, heavy: str, plain: str, by: User) -> HeavyWord:
    require_capability(by, Capability.ADMINISTRATOR)
    word = HeavyWord(heavy=heavy, plain=plain)
    word.full_clean()
    word.save()
    record("heavy_word.added", by=by, target=word)
    return word


@transaction.atomic
def change_word(word: HeavyWord, *, version: int, heavy: str, plain: str, by: User) -> HeavyWord:
    require_capability(by, Capability.ADMINISTRATOR)
    stored = _locked(word)
    refuse_stale(stored, version)
    before = {"heavy": stored.heavy, "plain": stored.plain}
    stored.heavy, stored.plain = heavy, plain
    stored.full_clean()
    if changed := sorted(name for name, value in before.items() if getattr(stored, name) != value):
        _save(stored)
        record("heavy_word.changed", by=by, target=stored, fields=changed)
    return stored


@transaction.atomic
def end_word(word: HeavyWord, *, by: User) -> HeavyWord:
    return _use(word, False, "heavy_word.ended", by)


@transaction.atomic
def resume_word(word: HeavyWord, *, by: User) -> HeavyWord:
    return _use(word, True, "heavy_word.resumed", by)


def _use(word: HeavyWord, is_in_use: bool, told: str, by: User) -> HeavyWord:
    """Pressed twice, or by two at the same time, it is done once."""
    require_capability(by, Capability.ADMINISTRATOR)
    stored = _locked(word)
    if stored.is_in_use != is_in_use:
        stored.is_in_use = is_in_use
        _save(stored)
        record(told, by=by, target=stored)
    return stored


def _locked(word: HeavyWord) -> HeavyWord:
    return HeavyWord.objects.select_for_update().get(pk=word.pk)


def _save(word: HeavyWord) -> None:
    word.version += 1
    word.save()
