// Rules: tasks that plan posts by themselves. The list, the one that is open, and what it will do next.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Pause, Play, Plus, Trash2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { type CreateRule, perform, type Rule, useRead } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Avatar } from "@/components/picture/Avatar";
import { homeZone } from "@/components/text/timeZones";
import { cronOf, triggerWords } from "./cron";
import { Firings } from "./Firings";
import { RuleForm } from "./RuleForm";

export function RulesPage() {
  const navigate = useNavigate();
  const list = useRead("rules.list", {});
  const accounts = useRead("accounts.list", {});
  const rules = list.data?.rules ?? [];
  const { rule_id: open } = useSearch({ from: "/frame/scheduling/rules" });
  const setOpen = useCallback(
    (rule_id: string) => void navigate({ to: "/scheduling/rules", search: { rule_id }, replace: true }),
    [navigate],
  );
  const [asked, setAsked] = useState<Rule | null>(null);
  const rule = rules.find(({ id }) => id === open) ?? rules[0];
  // A new task is for the character that is open, else for the first that has an account.
  const owned = accounts.data?.accounts.filter((account) => account.character_id !== null) ?? [];
  const character_id = rule?.character_id ?? owned[0]?.character_id ?? null;
  const why = accounts.data && owned.length === 0 && "Connect an account of a character first";

  const account_ids = owned.filter((account) => account.character_id === character_id).map(({ id }) => id);
  const accountKey = account_ids.join(" ");
  const add = useCallback(async () => {
    if (!character_id) return;
    const input: CreateRule = {
      character_id,
      account_ids: accountKey.split(" ").filter(Boolean),
      name: "New task",
      trigger_type: "schedule",
      trigger_config: { cron: cronOf({ days: [1, 3, 5], time: "19:00" }), timezone: homeZone() },
      is_enabled: false,
    };
    const made = await perform("rules.create", input, {
      undo: ({ id }) => ({
        label: "add the task",
        inverse: { name: "rules.delete", input: { rule_id: id } },
        made: id,
      }),
      failed: "The task was not made",
    });
    if (made) setOpen(made.id);
  }, [character_id, accountKey, setOpen]);

  useActions(useMemo((): Offer[] => [{ id: "rules.add", icon: Plus, perform: () => void add() }], [add]));

  return (
    <Page>
      <Toolbar
        title="Rules"
        aside={rules.length > 0 && rules.length}
        onBack={() => void navigate({ to: "/scheduling" })}
        actions={
          <>
            {rule && <RuleButtons rule={rule} onDelete={() => setAsked(rule)} />}
            <Button kind="primary" icon={Plus} shortcut="rules.add" off={why} onClick={() => void add()}>
              Add task
            </Button>
          </>
        }
      />
      <PageBody>
        {list.error && <ErrorNote what="The rules could not be read" error={list.error} />}
        {list.data && rules.length === 0 && (
          <EmptyState
            className="flex-1"
            title="No task plans posts yet"
            text="A task fills hours of the week by itself: it takes approved pictures or makes new ones, and asks before anything goes out."
            actions={
              why ? (
                <Button kind="primary" icon={Plus} onClick={() => void navigate({ to: "/settings/connect" })}>
                  Connect account
                </Button>
              ) : (
                <Button kind="primary" icon={Plus} onClick={() => void add()}>
                  Add task
                </Button>
              )
            }
          />
        )}
        {rule && (
          <>
            <nav
              aria-label="Tasks"
              className="w-[248px] flex-none overflow-y-auto border-r border-line p-2 slim:w-[176px]"
            >
              <ul className="grid gap-px">
                {rules.map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      aria-current={one.id === rule.id || undefined}
                      onClick={() => setOpen(one.id)}
                      className={cx(
                        "inset-focus flex w-full items-center gap-2.5 rounded-2 px-2 py-1.5 text-left hover:bg-hover aria-current:bg-selected",
                        !one.is_enabled && "text-ink-3",
                      )}
                    >
                      <Avatar name={one.character_name} size="l" />
                      <span className="min-w-0">
                        <span className="block truncate font-label">{one.name}</span>
                        <span className="block truncate text-12 text-ink-2">
                          {triggerWords(one.trigger_type, one.trigger_config)}
                          {!one.is_enabled && ", off"}
                          {one.is_paused && ", paused"}
                        </span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              <p className="px-2 pt-4 text-12 text-ink-3">
                Run now makes the pictures and stops where approval begins. Pause keeps what is already scheduled.
              </p>
            </nav>
            <Main label="Task">
              {/* Another task is another form: what was typed into the last one is saved there. */}
              <RuleForm key={rule.id} rule={rule} />
            </Main>
            <Firings rule={rule} />
          </>
        )}
      </PageBody>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={`Delete the task ${asked?.name ?? ""}?`}
        text="What it has already planned stays in the calendar."
        action="Delete the task"
        safe="Keep it"
        onAction={() => {
          if (asked) void perform("rules.delete", { rule_id: asked.id }, { failed: "The task is still there" });
          setAsked(null);
        }}
      />
    </Page>
  );
}

function RuleButtons({ rule, onDelete }: { rule: Rule; onDelete: () => void }) {
  const input = { rule_id: rule.id };
  const switchOn = () =>
    void perform(rule.is_enabled ? "rules.disable" : "rules.enable", input, {
      undo: () => ({
        label: rule.is_enabled ? "switch the task off" : "switch the task on",
        inverse: { name: rule.is_enabled ? "rules.enable" : "rules.disable", input },
      }),
      failed: "The task is as it was",
    });
  return (
    <>
      <Button
        icon={Play}
        onClick={() =>
          void perform("automation.execute", input, {
            done: ({ message }) => ({ title: "Run once", body: message }),
            failed: "The task was not run",
          })
        }
      >
        Run now
      </Button>
      {rule.is_paused ? (
        <Button icon={Play} onClick={() => void perform("rules.resume", input, { failed: "The task is still paused" })}>
          Resume
        </Button>
      ) : (
        <Button
          icon={Pause}
          onClick={() =>
            void perform("rules.pause", input, {
              undo: () => ({ label: "pause the task", inverse: { name: "rules.resume", input } }),
              failed: "The task was not paused",
            })
          }
        >
          Pause
        </Button>
      )}
      <Button kind="quiet" onClick={switchOn}>
        {rule.is_enabled ? "Switch off" : "Switch on"}
      </Button>
      <IconButton icon={Trash2} label="Delete the task" onClick={onDelete} />
    </>
  );
}
