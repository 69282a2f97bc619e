// Asks for one word over many pictures: a tag, or a folder. Known ones are offered.
import { useState } from "react";
import { Button } from "@/components/button/Button";
import { Chip } from "@/components/form/Chip";
import { TextField } from "@/components/form/TextField";
import { Dialog } from "@/components/overlay/Dialog";

export interface WordDialogProps {
  title: string;
  label: string;
  action: string;
  /** Words that are in use already, those most used first. */
  known: readonly string[];
  /** What is wrong with a word; undefined: nothing. */
  check: (word: string) => string | undefined;
  /** An empty word is allowed and means this. */
  empty?: string;
  onClose: () => void;
  onTake: (word: string) => void;
}

export function WordDialog({ title, label, action, known, check, empty, onClose, onTake }: WordDialogProps) {
  const [word, setWord] = useState("");
  const [error, setError] = useState<string>();
  const take = (taken: string) => {
    const wrong = taken === "" ? (empty ? undefined : "Is needed") : check(taken);
    if (wrong) setError(wrong);
    else onTake(taken);
  };
  const typed = word.trim().toLowerCase();
  const offered = known.filter((one) => one.toLowerCase().includes(typed.replace(/^#/, ""))).slice(0, 12);
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" onClick={() => take(word.trim())}>
            {empty && word.trim() === "" ? empty : action}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(word.trim());
        }}
      >
        <TextField
          label={label}
          value={word}
          error={error}
          onChange={(event) => {
            setWord(event.target.value);
            setError(undefined);
          }}
        />
      </form>
      {offered.length > 0 && (
        <div className="mt-3 flex flex-wrap gap-1.5">
          {offered.map((one) => (
            <Chip key={one} look="outline" onClick={() => take(one)}>
              {one}
            </Chip>
          ))}
        </div>
      )}
    </Dialog>
  );
}
