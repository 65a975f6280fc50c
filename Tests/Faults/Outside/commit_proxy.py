"""Stands between a process and PostgreSQL, and cuts a connection off at COMMIT.

    commit_proxy.py HOST PORT

Prints `listening PORT`. SIGUSR1: the next COMMIT of a transaction that advances positions is not passed on, and the
connection is cut. SIGUSR2: it is passed on, and the connection is cut when the server has answered it: the client never
hears that it took effect. Prints `cut before` or `cut after` when that is done.

It reads as much of PostgreSQL's protocol as that takes: messages are a type, a length and a body; a statement is
prepared under a name (Parse), and run by that name (Bind, Execute).
"""

import asyncio
import signal
import struct
import sys

NO_ENCRYPTION = {80877103, 80877104}  # a client that asks for TLS or GSSAPI is told no
ADVANCE = b"UPDATE position SET position"


class Proxy:
    def __init__(self, host: str, port: int):
        self.host, self.port = host, port
        self.cut: str | None = None

    async def serve(self):
        server = await asyncio.start_server(self.carry, "127.0.0.1", 0)
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, self.order, "before")
        loop.add_signal_handler(signal.SIGUSR2, self.order, "after")
        print(f"listening {server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()

    def order(self, cut: str):
        self.cut = cut

    def done(self) -> None:
        print(f"cut {self.cut}", flush=True)
        self.cut = None

    async def carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter):
        try:
            server, forth = await asyncio.open_connection(self.host, self.port)
        except OSError:
            back.close()
            return
        connection = Connection(self)
        ways = [
            asyncio.create_task(connection.requests(client, forth, back)),
            asyncio.create_task(connection.answers(server, back)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        # As a cable that is pulled: no word of farewell to either side.
        back.transport.abort()
        forth.transport.abort()


class Connection:
    """What has been seen on one connection."""

    def __init__(self, proxy: Proxy):
        self.proxy = proxy
        self.statements: dict[bytes, bytes] = {}
        self.bound = b""
        self.advances = False
        self.is_awaiting = False

    async def requests(self, client: asyncio.StreamReader, forth: asyncio.StreamWriter, back: asyncio.StreamWriter):
        while True:
            head = await client.readexactly(8)
            length, code = struct.unpack("!II", head)
            if code not in NO_ENCRYPTION:
                break
            back.write(b"N")
        forth.write(head + await client.readexactly(length - 8))
        while True:
            kind, body, whole = await message(client)
            if self.is_commit(kind, body) and self.advances:
                self.advances = False
                if self.proxy.cut == "before":
                    self.proxy.done()
                    return
                self.is_awaiting = self.proxy.cut == "after"
            forth.write(whole)
            await forth.drain()

    def is_commit(self, kind: bytes, body: bytes) -> bool:
        """Follows what is prepared and bound; whether this message has COMMIT run."""
        if kind == b"P":
            name, text = body.split(b"\0", 2)[:2]
            self.statements[name] = text
        elif kind == b"B":
            self.bound = self.statements.get(body.split(b"\0", 2)[1], b"")
        elif kind == b"E":
            self.advances = self.advances or self.bound.startswith(ADVANCE)
            return self.bound.upper() == b"COMMIT"
        return False

    async def answers(self, server: asyncio.StreamReader, back: asyncio.StreamWriter):
        while True:
            kind, body, whole = await message(server)
            if self.is_awaiting and kind == b"C" and body.startswith(b"COMMIT"):
                self.proxy.done()
                return
            back.write(whole)
            await back.drain()


async def message(reader: asyncio.StreamReader) -> tuple[bytes, bytes, bytes]:
    head = await reader.readexactly(5)
    body = await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)
    return head[:1], body, head + body


asyncio.run(Proxy(sys.argv[1], int(sys.argv[2])).serve())
