"""What the browser needs to tell how heavy a text is: rules and words, and nothing of any citizen."""

from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from borgerforloeb.language import lix
from borgerforloeb.language.finding import ENDINGS, SHORTEST_BENT, words_in_use

# A word that an administrator adds is met by everybody within the hour.
KEPT_FOR = 3600


@require_safe
def words(request):
    """Asked for once by a browser that has shown a form; what is written there never comes here."""
    answer = JsonResponse({
        "fewest": lix.FEWEST_WORDS,
        "bands": lix.BANDS,
        "abbreviations": sorted(lix.ABBREVIATIONS),
        "endings": sorted(ENDINGS, key=lambda ending: (len(ending), ending)),
        "shortest": SHORTEST_BENT,
        "words": words_in_use().plain,
    })  # fmt: skip
    patch_cache_control(answer, private=True, max_age=KEPT_FOR)
    return answer
