// Settings are kept as they are changed, each with its way back.
import { type ApiError, call, remember, type Settings, type Step, toApiError, useRead } from "@/api";

export type Section = keyof Settings;

/** The settings in force; undefined until they are read. */
export function useSettings() {
  return useRead("settings.get", {});
}

/**
 * Keeps some fields of a section and remembers the way back. Answers why not, if not.
 * `label` follows "Undo": "change the port".
 */
export async function keepSetting<S extends Section>(
  section: S,
  fields: Partial<Settings[S]>,
  before: Partial<Settings[S]>,
  label: string,
): Promise<ApiError | null> {
  const input = (values: Partial<Settings[S]>) => ({ [section]: values });
  try {
    await call("settings.update", input(fields));
  } catch (error) {
    return toApiError(error);
  }
  const step = (values: Partial<Settings[S]>): Step => ({ name: "settings.update", input: input(values) });
  remember({ label, done: step(fields), inverse: step(before) });
  return null;
}
