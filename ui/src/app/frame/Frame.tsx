// The frame around every screen: sidebar, page, status bar, and what lies over all of them.
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { actOnKey } from "@/components/actions/registry";
import { isField, matches } from "@/components/actions/shortcuts";
import { DropOverlay } from "@/components/drop/DropOverlay";
import { CommandPalette } from "../palette/CommandPalette";
import { KeysSheet } from "../palette/KeysSheet";
import { RehearsalBanner } from "./RehearsalBanner";
import { SafeMode } from "./SafeMode";
import { Sidebar } from "./Sidebar";
import { StatusBar } from "./StatusBar";
import { useAppActions } from "./useAppActions";
import { useSafeMode } from "./useStatus";
import { useThemeOfSettings } from "./useTheme";
import { useToldMissed } from "./useToldMissed";

export function Frame() {
  const { paletteOpen, setPaletteOpen, keysOpen, setKeysOpen } = useAppActions();

  useThemeOfSettings();
  useToldMissed();
  const damage = useSafeMode();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog has the keyboard to itself, but for what works everywhere.
      const inDialog = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
      if (actOnKey(event, inDialog) || inDialog || isField(event.target)) return;
      // With nothing to undo, a browser would take back letters in a field that was left long ago.
      if (matches(event, "Ctrl+Z") || matches(event, "Ctrl+Shift+Z")) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <RehearsalBanner />
          <div className="min-h-0 flex-1">{damage === null ? <Outlet /> : <SafeMode reason={damage} />}</div>
        </div>
      </div>
      <StatusBar />
      <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} />
      <KeysSheet open={keysOpen} onClose={() => setKeysOpen(false)} />
      <DropOverlay />
    </div>
  );
}
