// Reads an answer of the product into data or an `ApiError`, whatever it was that came back.
import { ApiError } from "./types";

const UNREADABLE = "Troupe gave an answer that this window cannot read. Restart Troupe.";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** An error object of the contract (`code`, `message`, `details`) as an `ApiError`. */
export function toApiError(value: unknown): ApiError {
  if (value instanceof ApiError) return value;
  if (isObject(value) && typeof value.code === "string" && typeof value.message === "string") {
    return new ApiError(value.code, value.message, value.details ?? null);
  }
  if (value instanceof Error) return new ApiError("internal_error", value.message);
  return new ApiError("internal_error", typeof value === "string" ? value : UNREADABLE, value);
}

/** The data in a REST envelope; throws what its error says. */
export function openEnvelope(body: unknown): unknown {
  if (isObject(body) && body.success === true) return body.data;
  if (isObject(body) && body.success === false) throw toApiError(body.error);
  throw new ApiError("internal_error", UNREADABLE, body);
}
