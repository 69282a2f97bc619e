// Names a text engine, or changes one: kind, address, key, price. It is tried before it is kept.
import { useState } from "react";
import { type Input, type NamedEngine, offerUndo } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Checkbox } from "@/components/form/Checkbox";
import { Select } from "@/components/form/Select";
import { TextField } from "@/components/form/TextField";
import { useOperationForm } from "@/components/form/useOperationForm";
import { Dialog } from "@/components/overlay/Dialog";
import { KINDS } from "./textEngineWords";

type Kind = NamedEngine["kind"];

interface Values {
  name: string;
  address: string;
  key: string;
  input_usd_per_million: string;
  output_usd_per_million: string;
}

export interface TextEngineDialogProps {
  /** The engine to change; null adds one. */
  engine: NamedEngine | null;
  onClose: () => void;
  onKept: () => void;
}

export function TextEngineDialog({ engine, onClose, onKept }: TextEngineDialogProps) {
  const [kind, setKind] = useState<Kind>(engine?.kind ?? "ollama");
  const [evenIfOff, setEvenIfOff] = useState(false);
  const form = useOperationForm<Values, "engines.create" | "engines.update">(
    engine ? "engines.update" : "engines.create",
    {
      name: engine?.name ?? "",
      address: engine?.address ?? "",
      key: "",
      input_usd_per_million: engine?.input_usd_per_million?.toString() ?? "",
      output_usd_per_million: engine?.output_usd_per_million?.toString() ?? "",
    },
  );
  const usual = KINDS.find(({ value }) => value === kind);

  const submit = form.submit(
    ({ name, address, key, input_usd_per_million: input, output_usd_per_million: output }) => {
      const common = {
        ...(key.trim() ? { key: key.trim() } : {}),
        input_usd_per_million: dollars(input),
        output_usd_per_million: dollars(output),
        even_if_off: evenIfOff,
      };
      return (
        engine?.id
          ? { engine_id: engine.id, name: name || engine.name, address: address || engine.address, ...common }
          : { kind, name, address, ...common }
      ) as Input<"engines.create" | "engines.update">;
    },
    (made) => {
      if (!engine && made.id) {
        offerUndo(
          {
            label: `add ${made.name}`,
            done: {
              name: "engines.create",
              input: { kind, name: made.name, address: made.address, even_if_off: true },
            },
            inverse: { name: "engines.delete", input: { engine_id: made.id } },
            made: made.id,
          },
          { title: `${made.name} added` },
        );
      }
      onKept();
      onClose();
    },
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={engine ? `Change ${engine.name}` : "Add a text engine"}
      text="It is tried before it is kept. A key goes to the system’s keychain and is never shown again."
    >
      <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-3">
        {form.failure && <ErrorNote what="The engine was not kept" error={form.failure} />}
        {!engine && (
          <Select
            label="Kind"
            choices={KINDS.map(({ value, label, hint }) => ({ value, label, hint }))}
            value={kind}
            onChange={(value) => setKind(value as Kind)}
          />
        )}
        <TextField label="Address" placeholder={usual?.address} aside="else the usual one" {...form.field("address")} />
        <TextField label="Name" placeholder={usual?.label} aside="else its kind" {...form.field("name")} />
        <TextField
          label="Key"
          type="password"
          aside={
            engine?.has_key ? "empty keeps the one that is there" : kind === "gemini" ? "needed" : "where it wants one"
          }
          {...form.field("key")}
        />
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="Price, read"
            inputMode="decimal"
            end="$ / million tokens"
            {...form.field("input_usd_per_million", { validate: isDollars })}
          />
          <TextField
            label="Price, written"
            inputMode="decimal"
            end="$ / million tokens"
            {...form.field("output_usd_per_million", { validate: isDollars })}
          />
        </div>
        <p className="text-12 text-ink-3">
          What an engine on your own computers writes costs nothing. Prices of the others stand on their pages.
        </p>
        <Checkbox
          label="Keep it although it does not answer at the moment"
          checked={evenIfOff}
          onChange={setEvenIfOff}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" busy={form.busy}>
            {engine ? "Keep" : "Add engine"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const dollars = (typed: string): number | null => (typed.trim() === "" ? null : Number(typed.replace(",", ".")));

const isDollars = (typed: string) => {
  const value = dollars(typed);
  return value === null || (value >= 0 && value <= 10_000) || "A number from 0 to 10,000, or nothing";
};
