// Which system the page runs on: shortcuts and their signs differ on macOS.
import type { System } from "./types";

export function systemOf(userAgent: string): System {
  if (/Mac|iPhone|iPad/.test(userAgent)) return "macos";
  if (/Windows/.test(userAgent)) return "windows";
  return "linux";
}
