// While the browser is open: what is waited for, the page once more, and the way out.
import { Copy, ExternalLink } from "lucide-react";
import { useEffect, useRef } from "react";
import { call, type Login, type PlatformView, say, toApiError, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Spinner } from "@/components/feedback/Spinner";
import { copyText } from "@/components/text/copy";
import { useWords } from "@/components/text/words";
import { host } from "@/host";

const ASK_MS = 1_000;

export interface BrowserWaitProps {
  platform: PlatformView;
  attempt: Login;
  onAnswer: (login: Login) => void;
  onCancel: () => void;
}

export function BrowserWait({ platform, attempt, onAnswer, onCancel }: BrowserWaitProps) {
  const words = useWords();
  const { attempt_id, authorize_url: url } = attempt;
  const asked = useRead("accounts.attempt", { attempt_id }, { pollMs: ASK_MS });
  const answer = asked.data;
  const told = useRef(false);

  useEffect(() => {
    if (!answer || answer.state === "waiting" || told.current) return;
    told.current = true;
    onAnswer(answer);
  }, [answer, onAnswer]);

  const cancel = async () => {
    try {
      onAnswer(await call("accounts.cancel_attempt", { attempt_id }));
    } catch (error) {
      say("warn", { title: "The sign-in could not be cancelled", body: toApiError(error).message });
      onCancel();
    }
  };

  return (
    <section aria-live="polite">
      <h2 className="flex items-center gap-2 text-15">
        <Spinner />
        Waiting for the browser
      </h2>
      <p className="mt-1 text-ink-2">
        {platform.name} asks there whether Troupe may post. Allow it, then come back: this page goes on by itself.
      </p>
      <p className="mt-1 text-12 text-ink-3">It waits until {words.time(attempt.expires_at)}.</p>
      {asked.error && <ErrorNote className="mt-3" what="The sign-in could not be asked for" error={asked.error} />}
      <div className="mt-4 flex flex-wrap gap-2">
        {url && (
          <>
            <Button icon={ExternalLink} onClick={() => void host.openExternal(url)}>
              Open the page again
            </Button>
            <Button icon={Copy} kind="quiet" onClick={() => void copyText(url)}>
              Copy its address
            </Button>
          </>
        )}
        <Button kind="quiet" onClick={() => void cancel()}>
          Stop waiting
        </Button>
      </div>
    </section>
  );
}
