// What a sheet comes to: how many pictures, how long, and whether the server has all that it needs.
import { Check, TriangleAlert } from "lucide-react";
import { Facts } from "@/components/data/Facts";
import { Drawer, Section } from "@/components/layout/Drawer";
import { duration, useWords } from "@/components/text/words";
import { pictures } from "../words";
import type { BatchSheet } from "./sheet";
import type { Checked } from "./useChecked";

export interface SummaryProps {
  sheet: BatchSheet;
  total: number;
  jobs: number;
  checked: Checked;
  off: string | false;
}

export function Summary({ sheet, total, jobs, checked, off }: SummaryProps) {
  const words = useWords();
  return (
    <Drawer label="What the sheet comes to">
      <Section>
        <p className="text-18 font-title">{pictures(total)}</p>
        <p className="text-12 text-ink-3">
          {[
            number(sheet.characters.length, "character"),
            number(sheet.prompts.length, "prompt"),
            number(sheet.styles.length, "style"),
            sheet.count,
          ].join(" × ")}
        </p>
      </Section>
      <Section>
        <Facts
          facts={[
            {
              name: "Time",
              value: timeWords(checked.secondsEach, total),
            },
            { name: "Jobs", value: words.count(jobs) },
            { name: "When", value: "now, after what waits in the queue" },
            { name: "Costs", value: "nothing, all on your own computers" },
          ]}
        />
      </Section>
      <Section>
        {off ? (
          <p className="text-12 text-ink-3 first-letter:uppercase">{off}</p>
        ) : checked.missing.length > 0 ? (
          <p className="flex items-start gap-2 text-12 text-ink-2">
            <TriangleAlert aria-hidden="true" size={14} className="mt-px flex-none text-warn" />
            <span className="min-w-0 break-words">The server lacks {checked.missing.join(", ")}</span>
          </p>
        ) : checked.isChecked ? (
          <p className="flex items-center gap-2 text-12">
            <Check aria-hidden="true" size={14} className="flex-none text-ok" />
            All models and nodes are on the server
          </p>
        ) : (
          <p className="text-12 text-ink-3">Not checked: ComfyUI does not answer</p>
        )}
      </Section>
    </Drawer>
  );
}

export const timeWords = (secondsEach: number | null, total: number): string =>
  secondsEach === null || total === 0
    ? "time not known yet"
    : `${duration(secondsEach * total * 1000)}, ${duration(secondsEach * 1000)} each`;

const number = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
