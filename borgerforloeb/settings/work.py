"""What is done beside the pages: mails, the queue and what the clock starts."""

from datetime import timedelta

from celery.schedules import crontab

from borgerforloeb.settings.environment import DEMO, VAR_DIR, env
from borgerforloeb.settings.site import TIME_ZONE

# Searches outside one's own courses: whom somebody looked for, as a keyed hash.
OUTSIDE_SEARCHES_KEPT = timedelta(days=env.int("OUTSIDE_SEARCHES_KEPT_DAYS", default=183))
# Half-written texts that nobody came back for.
DRAFTS_KEPT = timedelta(days=env.int("DRAFTS_KEPT_DAYS", default=30))

# The demo writes each mail to a file, and a page shows them; production names a mail server.
MAIL_DIR = VAR_DIR / "mail"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
else:
    globals().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="borgerforloeb@hegnsborg.example")
EMAIL_TIMEOUT = 10

# Where the press answers: the processes that draw PDFs (borgerforloeb.documents.press).
PDF_SOCKET = env.str("PDF_SOCKET", default=str(VAR_DIR / "run" / "press.sock"))

# Messages carry ids only. A killed worker's message comes back; the due row in PostgreSQL decides.
CELERY_BROKER_URL = env.str("BROKER_URL", default="redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 180, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TIMEZONE = TIME_ZONE
# By seconds: by the hand of the clock they would stand still through the hour that an autumn night has twice.
CELERY_BEAT_SCHEDULE = {
    "find-due-plans": {"task": "plans.tasks.find_due", "schedule": 60},
    "find-due-consents": {"task": "borgerforloeb.casework.tasks.find_due", "schedule": 60},
    "deliver-notices": {"task": "borgerforloeb.notices.tasks.deliver", "schedule": 60},
    "seal-log": {"task": "borgerforloeb.audit.tasks.seal", "schedule": 10, "options": {"expires": 10}},
    # Found, not queued: what waits to be drawn stands in its table.
    "draw-batches": {
        "task": "borgerforloeb.pages.tasks.draw_batches",
        "schedule": 10,
        "options": {"expires": 10},
    },
    # Not between two and three, an hour that some nights lack and others have twice.
    "find-for-review": {
        "task": "borgerforloeb.logreview.tasks.find_for_review",
        "schedule": crontab(hour="3", minute="30"),
    },
    "reconcile-log": {
        "task": "borgerforloeb.logreview.tasks.reconcile",
        "schedule": crontab(hour="3", minute="45"),
    },
    "find-due-access-reviews": {
        "task": "borgerforloeb.logreview.tasks.find_due",
        "schedule": crontab(hour="4", minute="40"),
    },
    "forget-outside-searches": {
        "task": "borgerforloeb.casework.tasks.forget_outside_searches",
        "schedule": crontab(hour="4", minute="10"),
    },
    "forget-drafts": {
        "task": "borgerforloeb.drafts.tasks.forget",
        "schedule": crontab(hour="4", minute="20"),
    },
    "forget-batches": {
        "task": "borgerforloeb.pages.tasks.forget_batches",
        "schedule": crontab(hour="4", minute="30"),
    },
    "make-log-months": {
        "task": "borgerforloeb.audit.tasks.make_months",
        "schedule": crontab(hour="5", minute="10"),
    },
}
