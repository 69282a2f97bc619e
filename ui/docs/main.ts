// The documentation of the interface for other programs: every operation with its routes, fields,
// answer and a call to copy, drawn from /openapi.json of the program that serves this page.
import "./docs.css";
import { type Document, type Operation, operationsOf, type Row, rowsOf, type Schema, sample, typeOf } from "./openapi";

const page = byId("page");
const groups = byId("groups");
const filter = byId("filter") as HTMLInputElement;

void start();

async function start() {
  try {
    // biome-ignore lint/style/noRestrictedGlobals: this page stands alone, without the window's host.
    const answer = await fetch("/openapi.json");
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    draw((await answer.json()) as Document);
  } catch {
    page.append(element("p", {}, "The description could not be read. Is Troupe still running?"));
  }
  page.removeAttribute("aria-busy");
}

function draw(document: Document) {
  const operations = operationsOf(document);
  page.append(
    element("h1", {}, "Troupe for other programs"),
    element("p", {}, document.info.description),
    element(
      "p",
      { class: "note" },
      `Version ${document.info.version}. Every path stands below `,
      element("code", {}, document.servers[0]?.url ?? ""),
      ". Each answer is ",
      element("code", {}, "{ success, data, timestamp }"),
      " or ",
      element("code", {}, "{ success, error: { code, message, details }, timestamp }"),
      ". The whole description for tools: ",
      element("a", { href: "/openapi.json" }, "openapi.json"),
      ".",
    ),
    ...operations.map((operation) => article(document, operation)),
  );
  list(operations);
  filter.addEventListener("input", () => list(operations, filter.value));
  // The address may name an operation, which was not there when the page was loaded.
  if (location.hash.length > 1) byId(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function list(operations: Operation[], text = "") {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = operations.filter((operation) => {
    const all = `${operation.name} ${operation.summary} ${operation.routes.map((route) => route.path).join(" ")}`;
    return words.every((word) => all.toLowerCase().includes(word));
  });
  const names = [...new Set(shown.map((operation) => operation.group))];
  groups.replaceChildren(
    ...names.map((group) =>
      element(
        "li",
        {},
        element("h2", {}, group),
        ...shown
          .filter((operation) => operation.group === group)
          .map((operation) => element("div", {}, element("a", { href: `#${operation.name}` }, operation.name))),
      ),
    ),
  );
  if (shown.length === 0) groups.append(element("li", { class: "note" }, "No operation has these words."));
}

function article(document: Document, operation: Operation): HTMLElement {
  const fields = rowsOf(document, operation);
  return element(
    "article",
    { id: operation.name },
    element("h2", {}, operation.name),
    ...operation.routes.map((route) =>
      element("div", {}, element("span", { class: "method" }, route.method), element("code", {}, route.path)),
    ),
    ...operation.description.split("\n\n").map((paragraph) => element("p", {}, paragraph)),
    ...(operation.effect === "destroy" ? [element("p", { class: "note" }, "Takes something away for good.")] : []),
    ...(fields.length > 0 ? [element("h3", {}, "Fields"), table(fields)] : []),
    element("h3", {}, "Answer"),
    answer(document, operation.answer),
    element("h3", {}, "Call"),
    element("pre", {}, call(document, operation)),
  );
}

function table(rows: Row[]): HTMLElement {
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element("tr", {}, ...["Field", "Holds", ""].map((head) => element("th", { scope: "col" }, head))),
    ),
    element(
      "tbody",
      {},
      ...rows.map((row) =>
        element(
          "tr",
          {},
          element("td", {}, element("code", {}, row.name)),
          element("td", {}, row.type, ...(row.required ? [element("div", { class: "note" }, "needed")] : [])),
          element("td", {}, row.description),
        ),
      ),
    ),
  );
}

function answer(document: Document, schema: Schema | null): HTMLElement {
  if (schema === null) return element("p", {}, "The file itself.");
  return element("p", {}, element("code", {}, typeOf(document, schema)));
}

/** The operation as a line for a shell. */
function call(document: Document, operation: Operation): string {
  const route = operation.routes[0];
  if (!route) return "";
  const lines = [
    `curl -H "Authorization: Bearer $TOKEN" ${location.origin}${document.servers[0]?.url ?? ""}${route.path}`,
  ];
  if (route.method !== "GET") lines[0] = lines[0]?.replace("curl", `curl -X ${route.method}`) ?? "";
  if (operation.body) {
    lines.push(`  -H "Content-Type: application/json" -d '${JSON.stringify(sample(document, operation.body))}'`);
  }
  return lines.join(" \\\n");
}

function byId(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}

/** An element with its attributes and what is in it; text stays text. */
function element(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
