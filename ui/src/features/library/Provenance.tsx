// Where a picture comes from, and what its file says of that.
import { FileCheck, FolderInput, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import type { Output } from "@/api";
import { Section } from "@/components/layout/Drawer";

type Details = Output<"content.get">;

export function Provenance({ item }: { item: Details }) {
  return (
    <>
      <Section title="Provenance">
        <ul className="grid gap-1.5 text-12">
          {item.source === "imported" && <Line icon={FolderInput}>Imported, not made here</Line>}
          {item.is_ai_made ? (
            <>
              <Line icon={Sparkles}>Made by a model</Line>
              <Line icon={FileCheck}>A saved copy carries the AI mark and the recipe</Line>
            </>
          ) : (
            item.source === "generated" && <Line icon={Sparkles}>Drawn for the rehearsal, no model made it</Line>
          )}
        </ul>
      </Section>
      {item.times_used > 0 && (
        <Section title="Posted">
          <p className="text-12 text-ink-2">{item.times_used === 1 ? "Once" : `${item.times_used} times`}</p>
        </Section>
      )}
    </>
  );
}

function Line({ icon: Icon, children }: { icon: typeof Sparkles; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden="true" size={16} strokeWidth={1.75} className="flex-none text-ink-3" />
      <span>{children}</span>
    </li>
  );
}
