"""Whatever a document could be made to ask for: nothing leaves the machine and no file comes in.

Drawn in this process, which has a network: in the press the fetcher could fail unseen.
"""

import io
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pytest
from weasyprint import CSS, HTML

from borgerforloeb.documents import typesetting
from borgerforloeb.documents.fetcher import ORIGIN, Refused, StaticFetcher, allowed

NOW = datetime(2026, 9, 2, 8, tzinfo=UTC)
HIDDEN = "hemmelighed-4711"
# %s is an address on the loopback listener, or of a file that holds a secret.
VECTORS = {
    "attachment": '<link rel="attachment" href="%s">',
    "stylesheet": '<link rel="stylesheet" href="%s">',
    "import": "<style>@import url(%s);</style>",
    "background": '<p style="background:url(%s)">x</p>',
    "list image": '<ul style="list-style-image:url(%s)"><li>x</li></ul>',
    "content": '<style>p::before{content:url("%s")}</style><p>x</p>',
    "font": '<style>@font-face{font-family:a;src:url("%s")}p{font-family:a}</style><p>x</p>',
    "image": '<img alt="x" src="%s">',
    "object": '<object data="%s">x</object>',
    "embed": '<embed src="%s">',
    "frame": '<iframe src="%s"></iframe>',
    "svg image": '<svg width="9" height="9"><title>x</title><image width="9" height="9" href="%s"/></svg>',
    "svg use": '<svg width="9" height="9"><title>x</title><use href="%s#a"/></svg>',
    "svg style": '<svg width="9" height="9"><title>x</title><style>@import "%s";</style></svg>',
    "xinclude": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="%s" parse="text"/>',
    "base": '<base href="%s"><img alt="x" src="x.png">',
    "refresh": '<meta http-equiv="refresh" content="0;url=%s">',
    "hints": '<table background="%s"><tr><td background="%s">x</td></tr></table>',
    "link": '<a rel="attachment" href="%s">x</a>',
}


@pytest.fixture
def listener():
    hits = []

    class Count(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(HIDDEN.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Count)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", hits
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(HIDDEN)
    return path.as_uri()


def streams(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return b"".join(item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_nothing_is_fetched(vector, listener, secret_file):
    address, hits = listener

    body = "".join(vector.replace("%s", target) for target in (address, secret_file))
    html = f"<html><body>{body}"
    content, _ = typesetting.draw(html, stylesheets=["print.css"], title="Prøve", made_at=NOW)

    assert hits == []
    assert HIDDEN.encode() not in content + streams(content)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert not opened.attachments


def test_the_listener_would_have_been_hit(listener):
    address, hits = listener

    HTML(string=f'<img alt="x" src="{address}">', url_fetcher=None).render()

    assert hits == ["/x"]


@pytest.mark.parametrize("text", ["@import url(%s);", '@font-face{font-family:a;src:url("%s")}'])
def test_a_stylesheet_fetches_nothing_either(text, listener, secret_file):
    address, hits = listener

    for target in (address, secret_file):
        CSS(string=text % target, url_fetcher=StaticFetcher())

    assert hits == []


@pytest.mark.parametrize(
    "address",
    [
        "data:text/plain,x",
        "file:///etc/hostname",
        "https://static.invalid/print/../settings.py",
        "https://static.invalid/print/print.css?x",
        "https://static.invalid/vendor/fonts/%2e%2e/print/print.css",
        "HTTPS://STATIC.INVALID/print/print.css",
        "",
    ],
)
def test_only_whole_names_on_the_list_are_answered(address):
    with pytest.raises(Refused) as refusal:
        StaticFetcher().fetch(address)

    assert address not in str(refusal.value) or not address


def test_our_own_files_are_answered():
    assert {address.removeprefix(ORIGIN).split("/")[0] for address in allowed()} == {"print", "vendor"}

    answer = StaticFetcher().fetch(f"{ORIGIN}print/print.css")

    assert answer.read().startswith(b"/* Everything that is printed")
