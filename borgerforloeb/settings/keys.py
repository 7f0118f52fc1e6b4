"""What signs and encrypts: secrets without which nothing starts in production."""

from borgerforloeb.settings.environment import DEBUG, TESTING, env, secret

SECRET_KEY = secret("SECRET_KEY", "only-for-development-" + "x" * 50)
# CPR numbers are encrypted with the first key and can be read with all of them (rotation); looked up by HMAC.
CPR_KEYS = secret("CPR_KEYS", "b25seS1mb3ItZGV2ZWxvcG1lbnQtMTIzNDU2Nzg5MDE=").split(",")
CPR_LOOKUP_KEY = secret("CPR_LOOKUP_KEY", "only-for-development")
# Signs the seals of the log (Ed25519). Only the worker and who verifies need it, so the web starts without.
SEAL_KEY_OF_DEVELOPMENT = "b25seS1mb3ItZGV2ZWxvcG1lbnQtMTIzNDU2Nzg5MDE="
LOG_SEAL_KEY = env.str("LOG_SEAL_KEY", default=SEAL_KEY_OF_DEVELOPMENT if DEBUG or TESTING else "")
# Public keys of earlier ones, with commas between.
LOG_SEAL_OLD_KEYS = env.list("LOG_SEAL_OLD_KEYS", default=[])
LOG_ANCHOR_FILE = env.str("LOG_ANCHOR_FILE", default="")  # none: in VAR_DIR
