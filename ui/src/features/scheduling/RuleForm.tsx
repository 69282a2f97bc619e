// One task, saved as it is changed: when it fires, what it takes or makes, what it says, where it goes, its guards.
import { type ReactNode, useEffect, useRef, useState } from "react";
import { perform, type Rule, type UpdateRule, useRead } from "@/api";
import { AccountChecks } from "@/components/account/AccountChecks";
import { RadioCards } from "@/components/form/RadioCards";
import { Segments } from "@/components/form/Segments";
import { Select } from "@/components/form/Select";
import { Switch } from "@/components/form/Switch";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Weekdays } from "@/components/form/Weekdays";
import { cronOf, timesOf } from "./cron";

/** Saved so long after the last key. */
const SAVE_MS = 500;

type Change = Omit<UpdateRule, "rule_id">;

const TRIGGERS = [
  { value: "schedule", label: "At times" },
  { value: "interval", label: "Every" },
  { value: "event", label: "When something happens" },
] as const;

export function RuleForm({ rule }: { rule: Rule }) {
  const accounts = useRead("accounts.list", { character_id: rule.character_id });
  const save = (change: Change) =>
    void perform("rules.update", { rule_id: rule.id, ...change }, { failed: "The task was not changed" });
  const times = timesOf(rule.trigger_config.cron) ?? { days: [1, 3, 5], time: "19:00" };
  const timezone = rule.trigger_config.timezone ?? undefined;
  const zone = timezone ? { timezone } : {};
  const at = (next: typeof times) =>
    save({ trigger_type: "schedule", trigger_config: { cron: cronOf(next), ...zone } });

  return (
    <div className="mx-auto max-w-[720px]">
      <Row title="Task">
        <Typed label="Name" value={rule.name} onSave={(name) => save({ name })} />
        <p className="mt-1 text-12 text-ink-3">For {rule.character_name}</p>
      </Row>
      <Row title="When">
        <Segments
          label="When"
          choices={TRIGGERS}
          value={rule.trigger_type}
          onChange={(type) => {
            if (type === "schedule") at(times);
            else if (type === "interval") save({ trigger_type: type, trigger_config: { every_minutes: 360, ...zone } });
            else save({ trigger_type: type, trigger_config: { event: "nothing_planned", ...zone } });
          }}
        />
        {rule.trigger_type === "schedule" && (
          <>
            <Weekdays
              label="Days"
              className="mt-2.5"
              days={times.days}
              onChange={(days) => days.length > 0 && at({ ...times, days })}
            />
            <div className="mt-2 flex items-center gap-2">
              <TextField
                label="Hour"
                labelHidden
                type="time"
                value={times.time}
                onChange={({ target }) => target.value && at({ ...times, time: target.value })}
              />
              <span className="text-12 text-ink-2">
                {timezone ?? "the character’s zone"}, also after the clocks change
              </span>
            </div>
          </>
        )}
        {rule.trigger_type === "interval" && (
          <div className="mt-2 flex items-center gap-2">
            <Typed
              label="Hours"
              labelHidden
              type="number"
              value={String((rule.trigger_config.every_minutes ?? 360) / 60)}
              onSave={(hours) =>
                save({
                  trigger_type: "interval",
                  trigger_config: { every_minutes: Math.round(Number(hours) * 60), ...zone },
                })
              }
            />
            <span className="text-12 text-ink-2">hours</span>
          </div>
        )}
        {rule.trigger_type === "event" && (
          <Select
            label="What happens"
            labelHidden
            className="mt-2"
            choices={[
              { value: "nothing_planned", label: "Nothing is planned for the next day" },
              { value: "content_approved", label: "A picture was approved" },
            ]}
            value={rule.trigger_config.event ?? undefined}
            onChange={(event) =>
              save({ trigger_type: "event", trigger_config: { event: event as "nothing_planned", ...zone } })
            }
          />
        )}
      </Row>
      <Row title="Makes">
        <RadioCards
          label="Where the picture comes from"
          choices={[
            { value: "approved", label: "From the shelf", hint: "Approved and never posted" },
            {
              value: "fresh_else_approved",
              label: "A new one, else from the shelf",
              hint: "Made in time before the hour",
            },
            { value: "fresh", label: "Always a new one", hint: "Left out when it was not made in time" },
          ]}
          value={rule.content_source}
          onChange={(content_source) => save({ content_source })}
        />
        {rule.content_source !== "approved" && (
          <Typed
            label="Prompt, with words such as {topic} or {weekday}"
            className="mt-3"
            long
            value={rule.prompt_template}
            onSave={(prompt_template) => save({ prompt_template })}
          />
        )}
      </Row>
      <Row title="Says">
        <Typed
          label="Caption, with words such as {weekday}; your text engine writes {caption}"
          long
          value={rule.caption_template}
          onSave={(caption_template) => save({ caption_template })}
        />
        <Typed
          label="Hashtags"
          className="mt-3"
          value={rule.hashtags.join(" ")}
          onSave={(typed) => save({ hashtags: typed.split(/[\s,#]+/).filter(Boolean) })}
        />
      </Row>
      <Row title="Goes to">
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          <AccountChecks
            accounts={accounts.data?.accounts ?? []}
            chosen={rule.account_ids}
            onChange={(account_ids) => save({ account_ids })}
          />
          {accounts.data?.accounts.length === 0 && (
            <p className="text-12 text-ink-2">{rule.character_name} has no account yet. Connect one under Settings.</p>
          )}
        </div>
      </Row>
      <Row title="Guards">
        <Switch
          label="I approve each post"
          hint="Until two hours before, then it takes the next slot"
          checked={rule.needs_approval}
          onChange={(needs_approval) => save({ needs_approval })}
        />
        <div className="mt-3 grid grid-cols-2 gap-3">
          <Typed
            label="At most a day"
            type="number"
            value={rule.max_posts_per_day === null ? "" : String(rule.max_posts_per_day)}
            onSave={(typed) => save({ max_posts_per_day: typed === "" ? null : Number(typed) })}
          />
          <Typed
            label="Hours between two posts"
            type="number"
            value={rule.cooldown_minutes === null ? "" : String(rule.cooldown_minutes / 60)}
            onSave={(typed) => save({ cooldown_minutes: typed === "" ? null : Math.round(Number(typed) * 60) })}
          />
        </div>
        <Select
          label="If missed"
          className="mt-3"
          choices={[
            { value: "late", label: `Send late within ${rule.late_minutes} min, then ask` },
            { value: "next_slot", label: "Take the next slot" },
            { value: "ask", label: "Ask me" },
            { value: "skip", label: "Leave it out" },
          ]}
          value={rule.when_missed}
          onChange={(when_missed) => save({ when_missed: when_missed as Rule["when_missed"] })}
        />
      </Row>
    </div>
  );
}

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[92px_minmax(0,1fr)] gap-4 border-t border-line py-4 first:border-t-0 first:pt-0 slim:grid-cols-1 slim:gap-1">
      <h2 className="pt-1 text-12">{title}</h2>
      <div>{children}</div>
    </section>
  );
}

interface TypedProps {
  label: string;
  value: string;
  onSave: (value: string) => void;
  type?: "text" | "number";
  long?: boolean;
  labelHidden?: boolean;
  className?: string;
}

/** A field that saves itself a moment after the last key, and when it is left. */
function Typed({ value, onSave, long, ...field }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const saved = useRef(value);
  const latest = useRef(onSave);
  latest.current = onSave;
  useEffect(() => {
    if (typed === saved.current) return;
    const timer = setTimeout(() => {
      saved.current = typed;
      latest.current(typed);
    }, SAVE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  if (long) return <TextArea {...field} lines={2} value={typed} onChange={(event) => setTyped(event.target.value)} />;
  return <TextField {...field} value={typed} onChange={(event) => setTyped(event.target.value)} />;
}
