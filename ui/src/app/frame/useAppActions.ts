// The actions that are there on every screen.
import { useNavigate } from "@tanstack/react-router";
import {
  Aperture,
  Keyboard,
  PanelLeft,
  Redo2,
  Search,
  SquareArrowOutUpRight,
  SunMoon,
  Undo2,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { redo, undo, undoStacks } from "@/api";
import { type Action, useActions } from "@/components/actions/registry";
import { followTyping, isTyping } from "@/components/actions/typing";
import { sidebarFolded } from "@/components/look";
import { host } from "@/host";
import { zoomBy } from "../look";
import { TABS } from "../tabs";
import { focusRegion } from "./regions";
import { switchTheme } from "./useTheme";

export function useAppActions() {
  const navigate = useNavigate();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);

  const actions = useMemo<Action[]>(() => {
    const tabs: Action[] = TABS.map(({ to, label, icon }, index) => ({
      id: `go.${label.toLowerCase()}`,
      label: `Go to ${label}`,
      group: "Go",
      icon,
      shortcut: `Ctrl+${index + 1}`,
      perform: () => void navigate({ to }),
    }));
    const zoom: Action[] =
      host.kind === "window"
        ? [
            {
              id: "app.zoom_in",
              label: "Make everything larger",
              group: "Window",
              icon: ZoomIn,
              shortcut: "Ctrl++",
              perform: () => zoomBy(1),
            },
            {
              id: "app.zoom_in_2",
              label: "Make everything larger",
              group: "Window",
              shortcut: "Ctrl+=",
              inPalette: false,
              perform: () => zoomBy(1),
            },
            {
              id: "app.zoom_out",
              label: "Make everything smaller",
              group: "Window",
              icon: ZoomOut,
              shortcut: "Ctrl+-",
              perform: () => zoomBy(-1),
            },
            {
              id: "app.zoom_reset",
              label: "Set the size back",
              group: "Window",
              shortcut: "Ctrl+0",
              perform: () => zoomBy(0),
            },
          ]
        : [];
    return [
      ...tabs,
      ...zoom,
      {
        id: "go.preferences",
        label: "Settings",
        group: "Go",
        shortcut: "Ctrl+,",
        inPalette: false,
        perform: () => void navigate({ to: "/settings" }),
      },
      {
        id: "app.palette",
        label: "Command palette",
        group: "Window",
        icon: SquareArrowOutUpRight,
        shortcut: "Ctrl+K",
        inPalette: false,
        perform: () => setPaletteOpen(true),
      },
      {
        id: "app.keys",
        label: "Show the keys of this screen",
        group: "Window",
        icon: Keyboard,
        shortcut: "?",
        perform: () => setKeysOpen(true),
      },
      {
        id: "app.undo",
        label: "Undo",
        group: "Edit",
        icon: Undo2,
        shortcut: "Ctrl+Z",
        when: () => undoStacks.get().past.length > 0 && !isTyping(),
        perform: () => void undo(),
      },
      {
        id: "app.redo",
        label: "Redo",
        group: "Edit",
        icon: Redo2,
        shortcut: "Ctrl+Shift+Z",
        when: () => undoStacks.get().future.length > 0 && !isTyping(),
        perform: () => void redo(),
      },
      {
        id: "app.sidebar",
        label: "Fold the sidebar",
        group: "Window",
        icon: PanelLeft,
        shortcut: "Ctrl+B",
        perform: () => sidebarFolded.set((folded) => !folded),
      },
      {
        id: "app.theme",
        label: "Switch dark, light, system",
        group: "Window",
        icon: SunMoon,
        keywords: "theme look",
        perform: () => void switchTheme(),
      },
      { id: "app.search", label: "Search this screen", group: "Go", icon: Search, shortcut: "/", perform: focusSearch },
      {
        id: "app.generate",
        label: "Generate",
        group: "Go",
        icon: Aperture,
        shortcut: "G",
        hint: "Studio",
        perform: () => void navigate({ to: "/studio" }),
      },
      {
        id: "app.next_region",
        label: "Next region",
        group: "Window",
        shortcut: "F6",
        inPalette: false,
        perform: () => focusRegion(1),
      },
      {
        id: "app.last_region",
        label: "Previous region",
        group: "Window",
        shortcut: "Shift+F6",
        inPalette: false,
        perform: () => focusRegion(-1),
      },
    ];
  }, [navigate]);

  useActions(actions);
  useEffect(followTyping, []);
  return { paletteOpen, setPaletteOpen, keysOpen, setKeysOpen };
}

function focusSearch() {
  const field = document.querySelector<HTMLInputElement>('[data-region] input[type="search"]');
  field?.focus();
  field?.select();
}
