"""What an act refuses is said in the form that asked for it, beside what was written."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.views.decorators.http import require_http_methods

# A page with such a form: shown, and sent back to itself.
form_page = require_http_methods(["GET", "HEAD", "POST"])


def attempt(form: BaseForm, act: Callable[..., Any], *args: Any, **fields: Any) -> Any:
    """What the act returns, or nothing; then its refusal stands in the form."""
    try:
        return act(*args, **fields)
    except ValidationError as refusal:
        blame(form, refusal)
        return None


def blame(form: BaseForm, refusal: ValidationError) -> None:
    """At its field where the form has it, else above the form."""
    named = getattr(refusal, "error_dict", None) or {"": refusal.error_list}
    for name, errors in named.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))
