// What can be done with an account, the same in Settings, inside a character and in Monitoring.
import { useNavigate } from "@tanstack/react-router";
import { ExternalLink, Pause, Play, PlugZap, SlidersHorizontal, Stethoscope, Unplug } from "lucide-react";
import { useMemo, useState } from "react";
import { call, type PlatformAccount, perform, type Step, say, sayError, toApiError } from "@/api";
import { host } from "@/host";
import { Button } from "../button/Button";
import { platformName } from "../data/PlatformMark";
import { ConfirmDialog } from "../overlay/ConfirmDialog";
import type { MenuEntry } from "../overlay/Menu";
import { nameOf } from "./accountWords";

const DAY_MS = 86_400_000;

export function useAccountActions() {
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState<PlatformAccount | null>(null);
  const [testing, setTesting] = useState<ReadonlySet<string>>(new Set());

  return useMemo(() => {
    const open = ({ id }: PlatformAccount) =>
      void navigate({ to: "/settings", search: { part: "accounts", account: id } });
    const reconnect = ({ id, platform }: PlatformAccount) =>
      void navigate({ to: "/settings/connect", search: { platform, account_id: id } });

    const test = async (account: PlatformAccount) => {
      const mark = (on: boolean) =>
        setTesting((before) => {
          const next = new Set(before);
          if (on) next.add(account.id);
          else next.delete(account.id);
          return next;
        });
      mark(true);
      try {
        const { works, message } = await call("accounts.test", { account_id: account.id });
        say(works ? "done" : "warn", {
          title: works ? `${nameOf(account)} works` : `${nameOf(account)} needs you`,
          body: message,
        });
      } catch (error) {
        sayError(`${nameOf(account)} could not be tested`, toApiError(error));
      } finally {
        mark(false);
      }
    };

    const step = (account: PlatformAccount, fields: { is_paused: boolean; paused_until?: string | null }): Step => ({
      name: "accounts.update",
      input: { account_id: account.id, ...fields },
    });
    const before = ({ is_paused, paused_until }: PlatformAccount) =>
      paused_until ? { is_paused, paused_until } : { is_paused };

    const pause = (account: PlatformAccount, days?: number) => {
      const until = days ? { paused_until: new Date(Date.now() + days * DAY_MS).toISOString() } : {};
      const label = `pause ${nameOf(account)}`;
      return perform(
        "accounts.update",
        { account_id: account.id, is_paused: true, ...until },
        {
          done: { title: `${nameOf(account)} is paused`, body: "Its posts wait." },
          failed: `${nameOf(account)} was not paused`,
          undo: () => ({ label, inverse: step(account, before(account)) }),
        },
      );
    };
    const resume = (account: PlatformAccount) =>
      perform(
        "accounts.update",
        { account_id: account.id, is_paused: false },
        {
          done: { title: `${nameOf(account)} goes on` },
          failed: `${nameOf(account)} was not resumed`,
          ...(account.is_paused
            ? { undo: () => ({ label: `resume ${nameOf(account)}`, inverse: step(account, before(account)) }) }
            : {}),
        },
      );

    const disconnect = (account: PlatformAccount) =>
      perform(
        "accounts.disconnect",
        { account_id: account.id },
        {
          done: ({ message }) => ({ title: `${nameOf(account)} is disconnected`, body: message }),
          failed: `${nameOf(account)} is still connected`,
        },
      );

    const entries = (account: PlatformAccount, here?: "account"): MenuEntry[] => {
      const { account_url: url } = account;
      const isGone = account.connection_status === "disconnected";
      return [
        ...(here
          ? []
          : [{ label: "Settings of this account", icon: SlidersHorizontal, onSelect: () => open(account) }]),
        ...(isGone ? [] : [{ label: "Test", icon: Stethoscope, onSelect: () => void test(account) }]),
        { label: "Reconnect", icon: PlugZap, onSelect: () => reconnect(account) },
        ...(url
          ? [
              {
                label: `Open on ${platformName(account.platform)}`,
                icon: ExternalLink,
                onSelect: () => void host.openExternal(url),
              },
            ]
          : []),
        ...(isGone
          ? []
          : [
              "line" as const,
              account.is_paused
                ? { label: "Resume", icon: Play, onSelect: () => void resume(account) }
                : {
                    label: "Pause",
                    icon: Pause,
                    entries: [
                      { label: "Until I resume it", onSelect: () => void pause(account) },
                      { label: "For a day", onSelect: () => void pause(account, 1) },
                      { label: "For a week", onSelect: () => void pause(account, 7) },
                    ],
                  },
              { label: "Disconnect", icon: Unplug, danger: true, onSelect: () => setLeaving(account) },
            ]),
      ];
    };

    /** The one button that mends it; nothing where nothing is to be done. */
    const fix = (account: PlatformAccount) => {
      const name = <span className="sr-only"> {nameOf(account)}</span>;
      if (account.fix === "reconnect" || account.connection_status === "disconnected") {
        return (
          <Button size="s" onClick={() => reconnect(account)}>
            Reconnect{name}
          </Button>
        );
      }
      if (account.fix === "test") {
        return (
          <Button size="s" busy={testing.has(account.id)} onClick={() => void test(account)}>
            {account.connection_status === "expiring" ? "Renew now" : "Test"}
            {name}
          </Button>
        );
      }
      if (account.fix === "resume") {
        return (
          <Button size="s" onClick={() => void resume(account)}>
            Resume{name}
          </Button>
        );
      }
      return null;
    };

    const platform = leaving ? platformName(leaving.platform) : "";
    const dialogs = (
      <ConfirmDialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`Disconnect ${leaving ? nameOf(leaving) : ""} from ${platform}?`}
        text={
          leaving?.login === "hand_off"
            ? "Its posts stay; those that are planned wait until it is connected again."
            : `The sign-in is revoked at ${platform} where it can be, and deleted here. This cannot be undone. Its posts stay; those that are planned wait until it is connected again.`
        }
        safe="Keep it"
        action="Disconnect"
        onAction={() => (leaving ? disconnect(leaving) : undefined)}
      />
    );
    return { open, reconnect, test, testing, pause, resume, leave: setLeaving, entries, fix, dialogs };
  }, [navigate, leaving, testing]);
}
