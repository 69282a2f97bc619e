// Settling what only the creator can: a post whose outcome nobody else knows, a task whose time was missed, an
// account that was shut out.
import { useState } from "react";
import { type AskingFiring, type PlatformAccount, type Post, perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { TextField } from "@/components/form/TextField";
import { Dialog } from "@/components/overlay/Dialog";

type Choice = NonNullable<Post["attention"]>["choices"][number];

/** The accounts that their platforms no longer let in. */
export const useShutOut = (): readonly PlatformAccount[] =>
  (useRead("accounts.list", {}).data?.accounts ?? []).filter(
    ({ is_connected, connection_status }) => !is_connected && connection_status !== "disconnected",
  );

/** Runs a task once, in place of the time that was missed. */
export const runMissed = ({ rule_id, firing_id }: AskingFiring) =>
  perform(
    "automation.execute",
    { rule_id, firing_id },
    { done: ({ message }) => ({ title: "Run once", body: message }), failed: "The task was not run" },
  );

const DONE: Record<Choice, string> = {
  up: "Noted as published",
  send_again: "It is being sent again",
  look_again: "Looking again",
  leave: "Left as it is",
};

/** The buttons of a post that needs attention; `dialog` stands beside them. */
export function useResolve() {
  const [asked, setAsked] = useState<Post | null>(null);
  const [url, setUrl] = useState("");

  const settle = async (post: Post, choice: Choice, address?: string) => {
    const settled = await perform(
      "posts.resolve",
      { post_id: post.id, choice, ...(address ? { url: address } : {}) },
      { done: { title: DONE[choice] }, failed: "That could not be noted" },
    );
    if (settled) setAsked(null);
  };
  const close = () => setAsked(null);

  return {
    settle,
    askAddress: (post: Post) => {
      if (post.platform_post_url) return void settle(post, "up");
      setUrl("");
      setAsked(post);
    },
    dialog: (
      <Dialog
        open={asked !== null}
        onClose={close}
        title="Where is it?"
        foot={
          <>
            <Button kind="quiet" onClick={close}>
              Cancel
            </Button>
            <Button
              kind="primary"
              off={url.trim() === "" && "Paste the address first"}
              onClick={() => asked && void settle(asked, "up", url)}
            >
              It is up
            </Button>
          </>
        }
      >
        <p className="mb-3 text-ink-2">Open the post where it was published and copy its address from the browser.</p>
        <TextField
          label="Address of the post"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          placeholder="https://"
        />
      </Dialog>
    ),
  };
}
