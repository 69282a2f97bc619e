// What the documentation page reads from an OpenAPI document: operations with all their routes, fields
// as rows, and an input to begin with.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  additionalProperties?: Schema | boolean;
}

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description: string;
  schema: Schema;
}

interface Entry {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters: Parameter[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
  responses: { "200": { content: { "application/json"?: { schema: { properties: { data: Schema } } } } } };
  "x-effect": "read" | "write" | "destroy" | "publish";
}

export interface Document {
  info: { version: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Entry>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  name: string;
  group: string;
  summary: string;
  description: string;
  effect: string;
  /** The canonical one first. */
  routes: { method: string; path: string }[];
  parameters: Parameter[];
  body: Schema | null;
  /** Null where the answer is a file. */
  answer: Schema | null;
}

export interface Row {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

/** Every operation once, by group and name, with its further routes (`name--2`) gathered. */
export function operationsOf(document: Document): Operation[] {
  const found = new Map<string, Operation>();
  const further: [string, number, { method: string; path: string }][] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, entry] of Object.entries(item)) {
      const route = { method: method.toUpperCase(), path };
      const [name = "", number] = entry.operationId.split("--");
      if (number !== undefined) {
        further.push([name, Number(number), route]);
        continue;
      }
      found.set(name, {
        name,
        group: entry.tags[0] ?? "",
        summary: entry.summary,
        description: entry.description,
        effect: entry["x-effect"],
        routes: [route],
        parameters: entry.parameters,
        body: entry.requestBody?.content["application/json"].schema ?? null,
        answer: entry.responses["200"].content["application/json"]?.schema.properties.data ?? null,
      });
    }
  }
  further.sort((a, b) => a[1] - b[1]);
  for (const [name, , route] of further) found.get(name)?.routes.push(route);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

export function resolve(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split("/").pop();
  const target = name === undefined ? undefined : document.components.schemas[name];
  return target ? { ...target, ...schema, $ref: undefined } : schema;
}

/** The fields of an operation, wherever they are carried; objects one level deep. */
export function rowsOf(document: Document, operation: Operation): Row[] {
  const rows: Row[] = operation.parameters
    // What a DELETE takes in its query it takes in its body too; one row is enough.
    .filter((parameter) => parameter.in !== "query" || operation.body === null)
    .map(({ name, in: place, schema, required, description }) => ({
      name,
      type: `${typeOf(document, schema)} (${place})`,
      required,
      description,
    }));
  const body = operation.body ? resolve(document, operation.body) : {};
  for (const [name, schema] of Object.entries(body.properties ?? {})) {
    rows.push({
      name,
      type: typeOf(document, schema),
      required: body.required?.includes(name) ?? false,
      description: schema.description ?? "",
    });
    for (const [inner, part] of Object.entries(objectIn(document, schema)?.properties ?? {})) {
      rows.push({
        name: `${name}.${inner}`,
        type: typeOf(document, part),
        required: false,
        description: part.description ?? "",
      });
    }
  }
  return rows;
}

function objectIn(document: Document, schema: Schema): Schema | undefined {
  const target = resolve(document, schema);
  if (target.properties) return target;
  return (target.anyOf ?? []).map((part) => resolve(document, part)).find((part) => part.properties);
}

/** What a schema holds, in a few words. */
export function typeOf(document: Document, schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map((part) => typeOf(document, part)))].join(" | ");
  if (schema.$ref) {
    const target = resolve(document, schema);
    const words = target.enum || target.oneOf ? typeOf(document, target) : undefined;
    return words ?? schema.$ref.split("/").pop() ?? "";
  }
  const names = Array.isArray(schema.type) ? schema.type : [schema.type ?? "anything"];
  const text = names.map((name) => (name === "array" ? `${typeOf(document, schema.items ?? {})}[]` : name)).join(" | ");
  return `${text}${bounds(schema)}`;
}

function bounds({ minimum, maximum, minLength, maxLength }: Schema): string {
  const range = (from: number | undefined, to: number | undefined, unit: string) => {
    if (from === undefined && to === undefined) return "";
    if (to === undefined) return from === 0 ? "" : `, at least ${from}${unit}`;
    return from === undefined ? `, at most ${to}${unit}` : `, ${from} to ${to}${unit}`;
  };
  return range(minimum, maximum, "") + range(minLength, maxLength, " characters");
}

/** An input with what is needed and nothing else. */
export function sample(document: Document, schema: Schema): unknown {
  const target = resolve(document, schema);
  if (target.const !== undefined) return target.const;
  if (target.enum) return target.enum[0];
  const parts = target.anyOf ?? target.oneOf;
  if (parts?.[0]) return sample(document, parts[0]);
  const type = Array.isArray(target.type) ? target.type[0] : target.type;
  switch (type) {
    case "object": {
      const needed = Object.entries(target.properties ?? {}).filter(([name]) => target.required?.includes(name));
      return Object.fromEntries(needed.map(([name, part]) => [name, sample(document, part)]));
    }
    case "array":
      return [];
    case "integer":
    case "number":
      return target.minimum ?? 1;
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return "…";
  }
}
