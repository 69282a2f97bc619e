// The one question after an account was connected again: what becomes of the posts that could not go out.
import { useState } from "react";
import { type ApiError, type ConnectedAccount, call, say, toApiError } from "@/api";
import { countOf, nameOf } from "@/components/account/accountWords";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { RadioCards } from "@/components/form/RadioCards";
import { Dialog } from "@/components/overlay/Dialog";

type Choice = "now" | "next_slot" | "drop";

const VERBS: Record<Choice, string> = { now: "Send them", next_slot: "Plan them", drop: "Take them out" };

export function WaitingPostsDialog({ asking, onClose }: { asking: readonly ConnectedAccount[]; onClose: () => void }) {
  const [choice, setChoice] = useState<Choice>("next_slot");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [at, setAt] = useState(0);

  const current = asking[at];
  if (!current) return null;
  const { account, posts } = current;
  const all = posts.failed + posts.waiting;
  const next = () => {
    setFailure(null);
    if (at + 1 < asking.length) setAt(at + 1);
    else onClose();
  };

  const go = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { message } = await call("accounts.resume_posts", { account_id: account.id, choice });
      say("done", { title: nameOf(account), body: message });
      next();
    } catch (error) {
      setFailure(toApiError(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={next}
      title={`${countOf(all, "post")} of ${nameOf(account)} could not go out`}
      text={[
        posts.failed > 0 && `${posts.failed} failed because of the sign-in.`,
        posts.waiting > 0 &&
          `${posts.waiting} still ${posts.waiting === 1 ? "waits" : "wait"}, though ${posts.waiting === 1 ? "its" : "their"} time has passed.`,
      ]
        .filter(Boolean)
        .join(" ")}
      foot={
        <>
          <Button kind="quiet" onClick={next}>
            Leave them as they are
          </Button>
          <Button kind="primary" busy={busy} onClick={() => void go()}>
            {VERBS[choice]}
          </Button>
        </>
      }
    >
      {failure && <ErrorNote className="mb-2" what="Nothing was changed" error={failure} />}
      <RadioCards<Choice>
        label="What becomes of them"
        labelHidden
        value={choice}
        onChange={setChoice}
        choices={[
          {
            value: "next_slot",
            label: "Into the next slots",
            hint: "One after the other, where the account has slots.",
          },
          { value: "now", label: "Send now", hint: "One after the other. What may be up already is looked for first." },
          { value: "drop", label: "Take them out of the plan", hint: "They stay among the posts, cancelled." },
        ]}
      />
    </Dialog>
  );
}
