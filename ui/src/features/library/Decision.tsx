// What the creator decided on a picture, why it was rejected, and what was measured.
import { Check, Clock, X } from "lucide-react";
import { useState } from "react";
import { Meter } from "@/components/data/Meter";
import { Segments } from "@/components/form/Segments";
import { TextField } from "@/components/form/TextField";
import { Section } from "@/components/layout/Drawer";
import * as decisions from "./decide";
import type { Item } from "./useLibrary";

/** Pending, approve, reject; a rejected one may say why. */
export function DecisionPart({ item }: { item: Item }) {
  const state = item.approval_status as decisions.Decision;
  return (
    <>
      <Segments
        fill
        label="Decision"
        choices={[
          { value: "pending", label: "Pending", ...(state === "pending" ? { icon: Clock } : {}) },
          state === "approved"
            ? { value: "approved", label: "Approved", icon: Check }
            : { value: "approved", label: "Approve" },
          state === "rejected"
            ? { value: "rejected", label: "Rejected", icon: X }
            : { value: "rejected", label: "Reject" },
        ]}
        value={state}
        onChange={(decision) => void decisions.decide({ content_ids: [item.id] }, decision)}
      />
      {state === "rejected" && <Reason key={`${item.id} ${item.rejected_reason}`} item={item} />}
    </>
  );
}

/** Why a picture was rejected, if the creator says so. */
export function Reason({ item }: { item: Item }) {
  const before = item.rejected_reason ?? "";
  const [reason, setReason] = useState(before);
  const keep = () => {
    const next = reason.trim();
    if (next === before) return;
    void decisions.change(
      item.id,
      { approval_status: "rejected", rejected_reason: next || null },
      { approval_status: "rejected", rejected_reason: before || null },
      { failed: "The reason was not kept", label: "change a reason" },
    );
  };
  return (
    <TextField
      label="Reason"
      labelHidden
      placeholder="Why, if you like"
      value={reason}
      onChange={(event) => setReason(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      className="mt-2"
    />
  );
}

/** Likeness and quality. What nobody measured is said so. */
export function Scores({ item }: { item: Pick<Item, "identity_score" | "quality_score"> }) {
  return (
    <Section>
      <Score label="Same face" value={item.identity_score} text={(value) => value.toFixed(2)} />
      <Score label="Quality" value={item.quality_score} text={(value) => String(Math.round(value * 100))} />
    </Section>
  );
}

function Score({ label, value, text }: { label: string; value: number | null; text: (value: number) => string }) {
  return (
    <div className="flex h-[22px] items-center gap-2 text-12">
      <span className="w-[72px] flex-none text-ink-3">{label}</span>
      {value === null ? (
        <span className="ml-auto whitespace-nowrap text-ink-3">not measured</span>
      ) : (
        <>
          <Meter label={label} value={value} valueText={text(value)} />
          <span className="w-8 text-right font-label">{text(value)}</span>
        </>
      )}
    </div>
  );
}
