// The theme is one of the creator's settings; the window keeps a copy, so that it starts in it.
import { useEffect } from "react";
import { perform, useRead } from "@/api";
import { type Theme, theme } from "@/components/look";

/** Follows the setting while the frame stands. */
export function useThemeOfSettings(): void {
  const chosen = useRead("settings.get", {}).data?.look.theme;
  useEffect(() => {
    if (chosen) theme.set(chosen);
  }, [chosen]);
}

const NEXT: Record<Theme, Theme> = { system: "dark", dark: "light", light: "system" };

/** Goes on to the next of system, dark, light. */
export async function switchTheme(): Promise<void> {
  const before = theme.get();
  theme.set(NEXT[before]);
  const done = await perform(
    "settings.update",
    { look: { theme: NEXT[before] } },
    { failed: "The theme was not kept" },
  );
  if (!done) theme.set(before);
}
