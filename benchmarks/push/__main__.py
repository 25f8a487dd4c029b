"""How fast, how cheap and how surely entries reach open streams. Everything runs on this machine.

    python -m benchmarks.push --streams 1000 --bare        the application with PostgreSQL and Redis, and the limit
    python -m benchmarks.push peers --streams 1000         ours and others, one after the other in the same run
    python -m benchmarks.push faults --clients 10000       what is killed, frozen and restarted under it loses nothing
    python -m benchmarks.push proxies                      what nginx and Caddy with TLS add

Figures are printed as JSON, one object a server or scenario. The exit code is 1 when something was lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from typing import Any

from benchmarks.push import comparison, faults, proxies, teller
from benchmarks.push.crowd import Asks
from benchmarks.push.measure import JournalVoice, measured
from benchmarks.push.servers import services, web
from benchmarks.push.teller import Teller


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", nargs="?", default="measure", choices=["measure", "peers", "faults", "proxies"])
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--server", choices=["uvicorn", "daphne"], default="uvicorn")
    parser.add_argument("--rate", type=int, default=200, help="entries a second, each to one athlete")
    parser.add_argument("--seconds", type=int, default=10, help="of targeted entries")
    parser.add_argument("--broadcasts", type=int, default=5)
    parser.add_argument("--quiet", type=float, default=5.0, help="seconds over which an idle crowd is watched")
    parser.add_argument("--away", type=float, default=0.0, help="seconds over which the storm comes back")
    parser.add_argument("--bare", action="store_true", help="measure the limit of this machine in the same run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=200, help="of the faults")
    parser.add_argument("--only", default="", help="names of scenarios or peers, with commas")
    parser.add_argument("--frozen", type=float, default=3.0, help="seconds for which Redis is frozen")
    options = parser.parse_args()
    jobs = {"measure": measure, "peers": compare, "faults": faults.main, "proxies": proxies.main}
    return jobs[options.job](options)


def measure(options: argparse.Namespace) -> int:
    """Ours, and with `--bare` the limit."""
    found = ours(options)
    tell_of(options.server, options, found)
    if options.bare:
        limit = comparison.measured_peer("bare", options)
        tell_of("bare", options, limit)
        print(json.dumps({"times_the_limit": times(found, limit)}), flush=True)
    return 0 if not found["lost"] and not found["doubled_or_out_of_order"] else 1


def ours(options: argparse.Namespace) -> dict[str, Any]:
    with services():
        tell = Teller()
        tokens = tell.do(teller.make, options.streams)
        with web(options.server) as server:
            found = asyncio.run(measured(options, server, JournalVoice(tell), Asks(tokens=tokens)))
        heads = tell.do(teller.heads).seqs
        tell.close()
    reached = [seq for _epoch, seq in found.pop("cursors")]
    return {**found, "lost": sum(heads) - sum(reached)}


def compare(options: argparse.Namespace) -> int:
    """Ours on both servers, the peers that are installed, and the limit, on the same machine in the same hour."""
    wanted = options.only.split(",") if options.only else ["uvicorn", "daphne", *comparison.NAMES]
    limit = comparison.measured_peer("bare", options)
    for name in wanted:
        options.server = name
        found = ours(options) if name in ("uvicorn", "daphne") else comparison.measured_peer(name, options)
        tell_of(name, options, {**found, "times_the_limit": times(found, limit)})
    tell_of("bare", options, limit)
    return 0


def times(found: dict[str, Any], limit: dict[str, Any]) -> float:
    """CPU of a broadcast entry over that of the limit."""
    return round(float(found["broadcast_us_per_entry"]) / float(limit["broadcast_us_per_entry"]), 2)


def tell_of(name: str, options: argparse.Namespace, found: dict[str, Any]) -> None:
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"server": name, "streams": options.streams, "load_average": load, **found}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
