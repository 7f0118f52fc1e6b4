"""The machine's own log. What a citizen's data was used for stands in the audit log."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "borgerforloeb.accounts.wordless.Wordless",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "borgerforloeb": {"level": "INFO"},
        "celery": {"level": "INFO"},
        # Its own handlers write errors in full, and would mail them.
        "django": {"handlers": [], "level": "WARNING"},
    },
}
