// Several short words in one field: interests, tags. Enter or a comma adds, Backspace takes the last.
import { type KeyboardEvent, useState } from "react";
import { cx } from "../cx";
import { Chip } from "./Chip";
import { Field, type FieldFrame, fieldLook } from "./Field";

export interface ChipInputProps extends FieldFrame {
  values: readonly string[];
  onChange: (values: string[]) => void;
  placeholder?: string;
}

export function ChipInput({ values, onChange, placeholder = "Add", ...frame }: ChipInputProps) {
  const [typed, setTyped] = useState("");

  const add = (text: string) => {
    const words = text.split(",").map((word) => word.trim());
    const fresh = words.filter((word, index) => word && !values.includes(word) && words.indexOf(word) === index);
    if (fresh.length > 0) onChange([...values, ...fresh]);
    setTyped("");
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && typed.trim()) {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && typed === "" && values.length > 0) {
      onChange(values.slice(0, -1));
    }
  };

  return (
    <Field {...frame}>
      {(ids) => (
        <div
          className={cx(
            fieldLook({ error: Boolean(frame.error) }),
            "field-edge flex min-h-[34px] flex-wrap items-center gap-1.5 p-[5px]",
          )}
        >
          {values.map((value) => (
            <Chip key={value} onRemove={() => onChange(values.filter((one) => one !== value))}>
              {value}
            </Chip>
          ))}
          <input
            {...ids}
            value={typed}
            placeholder={placeholder}
            autoComplete="off"
            onChange={(event) =>
              event.target.value.includes(",") ? add(event.target.value) : setTyped(event.target.value)
            }
            onKeyDown={onKeyDown}
            onBlur={() => typed.trim() && add(typed)}
            className="h-[22px] min-w-[60px] flex-1 bg-transparent px-1"
          />
        </div>
      )}
    </Field>
  );
}
