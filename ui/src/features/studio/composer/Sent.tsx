// What will be sent, part by part, and where each part comes from.

import { useState } from "react";
import type { Output } from "@/api";
import { Button } from "@/components/button/Button";
import { type Fact, Facts } from "@/components/data/Facts";
import { modelName } from "@/components/models/modelWords";
import { Dialog } from "@/components/overlay/Dialog";
import { copyText } from "@/components/text/copy";
import { fromWords, modelFromWords, pictures } from "../words";

export function Sent({ composed }: { composed: Output<"images.compose"> | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-disabled={!composed || undefined}
        title={composed ? undefined : "Write a prompt first"}
        onClick={() => composed && setOpen(true)}
        className="relative rounded-1 font-label text-accent before:absolute before:-inset-1 before:content-[''] hover:underline aria-disabled:text-ink-off aria-disabled:no-underline"
      >
        Show what will be sent
      </button>
      {composed && (
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title="What will be sent"
          text="Every word with where it comes from, in the order in which it is sent."
          width={600}
          foot={
            <>
              <Button kind="quiet" onClick={() => void copyText(composed.composed.prompt, "Prompt copied")}>
                Copy the prompt
              </Button>
              <Button onClick={() => setOpen(false)}>Close</Button>
            </>
          }
        >
          <Parts parts={composed.composed.parts} />
          {composed.composed.negative_parts.length > 0 && (
            <>
              <h3 className="mt-4 mb-1 text-12">Negative</h3>
              <Parts parts={composed.composed.negative_parts} />
            </>
          )}
          <h3 className="mt-4 mb-1 text-12">Made with</h3>
          <Facts facts={facts(composed)} />
        </Dialog>
      )}
    </>
  );
}

function Parts({ parts }: { parts: Output<"images.compose">["composed"]["parts"] }) {
  return (
    <ol className="overflow-hidden rounded-2 border border-line">
      {parts.map((part, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two parts may say the same
          key={place}
          className="flex gap-3 border-b border-line px-2.5 py-1.5 text-12 last:border-b-0"
        >
          <span className="w-[88px] flex-none text-ink-3">{fromWords(part.from)}</span>
          <span className="min-w-0 flex-1" data-selectable>
            {part.text}
          </span>
        </li>
      ))}
    </ol>
  );
}

function facts(sent: Output<"images.compose">): Fact[] {
  const { composed } = sent;
  const size = sent.width && sent.height ? `${sent.width} × ${sent.height}` : "as the workflow says";
  return [
    {
      name: "Model",
      value: composed.model
        ? `${modelName(composed.model)}${composed.model_from ? `, ${modelFromWords(composed.model_from)}` : ""}`
        : "none named",
    },
    ...composed.loras.map(({ name, strength }) => ({
      name: "LoRA",
      value: `${modelName(name)}, ${strength.toFixed(2)}`,
    })),
    { name: "Size", value: `${size}, ${pictures(sent.count)}` },
    {
      name: "Sampling",
      value: [
        sent.steps === null ? null : `${sent.steps} steps`,
        sent.cfg_scale === null ? null : `cfg ${sent.cfg_scale}`,
        sent.sampler_name,
        sent.scheduler,
      ]
        .filter((part) => part !== null)
        .join(", "),
    },
  ];
}
