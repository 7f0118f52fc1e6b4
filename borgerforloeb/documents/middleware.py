"""A document that cannot be made is told in words, and is no fault of the machine's."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from borgerforloeb.documents.engine import DocumentError


class DocumentErrorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DocumentError):
            return None
        # Its words are ours alone; what the document held is neither in them nor in the answer.
        page = render_to_string("errors/document.html", {"words": exception.messages[0]})
        return HttpResponse(page, status=exception.status, headers={"Cache-Control": "no-store"})
