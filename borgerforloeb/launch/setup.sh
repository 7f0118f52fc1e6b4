# Sourced by ./run and ./test: a Python, the system's libraries and the packages of uv.lock, each only when missing.
# Nothing is installed outside the project except with root's rights, and then only by the system's package manager.

PANGO="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# An account without a home (nobody, a service account) still needs somewhere for caches.
settle_home() {
  if [ -z "${HOME:-}" ] || ! [ -w "$HOME" ]; then
    mkdir -p var/home
    export HOME="$PWD/var/home"
  fi
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 python3.14; do
    if is_new_enough "$name"; then PYTHON=$(command -v "$name"); return; fi
  done
  fail "Borgerforløb kræver Python 3.11 eller nyere, og den findes ikke her. På Debian 12: apt-get install python3"
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# install "what it is for" package...
install() {
  local reason=$1; shift
  may_install || fail "$reason mangler. Kør denne kommando og derefter $0 igen:
  sudo apt-get install -y --no-install-recommends $*"
  say "  Installerer $reason: $*"
  local log=var/log/apt.log
  mkdir -p var/log
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1 && return
  # The package lists of a fresh machine are empty or old.
  { apt-get update -q && apt-get install -y -q --no-install-recommends "$@"; } >>"$log" 2>&1 && return
  tail -n 5 "$log" >&2
  fail "$reason kunne ikke installeres. Prøv selv: apt-get update && apt-get install -y --no-install-recommends $*"
}

has_pango() {
  [ "$(uname -s)" != Linux ] || "$PYTHON" -c '
import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)' >/dev/null 2>&1
}

has_venv() { "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# A copy of the lock file for each set of packages, so that a second start asks nobody anything.
stamp() { printf '.venv/stamp%s' "$(printf '%s' "$*" | tr -c 'a-z' '-')"; }
packages_are_in_place() { is_new_enough .venv/bin/python && cmp -s uv.lock "$(stamp "$@")"; }

# The scripts in a virtual environment name the folder it was made in, so a moved or half-made one is made anew.
venv_is_usable() {
  is_new_enough .venv/bin/python &&
    { ! [ -f .venv/made-in ] || [ "$(cat .venv/made-in)" = "$PWD" ]; } &&
    { find_uv || .venv/bin/python -c 'import pip' 2>/dev/null; }
}

find_uv() {
  UV=.venv/bin/uv
  [ -x "$UV" ] || UV=$(command -v uv) && "$UV" --version >/dev/null 2>&1
}

make_venv() {
  rm -rf .venv
  if find_uv; then "$UV" venv --quiet --python "$PYTHON" .venv; else "$PYTHON" -m venv .venv; fi
  printf '%s' "$PWD" >.venv/made-in
}

# The lock file alone decides what is installed: uv checks the hash of every file in it.
fetch_packages() {
  venv_is_usable || make_venv
  packages_are_in_place "$@" && return
  if ! find_uv; then
    say "  Henter uv, som henter resten"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 || fail "uv kunne ikke hentes. Er der netadgang?"
    find_uv
  fi
  say "  Henter Python-pakker"
  # uv brings its own list of authorities; a network with one of its own has told the system, so ask that.
  local authorities=/etc/ssl/certs/ca-certificates.crt
  [ -z "${SSL_CERT_FILE:-}" ] && [ -r "$authorities" ] && export SSL_CERT_FILE=$authorities
  # --inexact: what ./test needs beyond ./run may stay.
  UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv "$UV" sync --quiet --frozen --inexact "$@" ||
    fail "Pakkerne kunne ikke hentes. Årsagen står ovenfor."
  cp uv.lock "$(stamp "$@")"
}

# set_up uv-sync-options...: everything that can be refused is asked for before anything is begun.
set_up() {
  settle_home
  find_python
  mkdir -p var 2>/dev/null && [ -w var ] || fail "Mappen $PWD kan ikke skrives af denne bruger."
  # Compiled once for all processes, and kept with the rest of what is written: it more than halves a start.
  unset PYTHONDONTWRITEBYTECODE
  export PYTHONPYCACHEPREFIX="$PWD/var/bytecode"
  # Two starts of a fresh clone at the same time: the second waits here and then finds everything in place.
  exec 9>>var/setup.lock
  if command -v flock >/dev/null && ! flock -n 9; then say "  Venter på en anden opsætning"; flock 9; fi
  has_pango || install "Pango (til de trykte planer)" $PANGO
  venv_is_usable || find_uv || has_venv || install "Pythons venv" python3-venv
  fetch_packages "$@"
  exec 9>&-
}
