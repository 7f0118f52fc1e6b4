"""python -m borgerforloeb.launch                          everything; Ctrl-C stops it
python -m borgerforloeb.launch servers -- COMMAND …     PostgreSQL and Valkey, for as long as COMMAND runs
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from borgerforloeb.launch import press, web
from borgerforloeb.launch.processes import Child
from borgerforloeb.launch.screen import LaunchError, say, step
from borgerforloeb.launch.servers import first_death, running_servers

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Asked to stop; no error."""


def _stop_when_asked(number: int, _: FrameType | None) -> None:
    # From here on the way out is under way, and it has time limits of its own: more signals change nothing.
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stop(number)


def child_environment(var: Path, servers: dict[str, str], address: str) -> dict[str, str]:
    """What the operator set wins; the rest is a demonstration on this machine."""
    environment = dict(os.environ)
    defaults = {"DEBUG": "1", "BASE_URL": address, "VAR_DIR": str(var), **servers}
    for name, value in defaults.items():
        if not environment.get(f"{name}_FILE"):
            environment.setdefault(name, value)
    debug = environment["DEBUG"].lower() in ("1", "true", "yes", "on")
    # Sign-in without a password belongs to the demonstration alone; the settings refuse it anywhere else.
    environment.setdefault("DEMO", "1" if debug else "0")
    environment |= {
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": "borgerforloeb.settings",
    }
    return environment


def run(var: Path) -> int:
    with running_servers(var, for_tests=False) as (lock, children, servers):
        listening = web.free_port(int(os.environ.get("PORT") or web.FIRST_PORT))
        address = f"http://{web.HOST}:{listening.getsockname()[1]}"
        # The press warms up while the database is made ready.
        socket = press.place_of_socket(var)
        printing = press.press(var, socket)
        children.append(printing)
        printing.start()
        environment = child_environment(var, servers, address) | {"PDF_SOCKET": str(socket)}
        _prepare(environment)
        with step("Web"):
            children.append(web.web(var, listening, environment))
            children[-1].start()
            listening.close()  # gunicorn holds it now
            children[-1].wait_until(lambda: web.answers(address), 180)
            printing.wait_until(lambda: press.answers(socket), 60)
        with step("Arbejder og ur"):
            # After the web, so that the first page need not share the processor with it.
            children.append(web.worker(var, environment))
            children[-1].start()
        lock.write(address)
        _welcome(var, address, demo=environment["DEMO"] != "0")
        _watch(children, printing)
    return 0


def _watch(children: list[Child], printing: Child) -> None:
    """Without the press everything but paper works, so it alone is started again."""
    needed = [child for child in children if child is not printing]
    while not (death := first_death(needed)):
        time.sleep(0.3)
        if printing.died():
            time.sleep(1)
            printing.start()
    raise death


def _prepare(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "borgerforloeb.launch.preparation"]
    process = subprocess.Popen(command, cwd=web.PROJECT, env=environment, start_new_session=True)
    try:
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if code:
        raise LaunchError("Databasen kunne ikke gøres klar. Årsagen står ovenfor.")


def _welcome(var: Path, address: str, *, demo: bool) -> None:
    say(f"\nBorgerforløb kører på {address}")
    if demo and (users := web.demo_users(var, address)):
        say("\nVælg en demobruger på forsiden:")
        width, names = max(len(user[0]) for user in users), max(len(user[1]) for user in users)
        for username, name, roles in users:
            say(f"  {username:<{width}}  {name:<{names}}  {roles}")
    say("\nStop med Ctrl-C.")


def servers(var: Path, command: Sequence[str]) -> int:
    with running_servers(var, for_tests=True) as (_, _, environment):
        process = subprocess.Popen(command, env=dict(os.environ) | _only_servers(environment))
        try:
            return process.wait()
        except Stop:
            process.terminate()
            process.wait(30)
            raise


def _only_servers(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name in ("DATABASE_URL", "BROKER_URL")}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run", description="Starter Borgerforløb på denne maskine.")
    parser.add_argument("what", nargs="?", choices=["everything", "servers"], default="everything")
    parser.add_argument("--var", type=Path, default=Path(os.environ.get("VAR_DIR") or web.PROJECT / "var"))
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = given[given.index("--") + 1 :] if "--" in given else []
    options = parser.parse_args(given[: given.index("--")] if "--" in given else given)
    for number in STOP_SIGNALS:
        signal.signal(number, _stop_when_asked)
    var = options.var.absolute()
    try:
        return servers(var, command) if options.what == "servers" else run(var)
    except Stop:
        say("\nBorgerforløb er stoppet.")
        return 0 if options.what == "everything" else 130
    except LaunchError as error:
        say(f"\n{error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
