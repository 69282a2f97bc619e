// The wizard's steps: which there are for a platform, and what each is called.
import type { LoginWay, PlatformView, SetupField } from "@/api";

export type StepId = "platform" | "before" | "sign_in" | "upload_place" | "ai_account";

export interface Step {
  id: StepId;
  name: string;
  words: string;
}

const STEPS: Record<StepId, Omit<Step, "id">> = {
  platform: { name: "Platform", words: "Where it posts" },
  before: { name: "Before you start", words: "What to expect" },
  sign_in: { name: "Sign-in", words: "Made at the platform" },
  upload_place: { name: "Upload place", words: "Where pictures are fetched" },
  ai_account: { name: "AI account", words: "What the platform asks" },
};

/** A place is chosen for platforms that fetch files. Who connects again has set the rest already. */
export function stepsOf(platform: PlatformView | undefined, again: boolean): Step[] {
  const ids: StepId[] = again
    ? ["before", "sign_in"]
    : ["platform", "before", "sign_in", ...(platform?.fetches ? ["upload_place" as const] : []), "ai_account"];
  return ids.map((id) => ({ id, ...STEPS[id] }));
}

/** The login to begin with: the one it had, else the platform's first. */
export const firstLogin = (platform: PlatformView, had: string | undefined): LoginWay | undefined =>
  platform.logins.find(({ slug }) => slug === had) ?? platform.logins[0];

/** What is typed, read from the form at the moment it is sent; what is needed and empty is named. */
export function readFields(
  fields: readonly SetupField[],
  typed: (name: string) => string,
): { values: Record<string, string>; missing: Record<string, string> } {
  const values: Record<string, string> = {};
  const missing: Record<string, string> = {};
  for (const { name, is_optional } of fields) {
    const value = typed(name).trim();
    if (value) values[name] = value;
    else if (!is_optional) missing[name] = "Is needed";
  }
  return { values, missing };
}

/** The field of the form that a refusal names: the last part of `auth_data.fields.token`. */
export const fieldOf = (path: string): string => path.split(".").at(-1) ?? path;

/** "free", "from $0.015", "by hand". */
export function priceOf({ capabilities, prices }: PlatformView): string {
  if (!capabilities.publish) return "by hand";
  const post = prices.find(({ what }) => what === "post");
  return post ? `${money(post.usd)} a post` : "free";
}

export const money = (usd: number): string => `$${usd.toFixed(usd < 0.1 ? 3 : 2)}`;

/** What the primary button says on a step. */
export function goOnWords(next: Step | undefined): string {
  if (!next) return "Done";
  const words: Partial<Record<StepId, string>> = {
    before: "Go on",
    sign_in: "Go on to the sign-in",
    upload_place: "Go on to the upload place",
    ai_account: "Go on to the AI account",
  };
  return words[next.id] ?? "Go on";
}
