// The parts of Settings, in the order of the rail, with the words by which a setting is found.
import {
  AppWindow,
  ArrowRight,
  Bell,
  Bot,
  Boxes,
  CalendarClock,
  Cpu,
  HardDrive,
  History,
  Info,
  Keyboard,
  KeyRound,
  Link,
  type LucideIcon,
  Sun,
  Terminal,
} from "lucide-react";
import type { ComponentType } from "react";
import { AboutPart } from "./AboutPart";
import { AccountsMark } from "./accounts/AccountsMark";
import { AccountsPart } from "./accounts/AccountsPart";
import { AgentsPart } from "./agents/AgentsPart";
import { BackupsPart } from "./BackupsPart";
import { EnginesPart } from "./EnginesPart";
import { KeysPart } from "./KeysPart";
import { LookPart } from "./LookPart";
import { ModelsPart } from "./ModelsPart";
import { NewComputerPart } from "./NewComputerPart";
import { NotificationsPart, ProgramPart } from "./ProgramPart";
import { ProgramsPart } from "./ProgramsPart";
import { SchedulingPart } from "./SchedulingPart";
import { ShortcutsPart } from "./ShortcutsPart";
import { StoragePart } from "./StoragePart";

export interface Part {
  id: string;
  name: string;
  icon: LucideIcon;
  /** What stands in it, as a creator would look for it. */
  holds: readonly string[];
  screen: ComponentType;
  /** At its right end in the rail: something is wrong there. */
  mark?: ComponentType;
}

export const PARTS: readonly Part[] = [
  {
    id: "engines",
    name: "Engines",
    icon: Cpu,
    holds: [
      "ComfyUI servers and their addresses",
      "Refresh models",
      "Default model",
      "When graphics memory runs out",
      "Unload text models before pictures",
      "Long batches only in quiet hours",
    ],
    screen: EnginesPart,
  },
  {
    id: "models",
    name: "Models",
    icon: Boxes,
    holds: ["Install model", "Checkpoints, LoRAs and other model files", "What workflows lack", "Licences of models"],
    screen: ModelsPart,
  },
  {
    id: "keys",
    name: "Keys",
    icon: KeyRound,
    holds: ["Key for Civitai", "Key for Hugging Face", "Keychain"],
    screen: KeysPart,
  },
  {
    id: "accounts",
    name: "Accounts",
    icon: Link,
    holds: [
      "Connect account",
      "Sign-ins and when they renew",
      "Takes NSFW",
      "Time zone of an account",
      "Upload place for files that platforms fetch, bucket",
      "What platforms ask of AI accounts",
    ],
    screen: AccountsPart,
    mark: AccountsMark,
  },
  {
    id: "scheduling",
    name: "Scheduling",
    icon: CalendarClock,
    holds: [
      "Keep this computer awake before a post",
      "Wake this computer for a post",
      "Quiet hours",
      "Alarms to Telegram or ntfy",
    ],
    screen: SchedulingPart,
  },
  {
    id: "storage",
    name: "Storage",
    icon: HardDrive,
    holds: ["Where the library lies", "What takes room on the disk", "Days in the trash", "Daily copies"],
    screen: StoragePart,
  },
  {
    id: "backups",
    name: "Backups",
    icon: History,
    holds: ["Back up now", "Restore a backup", "Where backups go"],
    screen: BackupsPart,
  },
  {
    id: "newComputer",
    name: "New computer",
    icon: ArrowRight,
    holds: ["Move to a new computer", "Accounts to sign in to again", "Models to fetch again"],
    screen: NewComputerPart,
  },
  {
    id: "programs",
    name: "Other programs",
    icon: Terminal,
    holds: ["Interface for other programs (API)", "Port", "Token", "Calls a minute"],
    screen: ProgramsPart,
  },
  {
    id: "agents",
    name: "Agents",
    icon: Bot,
    holds: [
      "Add agent, such as Claude",
      "What an agent may do",
      "Characters that an agent may touch",
      "Answers that hold for every further call",
      "Connect a program (MCP)",
      "Token of an agent",
      "Turn an agent away",
    ],
    screen: AgentsPart,
  },
  {
    id: "notifications",
    name: "Notifications",
    icon: Bell,
    holds: ["Tell when pictures are done", "Tell when something needs you"],
    screen: NotificationsPart,
  },
  {
    id: "program",
    name: "Program",
    icon: AppWindow,
    holds: ["Start with the system", "Closing the window keeps it running", "Tray"],
    screen: ProgramPart,
  },
  {
    id: "shortcuts",
    name: "Shortcuts",
    icon: Keyboard,
    holds: ["Change keys", "Single letters act"],
    screen: ShortcutsPart,
  },
  {
    id: "look",
    name: "Look",
    icon: Sun,
    holds: ["Theme, dark or light", "Zoom, size of everything"],
    screen: LookPart,
  },
  { id: "about", name: "About", icon: Info, holds: ["Version", "Licences"], screen: AboutPart },
];

export interface Found {
  part: Part;
  setting: string;
}

/** The settings whose words hold what was typed, in the rail's order. */
export function findSettings(typed: string): Found[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return PARTS.flatMap((part) =>
    part.holds
      .filter((setting) => wanted.every((word) => `${part.name} ${setting}`.toLowerCase().includes(word)))
      .map((setting) => ({ part, setting })),
  );
}
