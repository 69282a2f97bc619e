// One error in full: what happened, what to try, and what was said, folded.
import { Check, CircleX } from "lucide-react";
import { useState } from "react";
import { ApiError, perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { ErrorNote, RawReply } from "@/components/feedback/ErrorNote";
import { Dialog } from "@/components/overlay/Dialog";
import { Time } from "@/components/text/Time";
import { metWhere, titleAndRest } from "./words";

export function ErrorDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useRead("errors.get", { error_id: id });
  const [busy, setBusy] = useState(false);
  const [title, rest] = titleAndRest(data?.message ?? "");

  const settle = async () => {
    setBusy(true);
    const done = await perform(
      "errors.resolve",
      { error_id: id },
      { failed: "It was not settled", done: { title: "Settled", body: "It comes back when it happens again." } },
    );
    setBusy(false);
    if (done) onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      icon={CircleX}
      tone="bad"
      width={560}
      title={data ? title : "An error"}
      {...(rest ? { text: rest } : {})}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
          {data?.resolved_at === null && (
            <Button icon={Check} busy={busy} onClick={() => void settle()}>
              Settle it
            </Button>
          )}
        </>
      }
    >
      {error && <ErrorNote what="It could not be read" error={error} />}
      {data && (
        <div className="grid gap-4">
          {data.try_this.length > 0 && (
            <div>
              <h3 className="mb-1 text-12">What to try</h3>
              <ol className="list-decimal pl-5 text-ink-2">
                {data.try_this.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </div>
          )}
          <Facts
            facts={[
              { name: "Met", value: data.count === 1 ? "once" : `${data.count} times` },
              { name: "Last", value: <Time at={data.last_at} /> },
              ...(data.count > 1 ? [{ name: "First", value: <Time at={data.first_at} /> }] : []),
              { name: "Where", value: metWhere(data.operation) ?? "not known" },
              ...(data.resolved_at ? [{ name: "Settled", value: <Time at={data.resolved_at} /> }] : []),
            ]}
          />
          <RawReply
            what={title}
            who={data.code === "upstream_error" ? "ComfyUI" : "Troupe"}
            error={new ApiError(data.code, data.message, { details: data.details, input: data.input })}
          />
        </div>
      )}
    </Dialog>
  );
}
