// Whose face it is, and the written consent where it is another person's.
import { Plus } from "lucide-react";
import { useState } from "react";
import { type Consent, type ConsentId, type Origin, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { RadioCards } from "@/components/form/RadioCards";
import { Select } from "@/components/form/Select";
import { useWords } from "@/components/text/words";
import { ConsentDialog } from "./ConsentDialog";
import { ORIGINS } from "./words";

export interface OriginFieldProps {
  origin: Origin;
  consentId: ConsentId | null;
  /** Another person's face comes with its consent, or with null while none is chosen. */
  onChange: (origin: Origin, consentId: ConsentId | null) => void;
  error?: string | undefined;
}

const CHOICES = (["fictional", "own_likeness", "consent"] as const).map((value) => ({
  value,
  label: ORIGINS[value].label,
  hint: ORIGINS[value].hint,
}));

export function OriginField({ origin, consentId, onChange, error }: OriginFieldProps) {
  return (
    <div className="flex flex-col gap-2">
      <RadioCards
        label="Whose face is it"
        choices={CHOICES}
        value={origin}
        onChange={(next) => onChange(next, next === "consent" ? consentId : null)}
      />
      {origin === "consent" && (
        <ConsentChoice value={consentId} error={error} onChange={(next) => onChange("consent", next)} />
      )}
    </div>
  );
}

interface ConsentChoiceProps {
  value: ConsentId | null;
  onChange: (consentId: ConsentId) => void;
  error?: string | undefined;
}

/** Chooses one of the consents that hold, or notes a new one. */
export function ConsentChoice({ value, onChange, error }: ConsentChoiceProps) {
  const words = useWords();
  const { data, isPending } = useRead("consents.list", { limit: 200 });
  const [adding, setAdding] = useState(false);
  const own = (data?.consents ?? []).filter(
    (consent) => consent.origin === "consent" && consent.subject_kind !== "voice",
  );
  const hintOf = (consent: Consent) =>
    consent.state === "valid"
      ? consent.expires_at
        ? `until ${words.time(consent.expires_at)}`
        : (consent.scope ?? "")
      : consent.state;
  return (
    <div className="flex flex-col items-start gap-2">
      {(own.length > 0 || isPending) && (
        <Select
          className="w-full"
          label="Written consent"
          loading={isPending}
          choices={own.map((consent) => ({
            value: consent.id,
            label: consent.subject_name ?? "No name",
            hint: hintOf(consent),
            ...(consent.state === "valid" ? {} : { off: `This consent is ${consent.state}` }),
          }))}
          value={value ?? undefined}
          onChange={onChange}
          {...(error ? { error } : {})}
        />
      )}
      {own.length === 0 && !isPending && (
        <p className={error ? "text-12 text-bad" : "text-12 text-ink-2"}>
          Pictures of another person need their written consent. Note it first.
        </p>
      )}
      <Button size="s" icon={Plus} onClick={() => setAdding(true)}>
        Add a consent
      </Button>
      {adding && (
        <ConsentDialog
          onClose={() => setAdding(false)}
          onMade={(consent) => {
            setAdding(false);
            onChange(consent.id);
          }}
        />
      )}
    </div>
  );
}
