// The program's rules for what an operation is given: checked before it is sent, and what it refused by its fields.
import type { ApiError } from "@/host";
import type { FieldRules } from "./operations";

/** A field's rules, each with the sentence for what breaks it. */
export interface RuleWords {
  required?: string;
  min?: { value: number; message: string };
  max?: { value: number; message: string };
  minLength?: { value: number; message: string };
  maxLength?: { value: number; message: string };
  pattern?: { value: RegExp; message: string };
}

/** The program's rules as a form takes them, with sentences of what is allowed. */
export function ruleWords(rules: FieldRules | undefined): RuleWords {
  if (!rules) return {};
  return {
    ...(rules.required ? { required: "Is needed" } : {}),
    ...(rules.minimum === undefined ? {} : { min: { value: rules.minimum, message: `${rules.minimum} or over` } }),
    ...(rules.maximum === undefined ? {} : { max: { value: rules.maximum, message: `${rules.maximum} at most` } }),
    ...(rules.min_length === undefined || rules.min_length < 2
      ? {}
      : { minLength: { value: rules.min_length, message: `At least ${rules.min_length} characters` } }),
    ...(rules.max_length === undefined
      ? {}
      : { maxLength: { value: rules.max_length, message: `At most ${rules.max_length} characters` } }),
    ...(rules.pattern === undefined
      ? {}
      : { pattern: { value: new RegExp(rules.pattern, "u"), message: "Is not written as it should be" } }),
  };
}

/** What the program's rules say against a value, for what is edited outside of a form. */
export function checkRules(rules: FieldRules | undefined, value: unknown): string | undefined {
  const { required, min, max, minLength, maxLength, pattern } = ruleWords(rules);
  const isEmpty = value === undefined || value === null || value === "" || Number.isNaN(value);
  if (isEmpty) return required;
  if (typeof value === "number") {
    return (min && value < min.value && min.message) || (max && value > max.value && max.message) || undefined;
  }
  if (typeof value !== "string") return undefined;
  if (required && value.trim() === "") return required;
  if (minLength && value.length < minLength.value) return minLength.message;
  if (maxLength && value.length > maxLength.value) return maxLength.message;
  return pattern && !pattern.value.test(value) ? pattern.message : undefined;
}

/** The fields that a validation error names, each with its sentence. */
export function fieldErrors(error: ApiError): [string, string][] {
  if (error.code !== "validation_error") return [];
  const fields = (error.details as { fields?: unknown } | null)?.fields;
  if (!Array.isArray(fields)) return [];
  return fields
    .filter((one): one is { field: string; message: string } => typeof one?.field === "string")
    .map(({ field, message }) => [field, message]);
}
