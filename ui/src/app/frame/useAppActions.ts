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
import { notices, redo, undo, undoStacks } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { followTyping, isTyping } from "@/components/actions/typing";
import { focusNotices } from "@/components/feedback/noticeFocus";
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

  const actions = useMemo<Offer[]>(() => {
    const tabs: Offer[] = TABS.map(({ to, label, icon }, index) => ({
      id: `go.${label.toLowerCase()}`,
      label: `Go to ${label}`,
      group: "Go",
      icon,
      shortcut: `Ctrl+${index + 1}`,
      perform: () => void navigate({ to }),
    }));
    const zoom: Offer[] =
      host.kind === "window"
        ? [
            {
              id: "app.zoom_in",
              icon: ZoomIn,
              perform: () => zoomBy(1),
            },
            {
              id: "app.zoom_in_2",
              inPalette: false,
              perform: () => zoomBy(1),
            },
            {
              id: "app.zoom_out",
              icon: ZoomOut,
              perform: () => zoomBy(-1),
            },
            {
              id: "app.zoom_reset",
              perform: () => zoomBy(0),
            },
          ]
        : [];
    return [
      ...tabs,
      ...zoom,
      {
        id: "go.preferences",
        inPalette: false,
        perform: () => void navigate({ to: "/settings" }),
      },
      {
        id: "app.palette",
        icon: SquareArrowOutUpRight,
        inPalette: false,
        perform: () => setPaletteOpen(true),
      },
      {
        id: "app.keys",
        icon: Keyboard,
        perform: () => setKeysOpen(true),
      },
      {
        id: "app.undo",
        icon: Undo2,
        when: () => undoStacks.get().past.length > 0 && !isTyping(),
        perform: () => void undo(),
      },
      {
        id: "app.redo",
        icon: Redo2,
        when: () => undoStacks.get().future.length > 0 && !isTyping(),
        perform: () => void redo(),
      },
      {
        id: "app.sidebar",
        icon: PanelLeft,
        perform: () => sidebarFolded.set((folded) => !folded),
      },
      {
        id: "app.theme",
        icon: SunMoon,
        keywords: "theme look",
        perform: () => void switchTheme(),
      },
      { id: "app.search", icon: Search, perform: focusSearch },
      {
        id: "app.generate",
        icon: Aperture,
        hint: "Studio",
        perform: () => void navigate({ to: "/studio" }),
      },
      {
        id: "app.notices",
        inPalette: false,
        inFields: true,
        inDialogs: true,
        when: () => notices.get().length > 0,
        perform: focusNotices,
      },
      {
        id: "app.next_region",
        inPalette: false,
        perform: () => focusRegion(1),
      },
      {
        id: "app.last_region",
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
