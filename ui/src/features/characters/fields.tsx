// Fields of a character, the same whether it is being added or is there and saves as it is changed.
import { Globe } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ChipInput } from "@/components/form/ChipInput";
import { Slider } from "@/components/form/Slider";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import type { Editing, FieldPath, FieldValue, Trait } from "./editing";

type PathOf<T> = { [P in FieldPath]: FieldValue<P> extends T ? P : never }[FieldPath];

interface FieldProps<T> {
  edit: Editing;
  path: PathOf<T>;
  label: string;
  aside?: ReactNode;
  hint?: ReactNode;
  placeholder?: string;
  className?: string;
}

const withError = (error: string | undefined) => (error ? { error } : {});

interface TextOfProps extends FieldProps<string> {
  /** It is a place. */
  place?: boolean;
  onLeave?: () => void;
}

export function TextOf({ edit, path, place, onLeave, ...rest }: TextOfProps) {
  return (
    <TextField
      {...rest}
      {...(place ? { icon: Globe } : {})}
      {...withError(edit.error(path))}
      value={edit.get(path) as string}
      onChange={(event) => edit.set(path, event.target.value as never)}
      onBlur={() => {
        edit.settle(path);
        onLeave?.();
      }}
    />
  );
}

export function LinesOf({ edit, path, lines, ...rest }: FieldProps<string> & { lines?: number }) {
  return (
    <TextArea
      {...rest}
      {...(lines ? { lines } : {})}
      {...withError(edit.error(path))}
      value={edit.get(path) as string}
      onChange={(event) => edit.set(path, event.target.value as never)}
      onBlur={() => edit.settle(path)}
    />
  );
}

export function WordsOf({ edit, path, ...rest }: FieldProps<string[]>) {
  return (
    <ChipInput
      {...rest}
      {...withError(edit.error(path))}
      values={edit.get(path) as string[]}
      onChange={(values) => {
        edit.set(path, values as never);
        edit.settle(path);
      }}
    />
  );
}

/** The age, typed; what is no whole number is told at once and not sent. */
export function AgeField({ edit }: { edit: Editing }) {
  const age = edit.get("age");
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && ageOf(typed) === age ? typed : Number.isNaN(age) ? (typed ?? "") : String(age);
  return (
    <TextField
      label="Age"
      aside="18 or over"
      inputMode="numeric"
      {...withError(edit.error("age"))}
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        edit.set("age", ageOf(event.target.value));
      }}
      onBlur={() => edit.settle("age")}
    />
  );
}

const ageOf = (typed: string): number => (/^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN);

const TRAITS: readonly [trait: Trait, low: string, high: string][] = [
  ["extroversion", "Reserved", "Outgoing"],
  ["creativity", "Down to earth", "Full of ideas"],
  ["humor", "Earnest", "Playful"],
  ["professionalism", "Casual", "Businesslike"],
  ["authenticity", "Staged", "Frank"],
];

/** The five traits, each between two words. */
export function Traits({ edit }: { edit: Editing }) {
  return (
    <div className="flex flex-col gap-0.5">
      {TRAITS.map(([trait, low, high]) => {
        const path = `personality.${trait}` as const;
        const value = edit.get(path);
        return (
          <Slider
            key={trait}
            label={`${low} to ${high.toLowerCase()}`}
            start={<span className="block w-[84px]">{low}</span>}
            end={<span className="block w-[76px] text-ink-2">{high}</span>}
            min={0}
            max={1}
            step={0.05}
            value={value}
            valueText={leaning(value, low, high)}
            centred
            onChange={(next) => edit.set(path, next)}
            onSettle={() => edit.settle(path)}
          />
        );
      })}
    </div>
  );
}

/** "Quite playful", for those who do not see where the thumb stands. */
function leaning(value: number, low: string, high: string): string {
  const far = Math.abs(value - 0.5);
  if (far < 0.05) return `Between ${low.toLowerCase()} and ${high.toLowerCase()}`;
  const how = far < 0.2 ? "A little" : far < 0.4 ? "Quite" : "Very";
  return `${how} ${(value < 0.5 ? low : high).toLowerCase()}`;
}
