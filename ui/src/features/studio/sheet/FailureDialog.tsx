// Why a picture was not made: what, why, the way out, and what ComfyUI said.
import { CircleX, RotateCw } from "lucide-react";
import { ApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { RawReply } from "@/components/feedback/ErrorNote";
import { Dialog } from "@/components/overlay/Dialog";
import { failureOf } from "../words";
import { retryFailed } from "./ContactSheet";
import type { Tile } from "./tiles";

export function FailureDialog({ tile, onClose }: { tile: Tile | null; onClose: () => void }) {
  const failure = failureOf(tile?.run.error ?? tile?.job.error);
  if (!tile || !failure) return null;
  const failed = tile.job.failure_count;
  const safe =
    tile.job.success_count > 0 ? ` The other ${tile.job.success_count} are safe, and the queue goes on.` : "";
  return (
    <Dialog
      open
      onClose={onClose}
      icon={CircleX}
      tone="bad"
      title={`Picture ${tile.run.number} of ${tile.job.total} was not made`}
      text={`${sentence(failure.message)}${safe}`}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
          {tile.retried ? null : (
            <Button
              kind="primary"
              icon={RotateCw}
              onClick={() => {
                onClose();
                void retryFailed(tile.job.job_id);
              }}
            >
              {failed > 1 ? `Retry the ${failed} that failed` : "Retry"}
            </Button>
          )}
        </>
      }
    >
      <RawReply
        error={new ApiError(failure.code, failure.message, failure.details)}
        what={`Picture ${tile.run.number} of ${tile.job.total} was not made`}
        who="ComfyUI"
      />
    </Dialog>
  );
}

const sentence = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);
