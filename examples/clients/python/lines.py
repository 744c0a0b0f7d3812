"""Does what its standard input says, a line of JSON each, and answers in a line each: how the tests run payouts.py."""

import asyncio
import json
import os
import sys
from typing import Any

from temporalio.client import Client

import payouts


async def do(client: Client, ask: dict[str, Any]) -> Any:
    match ask["do"]:
        case "start":
            return await payouts.start(client, ask["flow"], ask["id"], ask["input"])
        case "result":
            return await payouts.result(client, ask["id"])
        case "tell":
            return await payouts.tell(client, ask["id"], ask["update"], ask["said"], ask["updateId"])
        case "standing":
            return await payouts.standing(client, ask["id"])
        case "offer":
            return payouts.offer_in(await payouts.standing(client, ask["id"]), ask.get("decision"))
        case "find":
            return await payouts.find(client, ask["query"])
        case other:
            raise ValueError(f"cannot {other}")


async def answer(client: Client, ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"ok": await do(client, ask)}
    except payouts.PayoutFailed as failed:
        return {"failed": {"type": failed.type, "message": failed.message, "known": failed.known}}
    except payouts.PayoutLost as lost:
        return {"lost": lost.how}
    except payouts.PayoutMismatch as mismatch:
        return {"mismatch": mismatch.message}
    except payouts.UpdateRefused as refused:
        return {"refused": {"type": refused.type, "message": refused.message}}


async def main() -> None:
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await answer(client, json.loads(line))), flush=True)


asyncio.run(main())
