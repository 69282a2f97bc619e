// The whole page: connection, store of answers, router, and what lies above every screen.
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, StrictMode, useEffect, useState } from "react";
import { ApiError, deliver, invalidateBy, refusal, say, toApiError, useStore } from "@/api";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { Toasts } from "@/components/feedback/Toasts";
import { TooltipRoom } from "@/components/overlay/Tooltip";
import { host, type StudioEvent } from "@/host";
import { ErrorBoundary } from "./ErrorBoundary";
import { Opened } from "./Opened";
import { queries, readAhead } from "./queries";
import { router } from "./router";

export function App() {
  return (
    <StrictMode>
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <TooltipRoom>
            <Connected>
              <Opened onOpened={() => void router.navigate({ to: "/" })}>
                <RouterProvider router={router} />
              </Opened>
            </Connected>
            <Toasts />
          </TooltipRoom>
        </QueryClientProvider>
      </ErrorBoundary>
    </StrictMode>
  );
}

/** A disk that fails is said at once, on whichever screen. */
function tellOfStorage(event: StudioEvent) {
  if (event.type !== "error_occurred") return;
  const { code, message } = event.data as { code?: string; message?: string };
  if (code === "storage_error" && message)
    say("error", { title: message, merge: { key: message, title: () => message } });
}

/** Only one start, though React mounts twice while developing: the one-time code counts once. */
let started: Promise<void> | null | undefined;

/** Lets the page in and asks for the first screen, while nothing is drawn yet. Null: it is in. */
export function start(): Promise<void> | null {
  if (started === undefined) {
    started = host.start()?.then(readAhead) ?? null;
    if (started === null) readAhead();
  }
  return started;
}

function Connected({ children }: { children: ReactNode }) {
  const [state, setState] = useState<"starting" | "ready" | ApiError>(() => (start() === null ? "ready" : "starting"));
  const refused = useStore(refusal);

  useEffect(() => {
    start()?.then(
      () => setState("ready"),
      (error: unknown) => setState(toApiError(error)),
    );
  }, []);

  useEffect(() => {
    if (state !== "ready") return;
    return host.events((event) => {
      invalidateBy(event, queries);
      deliver(event);
      tellOfStorage(event);
    });
  }, [state]);

  const error = state instanceof ApiError ? state : refused;
  if (state === "starting") return null;
  if (error === null) return children;
  return (
    <main className="h-full bg-window">
      <EmptyState
        title="Troupe did not let this page in"
        // What a call is refused with is said to programs; here the way in is all that counts.
        text={`${error === refused ? "" : `${error.message} `}Start it again and open the address that it prints: each one lets in one browser, once.`}
        actions={<Button onClick={() => window.location.reload()}>Try again</Button>}
      />
    </main>
  );
}
