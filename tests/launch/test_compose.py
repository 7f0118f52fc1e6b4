"""What can be known of the production set-up without a container engine."""

import re
from pathlib import Path

import pytest
import yaml

from borgerforloeb.documents import press

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)`", OPERATIONS, flags=re.MULTILINE))


def test_services_are_the_seven_and_the_migration():
    assert set(SERVICES) == {"proxy", "web", "pdf", "worker", "beat", "postgres", "redis", "migrate"}


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_hardened(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert service["user"].split(":")[0] != "0"


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_service_that_stays_up_is_watched_and_started_again(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {SERVICES[name]["networks"][0] for name in ("postgres", "redis")} == {"inside"}


def test_only_the_proxy_and_the_worker_reach_out():
    """The web holds everybody's texts; it reaches the database, the queue and the press (D60)."""
    closed = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    open_ = {name for name, service in SERVICES.items() if set(service.get("networks", ())) - closed}

    assert open_ == {"proxy", "worker"}
    assert COMPOSE["networks"]["sign_in"] == {"internal": "${WEB_STAYS_INSIDE:-true}"}
    assert [name for name, service in SERVICES.items() if "sign_in" in service.get("networks", ())] == ["web"]


def test_what_draws_pdfs_has_no_network_no_secret_and_no_data():
    """D60. It has one thing in common with another: the socket, which the web may use and not replace."""
    ours, web = SERVICES["pdf"], SERVICES["web"]
    others = [service for service in SERVICES.values() if service is not ours]
    socket = web["environment"]["PDF_SOCKET"]

    assert ours["network_mode"] == "none"
    assert not {"networks", "secrets", "configs", "depends_on", "ports"} & set(ours)
    assert ours["environment"] == {}
    assert ours["volumes"] == ["press:/run/press"]
    assert [name for name, one in SERVICES.items() if "press:" in str(one.get("volumes"))] == ["web", "pdf"]
    assert "press:/run/press:ro" in web["volumes"]
    assert ours["command"][-1] == f"unix:{socket}"
    assert ours["user"].split(":")[0] not in {one["user"].split(":")[0] for one in others}
    assert ours["user"].split(":")[1] == web["user"].split(":")[1]
    assert "-o 10003 -g 10001 -m 0750 /run/press" in (ROOT / "Dockerfile").read_text()


def test_the_press_may_use_what_its_processes_may_and_a_little_more():
    limit = int(SERVICES["pdf"]["mem_limit"].removesuffix("m")) * 2**20

    assert press.workers * press.MEMORY < limit < (press.workers + 1) * press.MEMORY
    assert SERVICES["pdf"]["pids_limit"] > press.workers


def test_nothing_is_given_more_than_it_says():
    """No way to the machine below: neither its devices, its processes, its network nor the engine."""
    more = {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode", "extra_hosts"}

    assert [name for name, service in SERVICES.items() if more & set(service)] == []
    assert {service.get("network_mode", "none") for service in SERVICES.values()} == {"none"}
    assert "docker.sock" not in TEXT
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert [source for source in mounted if source.startswith(("/", ".", "~"))] == []


def test_sign_in_is_passed_on_to_the_web_alone():
    settings = "".join(path.read_text() for path in (ROOT / "borgerforloeb" / "settings").glob("*.py"))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"((?:OIDC|SAML|SIGN_IN)_\w+|LOCAL_SIGN_IN)"', settings))
    given = {key.removesuffix("_FILE") for key in SERVICES["web"]["environment"]}

    assert len(read) > 12
    assert read <= given
    assert not read & {key.removesuffix("_FILE") for key in SERVICES["worker"]["environment"]}


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_declared(name):
    service = SERVICES[name]
    declared = set(COMPOSE["secrets"])
    mentioned = set(re.findall(r"/run/secrets/(\w+)", str(service)))
    volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}

    assert set(service.get("secrets", [])) <= declared
    assert mentioned <= set(service.get("secrets", []))
    assert volumes <= set(COMPOSE["volumes"])
    assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_secrets_come_as_files_and_never_in_the_environment():
    given = {key for service in SERVICES.values() for key in service.get("environment", {})}

    addresses = {"BASE_URL", "SAML_IDP_SSO_URL"}
    assert not [key for key in given - addresses if re.search(r"(KEYS?|PASSWORD|SECRET|_URL)$", key)]
    assert {secret["file"].split("/")[0] for secret in COMPOSE["secrets"].values()} == {"secrets"}


def test_web_and_worker_do_not_hold_the_owners_password():
    holders = [
        name for name, service in SERVICES.items() if "database_owner_url" in service.get("secrets", [])
    ]

    assert holders == ["migrate"]


def test_nothing_serves_before_the_owner_has_asked_what_must_be_silent():
    """The web cannot see past row security, so a list that lost its filter is found here or not at all."""
    assert SERVICES["migrate"]["command"][-1] == (
        "python manage.py migrate --noinput && exec python manage.py canary"
    )
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_image_runs_without_root_and_without_the_embedded_servers():
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    assert "USER 10001" in lines
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert not [line for line in lines if "embedded" in line and not line.startswith("#")]


def test_every_variable_is_documented():
    settings = "".join(path.read_text() for path in (ROOT / "borgerforloeb" / "settings").glob("*.py"))
    used = set(re.findall(r"(?:env(?:\.\w+)?|secret)\(\s*\"([A-Z_]+)\"", settings))
    ours = [service for service in SERVICES.values() if "borgerforloeb" in service.get("image", "")]
    # A secret may come as a file; the anchors are one.
    named = {key for service in ours for key in service["environment"]} - {"LOG_ANCHOR_FILE"}
    used |= {key.removesuffix("_FILE") for key in named}
    used |= set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    started = "".join(path.read_text() for path in (ROOT / "borgerforloeb" / "launch").glob("*.py"))
    used |= set(re.findall(r"os\.environ\.get\(\"([A-Z_]+)\"", started))

    assert {"DATABASE_URL", "SECRET_KEY", "DOMAIN", "PORT"} <= used
    assert used - documented() == set()


def test_every_secret_file_is_documented():
    assert [name for name in COMPOSE["secrets"] if f"`{name}`" not in OPERATIONS] == []


def test_the_web_owns_nothing_and_is_given_nothing_in_advance():
    """What it may do with a table is said by the migration that makes the table, and by nobody before it."""
    script = COMPOSE["configs"]["database_roles"]["content"]

    assert "create role app_web nologin nobypassrls;" in script
    assert "create role web login nobypassrls in role app_web" in script
    assert "default privileges" not in script
    assert not re.search(r"grant \w+ on (all )?tables", script)
    assert "DATABASE_ROLE" not in TEXT
