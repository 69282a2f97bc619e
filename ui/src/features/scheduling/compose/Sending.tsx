// Sending what was composed: now, at its time, into the next slot, or kept as a draft; for all accounts, or for those
// that are ready.
import { useNavigate } from "@tanstack/react-router";
import { CalendarClock, Check, Ellipsis, Send } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { type Input, perform } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { Toolbar } from "@/components/layout/Toolbar";
import { useSlim } from "@/components/layout/useSlim";
import { Menu } from "@/components/overlay/Menu";
import type { Compose } from "./useCompose";
import { When } from "./When";

/** Sends the draft, for some of its accounts, and leaves. */
export function useSend({ input, forget, change }: Compose) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const send = useCallback(
    async (when: Partial<Input<"posts.create">>, ids: readonly string[], done: string) => {
      setBusy(true);
      const made = await perform(
        "posts.create",
        {
          ...input,
          // The platform itself publishes only at a time that was named.
          ...(when.scheduled_at ? {} : { at_platform: false, scheduled_at: null }),
          ...when,
          account_ids: [...ids],
          for_accounts: input.for_accounts.filter(({ account_id }) => ids.includes(account_id)),
        } as Input<"posts.create">,
        { done: { title: done }, failed: "The post was not made" },
      );
      setBusy(false);
      if (!made) return;
      const rest = input.account_ids.filter((id) => !ids.includes(id));
      // Those that were not ready stay here to be mended.
      if (rest.length > 0) return change({ account_ids: rest });
      forget();
      void navigate({ to: "/scheduling" });
    },
    [input, forget, change, navigate],
  );
  return { busy, send };
}

/** What can be sent now, and why not the rest. */
function readinessOf({ checking, chosen }: Compose) {
  const ready = checking.posts.filter(({ is_ready }) => is_ready).map(({ account_id }) => account_id);
  const blocked = checking.posts.length - ready.length;
  /** Why not even those that are ready can be sent. */
  const wait =
    chosen.length === 0
      ? "Choose an account first"
      : !checking.isCurrent || checking.posts.length === 0
        ? "It is being checked"
        : undefined;
  return { ready, blocked, wait, off: wait ?? (blocked > 0 ? "Mend what is to fix below first" : undefined) };
}

interface SendingProps {
  compose: Compose;
  /** One for the whole page, so that nothing is sent twice by two buttons. */
  sending: ReturnType<typeof useSend>;
}

export function SendingBar({ compose, sending, onBack }: SendingProps & { onBack: () => void }) {
  const { draft, chosen } = compose;
  const { busy, send } = sending;
  const { ready, blocked, wait, off } = readinessOf(compose);
  const schedule = () =>
    void send(
      { scheduled_at: draft.at, timezone: draft.zone },
      ready,
      ready.length === 1 ? "Scheduled" : `${ready.length} posts scheduled`,
    );
  const keep = () =>
    void send(
      {},
      chosen.map(({ id }) => id),
      "Saved as a draft",
    );
  const publish = () => void send({ publish_immediately: true }, ready, "It is on its way");
  const isSlim = useSlim();
  // The first press leads to what is to be mended.
  const press = useRef(() => {});
  press.current = () => {
    const first = document.querySelector<HTMLElement>('[data-finding="blocks"]');
    if (off && first) (first.querySelector("button") ?? first).focus();
    else if (!off && !busy) schedule();
  };
  useActions(useMemo((): Offer[] => [{ id: "compose.schedule", perform: () => press.current() }], []));
  return (
    <Toolbar
      title="New post"
      onBack={onBack}
      aside={compose.character_name}
      actions={
        <>
          {blocked > 0 && <StateTag tone="bad">{blocked} to fix</StateTag>}
          {isSlim ? (
            <Menu
              trigger={<IconButton icon={Ellipsis} label="More" />}
              entries={[
                { label: "Save as draft", onSelect: keep, off: chosen.length === 0 && "Choose an account first" },
                { label: "Publish now", icon: Send, onSelect: publish, off },
              ]}
            />
          ) : (
            <>
              <Button kind="quiet" off={chosen.length === 0 && "Choose an account first"} onClick={keep}>
                Save as draft
              </Button>
              <Button icon={Send} busy={busy} off={off} onClick={publish}>
                Publish now
              </Button>
            </>
          )}
          <Button
            kind={blocked ? "secondary" : "primary"}
            icon={CalendarClock}
            busy={busy}
            off={off}
            shortcut="compose.schedule"
            onClick={schedule}
          >
            {chosen.length > 1 ? `Schedule ${chosen.length}` : "Schedule"}
          </Button>
          {blocked > 0 && ready.length > 0 && (
            <Button icon={Check} busy={busy} off={wait} onClick={schedule}>
              {`Schedule the ${ready.length} that ${ready.length === 1 ? "is" : "are"} ready`}
            </Button>
          )}
        </>
      }
    />
  );
}

/** The foot: when it goes out. */
export function SendingWhen({ compose, sending }: SendingProps) {
  const { draft, change, chosen, checking } = compose;
  const { busy, send } = sending;
  const { ready, off } = readinessOf(compose);
  return (
    <When
      draft={draft}
      accounts={chosen}
      checked={checking.posts}
      busy={busy}
      off={off}
      onChange={change}
      onNextSlot={() => void send({ next_slot: true }, ready, "Scheduled into the next slot")}
    />
  );
}
