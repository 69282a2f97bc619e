// What a creator sets about the looks; Settings changes it, the frame follows it.
import { preference } from "@/api";

export type Theme = "system" | "dark" | "light";

export const theme = preference<Theme>("theme", "system");

/** In percent, 80 to 150. Only the window scales itself; a browser has its own zoom. */
export const lookZoom = preference<number>("zoom", 100);

/** The welcome was gone through here before, so that the frame need not wait for the settings to say so. */
export const wasSetUp = preference<boolean>("set-up", false);

/** The sidebar is folded by hand (Ctrl B); in a slim window it always is. */
export const sidebarFolded = preference<boolean>("sidebar-folded", false);
