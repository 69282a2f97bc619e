// The tabs, in the order of the sidebar. A tab that is not built is absent.
import {
  Activity,
  Aperture,
  BookOpen,
  CalendarDays,
  LayoutGrid,
  type LucideIcon,
  SlidersHorizontal,
  Users,
} from "lucide-react";

export interface AppTab {
  to: "/characters" | "/studio" | "/library" | "/scheduling" | "/prompts" | "/monitoring" | "/settings";
  label: string;
  icon: LucideIcon;
}

export const TABS: readonly AppTab[] = [
  { to: "/characters", label: "Characters", icon: Users },
  { to: "/studio", label: "Studio", icon: Aperture },
  { to: "/library", label: "Library", icon: LayoutGrid },
  { to: "/scheduling", label: "Scheduling", icon: CalendarDays },
  { to: "/prompts", label: "Prompts", icon: BookOpen },
  { to: "/monitoring", label: "Monitoring", icon: Activity },
  { to: "/settings", label: "Settings", icon: SlidersHorizontal },
];
