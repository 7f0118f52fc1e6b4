"""How it is built and what it is built of (D59): hashes, safe versions, no secret, checks that are on."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# The lowest version that is safe, and why; a list of ours, for no list of others can be asked from here.
SAFE_FROM = {
    "celery": ("5.2.2", "CVE-2021-23727: a result store could run commands"),
    "cryptography": ("44.0.1", "CVE-2024-12797: raw public keys"),
    "django": ("5.2.8", "CVE-2025-64459: SQL injection by _connector"),
    "django-allauth": ("65.13.0", "CVE-2025-65431: users known by what they may change at the provider"),
    "gunicorn": ("23.0.0", "CVE-2024-1135 and 6827: smuggled requests"),
    "pillow": ("11.3.0", "CVE-2025-48379: written beyond the buffer"),
    "pyjwt": ("2.10.1", "CVE-2024-53861: issuers compared by parts"),
    "redis": ("5.0.0", "CVE-2023-28858: answers to others"),
    "sqlparse": ("0.5.0", "CVE-2024-4340: endless nesting"),
    "urllib3": ("2.5.0", "CVE-2025-50181: redirects that were switched off"),
    "weasyprint": ("70.0", "a fetcher may refuse, and redirects are not followed past it"),
}
# What a key, a password or a token looks like when somebody has written it down.
SECRETS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token": re.compile(
        r"\b(?:gh[pousr]_\w{36}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|sk-[A-Za-z0-9]{32,})\b"
    ),
    "signed token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}"),
    "password in an address": re.compile(r"\w+://[^\s:/@{}$…]+:(?!\.\.\.|…|password@)[^\s:/@{}$…]{3,}@"),
    "long random value": re.compile(
        r"(?i)(?:secret|passw(?:or)?d|token|api_?key)\w*[\"']?\s*[:=]\s*[\"'](?=[^\"']*\d)(?=[^\"']*[a-z])[\w+/=-]{24,}[\"']"
    ),
}
READ = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".html",
    ".js",
    ".css",
    ".txt",
    ".json",
    ".csv",
    ".cfg",
    "",
}
SKIPPED = ("static/vendor/", "uv.lock")
# Known to everybody, and refused in production.
KNOWN = {"borgerforloeb/settings/keys.py": "SEAL_KEY_OF_DEVELOPMENT"}


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        names = listed.splitlines()
    except (OSError, subprocess.CalledProcessError):
        found = (path for path in ROOT.rglob("*") if path.is_file())
        names = [str(path.relative_to(ROOT)) for path in found]
        names = [name for name in names if not name.startswith((".venv/", ".git/", "var/"))]
    return [ROOT / name for name in names if not name.startswith(SKIPPED) and Path(name).suffix in READ]


def secrets_in(text: str) -> list[str]:
    return [kind for kind, shape in SECRETS.items() if shape.search(text)]


def test_no_secret_is_written_down():
    found = {}
    for path in tracked():
        if (
            path.exists()
            and path != Path(__file__)
            and (kinds := secrets_in(path.read_text(errors="replace")))
        ):
            found[str(path.relative_to(ROOT))] = kinds

    assert {name: kinds for name, kinds in found.items() if name not in KNOWN} == {}


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a" * 36,
        "postgresql://owner:" + "hunter2@db/x",
        'API_KEY = "' + "4f9a" * 8 + '"',
        "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20,
    ],
)
def test_the_search_finds_a_secret(line):
    assert secrets_in(line)


def test_every_package_is_locked_by_hash_and_comes_from_the_index():
    loose = []
    for package in LOCK["package"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if package["name"] == PROJECT["project"]["name"]:
            continue
        if "registry" not in package["source"] or not files:
            loose.append(package["name"])
        loose += [package["name"] for file in files if not re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"])]

    assert loose == []


def test_they_are_installed_as_the_lock_file_says_and_nowhere_else():
    image = (ROOT / "Dockerfile").read_text()
    setup = (ROOT / "borgerforloeb" / "launch" / "setup.sh").read_text()

    assert "uv sync --frozen" in image
    assert re.search(r"sync\b.*--frozen|--frozen\b.*sync", setup)
    # uv itself is the one thing that is fetched without the lock file, by its exact number.
    assert re.findall(r"pip install\b[^\n&|]*", image + setup) == [
        line for line in re.findall(r"pip install\b[^\n&|]*", image + setup) if re.search(r"uv==\d", line)
    ]


@pytest.mark.parametrize("name", SAFE_FROM)
def test_what_is_locked_is_safe(name):
    locked = {package["name"]: package["version"] for package in LOCK["package"]}
    lowest, why = SAFE_FROM[name]

    assert name not in locked or Version(locked[name]) >= Version(lowest), why


def test_the_rules_for_safety_are_on_and_what_is_let_be_says_why():
    lint = PROJECT["tool"]["ruff"]["lint"]
    source = (ROOT / "pyproject.toml").read_text()
    checks = (ROOT / "borgerforloeb" / "launch" / "checks.sh").read_text()

    assert {"S", "DJ"} <= set(lint["select"])
    assert all(re.search(rf'"{code}",  # \w', source) for code in lint["ignore"])
    for step in (
        "ruff check",
        "djlint --lint",
        "makemigrations --check",
        "check --deploy --fail-level WARNING",
    ):
        assert step in checks


def test_nothing_is_let_be_in_the_product_without_a_word():
    """`noqa` and `nosec` name their rule, and say why."""
    loose = []
    for path in tracked():
        if path.suffix == ".py" and not str(path.relative_to(ROOT)).startswith(("tests/", "bench/")):
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if re.search(r"# (noqa|nosec)(?!: ?[A-Z]+\d+)", line):
                    loose.append(f"{path.name}:{number}")

    assert loose == []


def test_production_refuses_the_keys_that_everybody_knows():
    """Without a key of its own nothing starts; `check --deploy` in ./test sees to the rest."""
    program = "import django; django.setup()"
    environment = {"DJANGO_SETTINGS_MODULE": "borgerforloeb.settings", "DEBUG": "0", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "mangler" in done.stderr
