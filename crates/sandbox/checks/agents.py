"""Speaks with `troupe-cli mcp`, and with `/mcp` where an address and a token are given, through the Model Context
Protocol's own Python SDK; README.md says how."""

import asyncio
import base64
import json
import os
import subprocess
import sys

from mcp import ClientSession, MCPError, StdioServerParameters, stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

PROGRAM = sys.argv[1]


def held(what, is_held):
    print(("held    " if is_held else "BROKEN  ") + what)
    held.broken += not is_held


held.broken = 0


def words(result):
    return json.loads(result.content[0].text)


async def speak(session, way):
    hello = await session.initialize()
    held(f"{way}: initialize ({hello.protocol_version})", hello.server_info.name == "troupe" and hello.instructions)
    tools = (await session.list_tools()).tools
    held(f"{way}: {len(tools)} tools, none with a $ref", 28 <= len(tools) <= 40 and "$ref" not in str(tools))
    made = await session.call_tool("characters_create", {"name": f"Ada by {way}", "age": 25})
    held(f"{way}: characters_create", not made.is_error and words(made)["age"] == 25)
    wrong = await session.call_tool("characters_create", {"name": "Ada"})
    held(f"{way}: a field that is missing is said in words", wrong.is_error and "age" in wrong.content[0].text)
    job = words(await session.call_tool("images_generate", {
        "character_id": words(made)["id"], "prompt": "on a roof at dusk", "width": 256, "height": 256, "steps": 2,
        "wait": 60,
    }))
    held(f"{way}: images_generate with wait", job["status"] == "done")
    picture = job["content_ids"][0]
    read = await session.read_resource(f"troupe://content/{picture}")
    blob = base64.b64decode(read.contents[0].blob)
    held(f"{way}: the picture as a resource", blob[:3] == b"\xff\xd8\xff" or blob[1:4] == b"PNG")
    shown = await session.call_tool("content_preview", {"content_id": picture, "size": 160})
    held(f"{way}: content_preview shows it", shown.content[0].type == "image")
    templates = (await session.list_resource_templates()).resource_templates
    held(f"{way}: {len(templates)} templates of resources", any("content_id" in one.uri_template for one in templates))
    found = words(await session.call_tool("operations_search", {"query": "rules"}))
    held(f"{way}: operations_search", any(one["operation"].startswith("rules.") for one in found["operations"]))
    delete = {"operation": "characters.delete", "input": {"character_id": words(made)["id"]}}
    asked = await session.call_tool("operations_call", delete)
    question = asked.structured_content["error"]
    held(f"{way}: approval_required", asked.is_error and question["code"] == "approval_required")
    decide = [PROGRAM, "--json", "approvals", "decide", question["details"]["approval_id"], "--answer", "yes"]
    subprocess.run(decide, check=True, capture_output=True)
    told = words(await session.call_tool("approvals_get", {"approval_id": question["details"]["approval_id"], "wait": 10}))
    held(f"{way}: the creator's yes carries it out", told["state"] == "done")
    never = await session.call_tool("operations_call", {"operation": "secrets.list", "input": {}})
    held(f"{way}: secrets are not for agents", never.is_error and "forbidden" in never.content[0].text)
    try:
        await session.read_resource("troupe://content/nothing")
        held(f"{way}: what is not there is an error", False)
    except MCPError as error:
        held(f"{way}: what is not there is an error ({error})", True)


async def main():
    server = StdioServerParameters(command=PROGRAM, args=["mcp", "--agent", "Python SDK"], env=dict(os.environ))
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await speak(session, "stdio")
    if len(sys.argv) > 3:
        url, token = sys.argv[2], sys.argv[3]
        async with create_mcp_http_client(headers={"Authorization": f"Bearer {token}"}) as client:
            async with streamable_http_client(url, http_client=client) as streams:
                async with ClientSession(streams[0], streams[1]) as session:
                    await speak(session, "HTTP")


asyncio.run(main())
sys.exit(held.broken)
