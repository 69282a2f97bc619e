// What else was found on this computer: text engines, which one press takes; the library's place; the keychain where it
// needs something.
import { Check, Folder, KeyRound, PenLine } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type FoundTextEngine, perform, type Setup, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { useWords } from "@/components/text/words";
import { bare, engineOf, isNamed } from "./places";

export function Found({ setup }: { setup: Setup }) {
  const words = useWords();
  const free = setup.free_bytes === null ? "" : `, ${words.bytes(setup.free_bytes)} free`;
  return (
    <div className="mt-4 grid gap-2 border-t border-line pt-3">
      {setup.text_engines.map((engine) => (
        <Engine key={engine.address} engine={engine} />
      ))}
      <Line icon={<Folder aria-hidden="true" size={14} strokeWidth={1.75} />}>
        Library in {setup.library_folder}
        {free}
      </Line>
      {!["unknown", "ready"].includes(setup.keychain) && (
        <Line icon={<KeyRound aria-hidden="true" size={14} strokeWidth={1.75} />}>{setup.keychain_message}</Line>
      )}
    </div>
  );
}

/** It writes nothing before the creator takes it. */
function Engine({ engine }: { engine: FoundTextEngine }) {
  const named = useRead("engines.list", {}).data?.engines;
  const [busy, setBusy] = useState(false);
  const { name } = engine;
  const models = engine.models === 1 ? "1 model" : `${engine.models} models`;
  const use = async () => {
    setBusy(true);
    await perform("engines.create", engineOf(engine), {
      failed: `${name} was not taken`,
      done: { title: `${name} writes captions and prompts`, body: "Settings, Engines has its model and the others." },
      undo: (made) => ({
        label: `use ${name}`,
        inverse: { name: "engines.delete", input: { engine_id: made.id ?? "" } },
        ...(made.id ? { made: made.id } : {}),
      }),
    });
    setBusy(false);
  };
  if (named && isNamed(engine, named)) {
    return (
      <Line icon={<Check aria-hidden="true" size={14} className="text-ok" />}>
        {name} at {bare(engine.address)} writes captions and prompts, with {models}
      </Line>
    );
  }
  return (
    <Line
      icon={<PenLine aria-hidden="true" size={14} strokeWidth={1.75} />}
      action={
        <Button
          size="s"
          busy={busy}
          off={engine.models === 0 && `${name} has no model yet. Fetch one there, then look again.`}
          onClick={() => void use()}
        >
          Use {name}
        </Button>
      }
    >
      {name} found at {bare(engine.address)} with {models}: it can write captions and prompts
    </Line>
  );
}

function Line({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-4 items-center gap-2 px-4 text-12 text-ink-2">
      <span className="flex h-4 flex-none items-center self-start text-ink-3">{icon}</span>
      <p className="min-w-0 flex-1 break-words">{children}</p>
      {action}
    </div>
  );
}
