// The fields of a character while they are being edited: one shape for a character that is there and
// saves as it is changed, and for one that is being added.
import { type Character, checkRules, operationMeta, type PersonalityFields } from "@/api";

type Group = "personality" | "appearance" | "disclosure";
type Plain =
  | "name"
  | "bio"
  | "age"
  | "location"
  | "timezone"
  | "interests"
  | "narrative"
  | "platforms"
  | "origin"
  | "consent_id"
  | "profile_image";

/** A field as the program names it, dotted where it nests. */
export type FieldPath = Plain | { [G in Group]: `${G}.${Extract<keyof Character[G], string>}` }[Group];

export type FieldValue<P extends FieldPath> = P extends keyof Character
  ? Character[P]
  : P extends `${infer G extends Group}.${infer F}`
    ? F extends keyof Character[G]
      ? Character[G][F]
      : never
    : never;

export type FieldValues = Pick<Character, Plain | Group>;

export interface Editing {
  /** The value as it stands on screen. */
  get<P extends FieldPath>(path: P): FieldValue<P>;
  set<P extends FieldPath>(path: P, value: FieldValue<P>): void;
  /** The person is done with this field for now. */
  settle(path: FieldPath): void;
  /** What is wrong with it. */
  error(path: FieldPath): string | undefined;
}

export type Trait = Extract<
  keyof PersonalityFields,
  "extroversion" | "creativity" | "humor" | "professionalism" | "authenticity"
>;

export function valueAt<P extends FieldPath>(values: FieldValues, path: P): FieldValue<P> {
  const [first = "", second] = path.split(".");
  const outer = (values as unknown as Record<string, unknown>)[first];
  return (second === undefined ? outer : (outer as Record<string, unknown>)[second]) as FieldValue<P>;
}

/** Lays values by their paths into an object that nests. */
export function nested(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const [first = "", second] = path.split(".");
    if (second === undefined) made[first] = value;
    else made[first] = { ...(made[first] as object | undefined), [second]: value };
  }
  return made;
}

/** What is wrong with a value by the program's rules, before it is sent. */
export function faultOf(path: FieldPath, value: unknown): string | undefined {
  const rules = operationMeta["characters.create"].rules?.[path];
  if (path === "age" && typeof value === "number" && value < (rules?.minimum ?? 18)) {
    return `Characters are adults: ${rules?.minimum ?? 18} or over`;
  }
  return checkRules(rules, value);
}
