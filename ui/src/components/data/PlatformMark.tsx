// A platform as two letters, with its full name for the pointer and for screen readers.
import { cx } from "../cx";

const PLATFORMS: Record<string, readonly [letters: string, name: string]> = {
  instagram: ["IG", "Instagram"],
  x: ["X", "X"],
  twitter: ["X", "X"],
  bluesky: ["BS", "Bluesky"],
  youtube: ["YT", "YouTube"],
  mastodon: ["MA", "Mastodon"],
  telegram: ["TG", "Telegram"],
  facebook: ["FB", "Facebook"],
  threads: ["TH", "Threads"],
  pinterest: ["PI", "Pinterest"],
  tiktok: ["TT", "TikTok"],
  onlyfans: ["OF", "OnlyFans"],
  fanvue: ["FV", "Fanvue"],
};

/** What pictures and sizes can be meant for, in the order in which it is offered. */
export const MEANT_FOR = [
  "instagram",
  "x",
  "bluesky",
  "youtube",
  "mastodon",
  "telegram",
  "facebook",
  "threads",
  "pinterest",
  "tiktok",
] as const;

/** A platform's name as people write it. */
export const platformName = (platform: string): string => PLATFORMS[platform]?.[1] ?? platform;

/** A platform in two letters. */
export const platformLetters = (platform: string): string =>
  PLATFORMS[platform]?.[0] ?? platform.slice(0, 2).toUpperCase();

export function PlatformMark({ platform, size = "m", off }: { platform: string; size?: "m" | "l"; off?: boolean }) {
  const name = platformName(platform);
  return (
    <span
      title={name}
      aria-label={name}
      role="img"
      className={cx(
        "inline-grid flex-none place-items-center rounded-1 bg-pressed font-title",
        size === "l" ? "h-5 w-[26px] text-[11px] leading-none" : "h-4 w-5 text-[9.5px] leading-none",
        off && "bg-transparent text-ink-3 shadow-[inset_0_0_0_1px_var(--line-strong)]",
      )}
    >
      {platformLetters(platform)}
    </span>
  );
}
