// What a rule will do, in the calendar: quieter than a post, because it is none yet.
import { Repeat2 } from "lucide-react";
import type { Firing } from "@/api";
import { cx } from "@/components/cx";

export function FiringTile({ firing, small }: { firing: Firing; small?: boolean }) {
  return (
    <div
      title={firing.what}
      className="flex h-full min-w-0 items-start gap-1.5 overflow-hidden rounded-2 border border-dashed border-line-strong bg-window px-2 py-[3px] text-12 text-ink-2"
    >
      <Repeat2 aria-hidden="true" size={14} className="mt-[2px] flex-none text-ink-3" />
      <span className="min-w-0">
        <span className="block truncate leading-[18px]">
          {firing.wall_time.slice(11, 16)} {firing.character_name}
        </span>
        <span className={cx("block truncate text-11 text-ink-3", small && "sr-only")}>{firing.rule_name}</span>
      </span>
    </div>
  );
}
