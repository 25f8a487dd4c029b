"""What apps above bring along, registered in AppConfig.ready: reactions to entries that an app below wrote, commands
that clients may send on their WebSocket, WebSockets of their own, and which of their entries are nobody's but the
athlete's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Command = Callable[[UUID, dict[str, Any]], dict[str, Any]]


class CommandUnfit(Exception):
    """A command cannot be followed as it is; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reaction:
    """`start` hands the athlete's id to a background task; it may fail or be lost, the sweeper looks again. `run` does
    the work in this process."""

    name: str
    kinds: frozenset[str]
    start: Callable[[UUID], None]
    run: Callable[[UUID], object]


_reactions: dict[str, Reaction] = {}
_sweeps: dict[str, Callable[[], int]] = {}
_commands: dict[str, Command] = {}
_private: set[str] = set()
_sockets: dict[str, Any] = {}


def register(name: str, kinds: set[str], *, start: Callable[[UUID], None], run: Callable[[UUID], object]) -> None:
    """Have `start` called after each commit that appended an entry of one of these kinds."""
    _reactions[name] = Reaction(name, frozenset(kinds), start, run)


def register_sweep(name: str, sweep: Callable[[], int]) -> None:
    """Have `sweep` called by the sweeper, for jobs that are rows of their own; it returns how many it started."""
    _sweeps[name] = sweep


def register_command(kind: str, command: Command) -> None:
    """Have frames of this type given to `command`, with the athlete's id, in a thread. What it returns is sent back
    under the same type; CommandUnfit becomes an error frame."""
    _commands[kind] = command


def register_socket(path: str, application: Any) -> None:
    """Have WebSockets at this path (as in Django's `path`) answered by an ASGI application."""
    _sockets[path] = application


def sockets() -> dict[str, Any]:
    return dict(_sockets)


def register_private(*kinds: str) -> None:
    """Keep entries of these kinds from coaches who look at an athlete's journal."""
    _private.update(kinds)


def private_kinds() -> frozenset[str]:
    return frozenset(_private)


def command(kind: str) -> Command | None:
    return _commands.get(kind)


def sweeps() -> tuple[tuple[str, Callable[[], int]], ...]:
    return tuple(_sweeps.items())


def reaction(name: str) -> Reaction | None:
    return _reactions.get(name)


def names() -> frozenset[str]:
    return frozenset(_reactions)


def reactions_to(kind: str) -> tuple[Reaction, ...]:
    return tuple(reaction for reaction in _reactions.values() if kind in reaction.kinds)
