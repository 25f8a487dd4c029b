"""What a proxy with TLS adds: the same entries read directly, through nginx and through Caddy, with the configurations
that `deploy/` ships; over event streams and over WebSockets, and once more after the proxy was restarted.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.push import comparison, teller
from benchmarks.push.crowd import AT, Asks, Crowd, unverified
from benchmarks.push.measure import spread
from benchmarks.push.servers import ROOT, Web, answering, services, web
from benchmarks.push.teller import Teller
from config import launchers

CLIENTS = 100
ADDED_MS = 5.0  # what a proxy may add, at the median
ENTRIES = 400
RATE = 100


class Unavailable(RuntimeError):
    """No such program on this machine."""


def main(options: argparse.Namespace) -> int:
    programs = comparison.install()
    with services() as _running:
        tell = Teller()
        tokens = tell.do(teller.make, CLIENTS)
        with web("uvicorn") as server, tempfile.TemporaryDirectory(prefix="spotter-proxy-") as name:
            folder = Path(name)
            certificate(folder)
            found = asyncio.run(compared(folder, programs, server, tell, tokens))
        tell.close()
    return 0 if found else 1


async def compared(folder: Path, programs: Path, server: Web, tell: Teller, tokens: list[str]) -> bool:
    fine = True
    for name, proxy in (("nginx", nginx), ("caddy", caddy)):
        with proxy(folder, programs, server.port) as (port, restart):
            added = await differences(tell, tokens, server.port, port)
            back_s = await comes_back(tell, tokens, port, restart)
        told = {f"{kind}_added_ms": spread(delays_s) for kind, delays_s in added.items()}
        load = round(os.getloadavg()[0], 1)
        print(json.dumps({"through": name, "load_average": load, **told, "back_after_restart_s": back_s}), flush=True)
        fine = fine and all(figures["p50"] <= ADDED_MS for figures in told.values())
    return fine


# --- Clients ----------------------------------------------------------------------------------------------------------
async def differences(tell: Teller, tokens: list[str], direct: int, through: int) -> dict[str, list[float]]:
    """By transport: how much later each entry came through the proxy than to the same athlete's other device, which is
    connected directly. What else slows this machine slows both."""
    crowds = [Crowd([port], CLIENTS, Asks(tokens=tokens, tls=port == through)) for port in (direct, through)]
    heard: list[dict[int, list[float]]] = [defaultdict(list), defaultdict(list)]
    sockets = []
    for crowd, by_number, port in zip(crowds, heard, (direct, through), strict=True):
        await crowd.connect(range(CLIENTS), at_once=20)
        sockets += [await listening(tokens[each], port, port == through, by_number[each]) for each in range(CLIENTS)]
        crowd.delays_of.clear()
    numbers = [number % CLIENTS for number in range(ENTRIES)]
    await asyncio.to_thread(tell.do, teller.tell_steadily, numbers, RATE)
    await crowds[0].until(lambda: all(len(crowd.delays_of) >= ENTRIES for crowd in crowds), 30)
    await crowds[0].until(lambda: all(sum(map(len, each.values())) >= ENTRIES for each in heard), 30)
    for socket, reading in sockets:
        reading.cancel()
        await socket.close()
    streams = [by_client(crowd.delays_of) for crowd in crowds]
    for crowd in crowds:
        await crowd.go_home()
    return {"sse": paired(*streams), "websocket": paired(*heard)}


def by_client(delays_of: list[tuple[int, float]]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = defaultdict(list)
    for number, delay_s in delays_of:
        found[number].append(delay_s)
    return found


def paired(direct: dict[int, list[float]], through: dict[int, list[float]]) -> list[float]:
    """Each client gets its entries in their order on both ways."""
    return [late - soon for number in direct for soon, late in zip(direct[number], through[number], strict=True)]


async def listening(
    token: str, port: int, tls: bool, heard: list[float]
) -> tuple[ClientConnection, asyncio.Task[None]]:
    scheme, context = ("wss", unverified()) if tls else ("ws", None)
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{scheme}://localhost:{port}/ws/coaching/"
    socket = await connect(address, additional_headers=headers, ssl=context, host="127.0.0.1", proxy=None)
    await socket.send('{"type":"subscribe"}')
    await socket.recv()

    async def read() -> None:
        async for frame in socket:
            if at := AT.search(frame.encode() if isinstance(frame, str) else frame):
                heard.append(time.monotonic() - int(at[1]) / 1e9)

    return socket, asyncio.create_task(read())


async def comes_back(tell: Teller, tokens: list[str], port: int, restart: Any) -> float:
    """The proxy is killed and started again while entries are written; seconds until everybody has everything."""
    crowd = Crowd([port], CLIENTS, Asks(tokens=tokens, tls=True), faithful=True)
    await crowd.connect(range(CLIENTS), at_once=20)
    writing = tell.begin(teller.tell_steadily, list(range(CLIENTS)), RATE)
    await asyncio.sleep(0.3)
    began_s = time.monotonic()
    await asyncio.to_thread(restart)
    await asyncio.wrap_future(writing)
    heads = await asyncio.to_thread(tell.do, teller.heads)
    await crowd.until(lambda: [seq for _epoch, seq in crowd.cursors] == heads.seqs, 30)
    took_s = time.monotonic() - began_s
    await crowd.go_home()
    if crowd.faults:
        raise RuntimeError(f"{crowd.faults} entries were doubled, missing or out of order")
    return round(took_s, 2)


# --- Proxies ----------------------------------------------------------------------------------------------------------
@contextmanager
def nginx(folder: Path, programs: Path, upstream: int) -> Iterator[tuple[int, Any]]:
    port = launchers.free_port()
    ours = (ROOT / "deploy" / "nginx" / "spotter.conf").read_text()
    for theirs, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "server_name spotter.example": "server_name localhost",
        "/etc/ssl/spotter.pem": f"{folder}/cert.pem",
        "/etc/ssl/spotter.key": f"{folder}/key.pem",
        "/var/log/nginx/spotter.log": f"{folder}/access.log",
    }.items():
        assert theirs in ours, theirs
        ours = ours.replace(theirs, here)
    scratch = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = (
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\ndaemon off;\nmaster_process off;\n"
        "events { worker_connections 4096; }\n"
    )
    (folder / "nginx.conf").write_text(f"{head}http {{\n{scratch}{ours}\n}}\n")
    command = [program("nginx", programs), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with kept_running(command, port) as restart:
        yield port, restart


@contextmanager
def caddy(folder: Path, programs: Path, upstream: int) -> Iterator[tuple[int, Any]]:
    port = launchers.free_port()
    ours = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text()
    site = f"https://localhost:{port} {{\n\tbind 127.0.0.1\n\ttls {folder}/cert.pem {folder}/key.pem"
    for theirs, here in {"spotter.example {": site, "127.0.0.1:8000": f"127.0.0.1:{upstream}"}.items():
        assert theirs in ours, theirs
        ours = ours.replace(theirs, here)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + ours)
    command = [program("caddy", programs), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with kept_running(command, port, XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder)) as restart:
        yield port, restart


def program(name: str, programs: Path) -> str:
    inside = [programs / name, *programs.parent.glob(f"lib/*/site-packages/*/bin/*/{name}")]
    path = next((str(each) for each in inside if each.exists()), shutil.which(name))
    if path is None:
        raise Unavailable(f"{name} is neither in {programs.parent} nor in the PATH")
    return path


@contextmanager
def kept_running(command: list[str], port: int, **env: str) -> Iterator[Any]:
    running: list[Web] = []

    def begin() -> None:
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(command, env={**os.environ, **env}, stdout=output, stderr=output)
        running.append(answering(Web(process, port)))

    def again() -> None:
        running[-1].kill()
        begin()

    begin()
    try:
        yield again
    finally:
        running[-1].end()


def certificate(folder: Path) -> None:
    """Self-signed, for localhost, for a day."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    until = now + datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(pem)
