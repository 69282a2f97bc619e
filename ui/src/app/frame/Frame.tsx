// The frame around every screen: sidebar, page, status bar, and what lies over all of them.
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useLayoutEffect } from "react";
import { actOnKey } from "@/components/actions/registry";
import { isField, matches } from "@/components/actions/shortcuts";
import { DropOverlay } from "@/components/drop/DropOverlay";
import { RehearsalBanner } from "./RehearsalBanner";
import { Sidebar } from "./Sidebar";
import { StatusBar } from "./StatusBar";
import { useAppActions } from "./useAppActions";
import { useSetUp } from "./useSetUp";
import { useSafeMode } from "./useStatus";
import { useThemeOfSettings } from "./useTheme";
import { useToldAsked } from "./useToldAsked";
import { useToldMissed } from "./useToldMissed";

// Asked for by a key alone, or by a damage: no start waits for them.
const CommandPalette = lazy(() => import("../palette").then((found) => ({ default: found.CommandPalette })));
const SafeMode = lazy(() => import("./SafeMode").then((found) => ({ default: found.SafeMode })));
const KeysSheet = lazy(() => import("../palette").then((found) => ({ default: found.KeysSheet })));

export function Frame() {
  const { paletteOpen, setPaletteOpen, keysOpen, setKeysOpen } = useAppActions();

  useThemeOfSettings();
  useSetUp();
  useToldMissed();
  useToldAsked();
  const damage = useSafeMode();

  // What `public/look.js` painted in its place has served.
  useLayoutEffect(() => {
    delete document.documentElement.dataset.frame;
  }, []);

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
          <div className="min-h-0 flex-1">
            {damage === null ? (
              <Outlet />
            ) : (
              <Suspense>
                <SafeMode reason={damage} />
              </Suspense>
            )}
          </div>
        </div>
      </div>
      <StatusBar />
      <Suspense>
        {paletteOpen && <CommandPalette onClose={() => setPaletteOpen(false)} />}
        {keysOpen && <KeysSheet onClose={() => setKeysOpen(false)} />}
      </Suspense>
      <DropOverlay />
    </div>
  );
}
