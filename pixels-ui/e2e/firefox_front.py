"""Starts Firefox for Playwright, and answers what Debian's Firefox does not know yet: which colours a page asks for.

Playwright says so to every new page, and gives up where it is not understood. All else goes through as it comes.
"""

import asyncio
import json
import re
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

UNKNOWN = frozenset({"emulation.setMediaFeaturesOverride"})
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


async def main(program: str, *words: str) -> int:
    """Run the browser with these words until it ends; Playwright reads on standard error where to talk to it."""
    browser = await asyncio.create_subprocess_exec(program, *words, stderr=asyncio.subprocess.PIPE)
    assert browser.stderr is not None
    async for line in browser.stderr:
        said = line.decode(errors="replace")
        if found := LISTENING.search(said):
            said = f"WebDriver BiDi listening on {await stand_before(found[1])}\n"
        sys.stderr.write(said)
        sys.stderr.flush()
    return await browser.wait()


async def stand_before(browser: str) -> str:
    """The address of a server that passes on to this one."""

    async def pass_on(visitor: ServerConnection) -> None:
        path = visitor.request.path if visitor.request else ""
        async with connect(browser + path, max_size=None) as inner:

            async def up() -> None:
                async for message in visitor:
                    asked = json.loads(message)
                    if asked["method"] in UNKNOWN:
                        await visitor.send(json.dumps({"type": "success", "id": asked["id"], "result": {}}))
                    else:
                        await inner.send(message)
                await inner.close()

            async def down() -> None:
                async for message in inner:
                    await visitor.send(message)
                await visitor.close()

            await asyncio.gather(up(), down())

    server = await serve(pass_on, "127.0.0.1", 0, max_size=None)
    return f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
