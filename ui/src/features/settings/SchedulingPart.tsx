// When posts go out by themselves: whether this computer is awake for them, the hours in which nothing is sent, and
// who is told on the phone when one stands still.
import { Send } from "lucide-react";
import { useState } from "react";
import { type ApiError, call, type SchedulingSettings, say, sayError, toApiError, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { SwitchSetting, TextSetting } from "./fields";
import { Hours } from "./Hours";
import { KeyDialog } from "./KeyDialog";
import { keepSetting, useSettings } from "./keep";
import { PartSection } from "./PartHead";

const NIGHT = { from: "22:00", to: "07:00" };

/** The names of the alarms' keys in the keychain. */
const KEYS = { telegram: "alarm_telegram", ntfy: "alarm_ntfy" };

export function SchedulingPart() {
  const settings = useSettings();
  if (settings.error) return <ErrorNote what="The settings could not be read" error={settings.error} />;
  const now = settings.data?.scheduling;
  if (!now) return null;
  return (
    <>
      <Awake now={now} />
      <Quiet now={now} />
      <Alarms now={now} />
    </>
  );
}

interface PartProps {
  now: SchedulingSettings;
}

function keep<F extends keyof SchedulingSettings>(
  now: SchedulingSettings,
  field: F,
  value: SchedulingSettings[F],
  label: string,
): Promise<ApiError | null> {
  return keepSetting("scheduling", { [field]: value }, { [field]: now[field] }, label);
}

function Awake({ now }: PartProps) {
  const awake = useRead("scheduler.status", {}).data?.awake;
  return (
    <PartSection title="Awake for posts" words="nothing goes out while this computer sleeps">
      <div className="grid gap-4">
        <SwitchSetting
          label="Keep this computer awake before a post"
          hint="From half an hour before it, as long as it is open."
          value={now.keep_awake}
          keep={(on) => keep(now, "keep_awake", on, "change whether this computer stays awake")}
        />
        <SwitchSetting
          label="Wake this computer for a post"
          hint="Two minutes before it. Leave this off for a laptop that travels in a bag."
          value={now.wake_for_posts}
          off={
            awake !== undefined && !awake.can_wake && !now.wake_for_posts && "This system does not let Troupe wake it"
          }
          keep={(on) => keep(now, "wake_for_posts", on, "change whether this computer is woken")}
        />
        {awake && !awake.can_wake && <p className="max-w-[72ch] text-12 text-ink-3">{awake.message}</p>}
      </div>
    </PartSection>
  );
}

function Quiet({ now }: PartProps) {
  const hours = now.quiet_hours;
  return (
    <PartSection title="Quiet hours" words="in each character's time zone">
      <SwitchSetting
        label="Send nothing by itself in these hours"
        hint="What falls into them waits for their end. A time that you chose by hand stands."
        value={hours !== null}
        keep={(on) => keep(now, "quiet_hours", on ? NIGHT : null, "change the quiet hours")}
      />
      {hours && (
        <Hours value={hours} keep={(quiet_hours) => keep(now, "quiet_hours", quiet_hours, "change the quiet hours")} />
      )}
    </PartSection>
  );
}

function Alarms({ now }: PartProps) {
  const secrets = useRead("secrets.list", {}).data?.secrets ?? [];
  const [asking, setAsking] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { telegram_chat_id, ntfy_topic_url } = now.alarms;
  const keepAlarm = (fields: Partial<SchedulingSettings["alarms"]>) =>
    keep(now, "alarms", { ...now.alarms, ...fields }, "change where alarms go");
  const hasKey = (name: string) => secrets.some((one) => one.name === name);

  const test = async () => {
    setBusy(true);
    try {
      const { sent } = await call("scheduler.test_alarm", {});
      say("done", { title: sent === 1 ? "A test alarm was sent" : `${sent} test alarms were sent` });
    } catch (thrown) {
      sayError("The test alarm did not arrive", toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <PartSection
      title="Alarms to your phone"
      words="when a post that is due stands still, or needs you"
      actions={
        <Button
          icon={Send}
          busy={busy}
          off={!telegram_chat_id && !ntfy_topic_url && "Name a chat or a topic first"}
          onClick={() => void test()}
        >
          Send a test
        </Button>
      }
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-start gap-2">
          <TextSetting
            label="Private Telegram chat"
            hint="Write to a bot of yours (from @BotFather), then give the number of that chat."
            placeholder="123456789"
            value={telegram_chat_id}
            keep={(chat) => keepAlarm({ telegram_chat_id: chat })}
          />
          <Button className="mt-[22px]" onClick={() => setAsking(KEYS.telegram)}>
            {hasKey(KEYS.telegram) ? "Change the bot's token" : "Give the bot's token"}
          </Button>
        </div>
        <div className="flex flex-wrap items-start gap-2">
          <TextSetting
            label="ntfy topic"
            hint="Choose a name that nobody guesses: who knows it can read along."
            placeholder="https://ntfy.sh/…"
            value={ntfy_topic_url}
            keep={(topic) => keepAlarm({ ntfy_topic_url: topic })}
          />
          <Button className="mt-[22px]" onClick={() => setAsking(KEYS.ntfy)}>
            {hasKey(KEYS.ntfy) ? "Change its token" : "Give its token, if it has one"}
          </Button>
        </div>
      </div>
      {asking && <KeyDialog name={asking} onClose={() => setAsking(undefined)} />}
    </PartSection>
  );
}
