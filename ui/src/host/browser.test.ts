// @vitest-environment happy-dom
// The browser half against a real server on this machine.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import { browserHost } from "./browser";
import { ApiError, type StudioEvent } from "./types";

interface Seen {
  method: string;
  path: string;
  body: string;
}

let server: Server;
let sockets: WebSocketServer;
let seen: Seen[];
let reply: (seen: Seen) => { status: number; body: string };
let origin: string;

const ok = (data: unknown) => ({
  status: 200,
  body: JSON.stringify({ success: true, data, timestamp: "2026-11-19T14:57:00Z" }),
});

beforeEach(async () => {
  seen = [];
  reply = () => ok(null);
  server = createServer(async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "*");
    if (request.method === "OPTIONS") {
      response.end();
      return;
    }
    const call = { method: request.method ?? "", path: request.url ?? "", body: await text(request) };
    seen.push(call);
    const { status, body } = reply(call);
    response.writeHead(status, { "Content-Type": "application/json" }).end(body);
  });
  sockets = new WebSocketServer({ server });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  window.history.replaceState(null, "", "/");
});

afterEach(async () => {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  await new Promise((closed) => server.close(closed));
});

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

test("an operation is posted by its name and answered without the envelope", async () => {
  reply = () => ok({ id: "1" });
  expect(await browserHost(origin).run("characters.get", { character_id: "1" })).toEqual({ id: "1" });
  expect(seen).toEqual([{ method: "POST", path: "/api/v1/run/characters.get", body: '{"character_id":"1"}' }]);
});

test("a refusal is thrown with code, sentence and details", async () => {
  const error = {
    code: "validation_error",
    message: "Characters are 18 or over",
    details: { fields: [{ field: "age", message: "18 or over" }] },
  };
  reply = () => ({ status: 400, body: JSON.stringify({ success: false, error, timestamp: "" }) });
  const thrown = await browserHost(origin)
    .run("characters.create", { age: 17 })
    .catch((e: unknown) => e);
  expect(thrown).toBeInstanceOf(ApiError);
  expect(thrown).toMatchObject(error);
});

test.each([
  ["words that are no JSON", { status: 502, body: "<html>Bad gateway</html>" }],
  ["JSON that is no envelope", { status: 200, body: '{"hello":1}' }],
])("%s become an error with a sentence", async (_, answer) => {
  reply = () => answer;
  const thrown = await browserHost(origin)
    .run("system.info", {})
    .catch((e: unknown) => e);
  expect(thrown).toMatchObject({ code: "internal_error" });
});

test("a server that is gone is said to be gone", async () => {
  const port = 1;
  const thrown = await browserHost(`http://127.0.0.1:${port}`)
    .run("system.info", {})
    .catch((e: unknown) => e);
  expect(thrown).toMatchObject({ code: "service_unavailable" });
});

test("the one-time code is traded once and leaves the address", async () => {
  window.history.replaceState(null, "", "/#code=abc123");
  const host = browserHost(origin);
  await host.start();
  await host.start();
  expect(seen).toEqual([{ method: "POST", path: "/api/v1/session", body: '{"code":"abc123"}' }]);
  expect(window.location.hash).toBe("");
});

test("an address of a screen is left alone at the start", async () => {
  window.history.replaceState(null, "", "/#/library?character_id=1");
  await browserHost(origin).start();
  expect(seen).toEqual([]);
  expect(window.location.hash).toBe("#/library?character_id=1");
});

test("files stand below the API, each part of the address escaped", () => {
  const host = browserHost(origin);
  expect(host.mediaUrl("0190-a", "320")).toBe(`${origin}/api/v1/files/content/0190-a/320`);
  expect(host.fileUrl("preview", "a/b", "1")).toBe(`${origin}/api/v1/files/preview/a%2Fb/1`);
});

test("updates arrive, and a stream that broke says resync once it is back", async () => {
  const heard: StudioEvent[] = [];
  const end = browserHost(origin).events((event) => heard.push(event));
  await vi.waitFor(() => expect(sockets.clients.size).toBe(1));
  const [first] = sockets.clients;
  first?.send("no event");
  first?.send(JSON.stringify({ type: "changed", data: { tags: ["characters"] }, timestamp: "", sequence: 1 }));
  await vi.waitFor(() => expect(heard.map(({ type }) => type)).toEqual(["changed"]));

  first?.terminate();
  await vi.waitFor(() => expect(heard.map(({ type }) => type)).toEqual(["changed", "resync"]), { timeout: 5_000 });
  end();
  await vi.waitFor(() => expect(sockets.clients.size).toBe(0));
});
