# Run by ./test with PostgreSQL and Valkey up: each check with its time, the cheap ones first.
set -uo pipefail

LONG=()
[ "${1:-}" = --long ] && { LONG=(--long); shift; }
shift # the --

begun=$SECONDS
step() {
  local title=$1 start=$SECONDS; shift
  printf '\n== %s\n' "$title"
  if "$@"; then printf -- '-- %s: i orden (%s s)\n' "$title" $((SECONDS - start)); return; fi
  printf '\n!! %s fejlede efter %s s: %s\n' "$title" $((SECONDS - start)) "$*" >&2
  exit 1
}

# Debian's settings for production, as far as they can be had without a real host: nothing may be unsafe by default.
as_in_production() {
  env -u DEMO DEBUG=0 ALLOWED_HOSTS=forloeb.example BASE_URL=https://forloeb.example BEHIND_PROXY=1 \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    CPR_KEYS="$(python -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())')" \
    CPR_LOOKUP_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" "$@"
}

export DEBUG=1 DEMO=1
step "Ruff: regler" ruff check --quiet .
step "Ruff: form" ruff format --check --quiet .
step "Lag (import-linter)" lint-imports --no-logo
step "Skabeloner (djlint)" djlint --lint --quiet templates
step "Typer (mypy)" python -m mypy
step "Migrationer" python manage.py makemigrations --check --dry-run
step "Indstillinger til drift" as_in_production python manage.py check --deploy --fail-level WARNING

pytest=(python -m pytest -q --create-db)
if [ $# -gt 0 ]; then
  step "Prøver" "${pytest[@]}" ${LONG[@]+"${LONG[@]}"} "$@"
else
  step "Prøver uden browser" "${pytest[@]}" -m "not browser" -n 2 ${LONG[@]+"${LONG[@]}"}
  step "Prøver i Chromium" "${pytest[@]}" -m browser ${LONG[@]+"${LONG[@]}"}
fi
printf '\nAlt er i orden (%s s).\n' $((SECONDS - begun))
