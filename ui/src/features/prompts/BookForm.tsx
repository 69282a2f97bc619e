// The dialog in which a row of the book is made or changed, whatever its kind.
import { type FormEvent, type ReactNode, useId } from "react";
import type { ApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Dialog } from "@/components/overlay/Dialog";

export interface BookFormProps {
  title: string;
  /** "Add template" or "Keep". */
  verb: string;
  failure: ApiError | null;
  busy: boolean;
  onSubmit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  onClose: () => void;
  width?: number;
  children: ReactNode;
}

export function BookForm({ title, verb, failure, busy, onSubmit, onClose, width = 560, children }: BookFormProps) {
  const id = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      width={width}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form={id} busy={busy}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="grid gap-3"
        onSubmit={(event: FormEvent) => void onSubmit(event)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void onSubmit();
        }}
      >
        {failure && <ErrorNote what="It was not kept" error={failure} />}
        {children}
      </form>
    </Dialog>
  );
}
