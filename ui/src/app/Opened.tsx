// Whether there is a library to work in. Where it could not be opened: why, and the way in, also past another
// program that has it open.
import { useQueryClient } from "@tanstack/react-query";
import { DoorOpen, RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type ApiError, forgetAll, toApiError, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { host } from "@/host";

/** What opening a library answers when it fails; other codes are a single operation's own. */
const NOT_OPEN = ["conflict", "storage_error", "service_unavailable"];

export interface OpenedProps {
  children: ReactNode;
  /** The library is there after all: begin at the start. */
  onOpened: () => void;
}

export function Opened({ children, onOpened }: OpenedProps) {
  const queries = useQueryClient();
  // The status bar asks the same, so that it costs nothing here.
  const { data, error, refetch } = useRead("system.health", {}, { pollMs: 30_000 });
  const [busy, setBusy] = useState<"again" | "take_over" | null>(null);
  const [refused, setRefused] = useState<ApiError | null>(null);

  if (data !== undefined || !error || !NOT_OPEN.includes(error.code)) return children;

  const open = async (takeOver: boolean) => {
    setBusy(takeOver ? "take_over" : "again");
    setRefused(null);
    try {
      await host.openLibrary(takeOver);
      const { data: health } = await refetch();
      if (!health) return;
      forgetAll();
      await queries.invalidateQueries();
      onOpened();
    } catch (thrown) {
      setRefused(toApiError(thrown));
      await refetch();
    } finally {
      setBusy(null);
    }
  };

  const owned = canTakeOver(error);
  return (
    <main className="h-full bg-window">
      <EmptyState
        title={owned ? "Another program has this library open" : "The library could not be opened"}
        text={
          <>
            {(refused || !owned) && (
              <span role={refused ? "alert" : undefined} className="mb-2 block" data-selectable>
                {(refused ?? error).message}
              </span>
            )}
            {owned &&
              "It can be asked to end, as if you had closed it: nothing is lost. A browser that works with it is cut off, and what waits in the queue goes on here."}
          </>
        }
        actions={
          <>
            {owned && (
              <Button
                kind="primary"
                icon={DoorOpen}
                busy={busy === "take_over"}
                off={busy === "again" && "It is being opened"}
                onClick={() => void open(true)}
              >
                Stop it and open here
              </Button>
            )}
            <Button
              kind={owned ? "secondary" : "primary"}
              icon={RefreshCw}
              busy={busy === "again"}
              off={busy === "take_over" && "It is being opened"}
              onClick={() => void open(false)}
            >
              Try again
            </Button>
          </>
        }
      />
    </main>
  );
}

const canTakeOver = ({ details }: ApiError): boolean =>
  (details as { can_take_over?: unknown } | null)?.can_take_over === true;
