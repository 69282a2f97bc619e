// The written consents of the library: what holds, what ran out, and withdrawing one.
import { Download, Ellipsis, Plus, Undo2, X } from "lucide-react";
import { useState } from "react";
import { type Consent, perform, sayError, toApiError, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Section } from "@/components/layout/Drawer";
import { Menu } from "@/components/overlay/Menu";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { ConsentDialog } from "./ConsentDialog";

export function ConsentsSection() {
  const { data, error } = useRead("consents.list", { limit: 200 });
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Consents"
      aside={
        <Button size="s" kind="quiet" icon={Plus} onClick={() => setAdding(true)}>
          Add
        </Button>
      }
    >
      {error && <ErrorNote what="The consents could not be read" error={error} />}
      {data?.consents.length === 0 && (
        <p className="text-12 text-ink-3">None. Only another person’s face or voice needs one.</p>
      )}
      <ul className="flex flex-col">
        {data?.consents.map((consent) => (
          <ConsentRow key={consent.id} consent={consent} />
        ))}
      </ul>
      {adding && <ConsentDialog onClose={() => setAdding(false)} onMade={() => setAdding(false)} />}
    </Section>
  );
}

function ConsentRow({ consent }: { consent: Consent }) {
  const words = useWords();
  const name = consent.subject_name ?? "No name";
  const withdraw = (is_withdrawn: boolean) =>
    perform(
      "consents.update",
      { consent_id: consent.id, is_withdrawn },
      {
        done: is_withdrawn
          ? {
              title: `The consent of ${name} is withdrawn`,
              body: "No pictures are made any more of what rests on it.",
            }
          : { title: `The consent of ${name} holds again` },
        failed: "The consent was not changed",
        undo: () => ({
          label: is_withdrawn ? `withdraw the consent of ${name}` : `restore the consent of ${name}`,
          inverse: { name: "consents.update", input: { consent_id: consent.id, is_withdrawn: !is_withdrawn } },
        }),
      },
    );
  const save = async () => {
    try {
      await host.saveFile("consents.download", { consent_id: consent.id }, `Consent of ${name}`);
    } catch (error) {
      sayError("The paper was not saved", toApiError(error));
    }
  };
  const rests = consent.character_count + consent.reference_count;
  return (
    <li className="flex min-h-9 items-center gap-2 border-b border-line py-1 last:border-b-0">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{name}</span>
        <span className="block truncate text-12 text-ink-3">
          {consent.expires_at ? `until ${words.time(consent.expires_at)}` : "no end"}
          {rests > 0 && `, ${rests} ${rests === 1 ? "rests" : "rest"} on it`}
        </span>
      </span>
      {consent.state !== "valid" && (
        <StateTag tone={consent.state === "withdrawn" ? "bad" : "warn"}>
          {consent.state === "withdrawn" ? "Withdrawn" : "Ran out"}
        </StateTag>
      )}
      <Menu
        trigger={<IconButton size="s" icon={Ellipsis} label={`More of the consent of ${name}`} />}
        entries={[
          {
            label: "Save the paper",
            icon: Download,
            off: !consent.has_file && "No paper was kept",
            onSelect: () => void save(),
          },
          consent.state === "withdrawn"
            ? { label: "Take the withdrawal back", icon: Undo2, onSelect: () => void withdraw(false) }
            : { label: "Withdraw", icon: X, danger: true, onSelect: () => void withdraw(true) },
        ]}
      />
    </li>
  );
}
