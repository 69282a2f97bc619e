// One graphics card for all: when text models leave it for pictures, and when long jobs are made.
import type { ApiError, GenerationSettings, QuietHours } from "@/api";
import { SwitchSetting } from "./fields";
import { Hours } from "./Hours";
import { keepSetting } from "./keep";

const NIGHT: QuietHours = { from: "22:00", to: "06:00" };

export function SharedCard({ now }: { now: GenerationSettings }) {
  const hours = now.long_jobs_only_in;
  const keep = (long_jobs_only_in: QuietHours | null): Promise<ApiError | null> =>
    keepSetting("generation", { long_jobs_only_in }, { long_jobs_only_in: hours }, "change when long jobs are made");
  return (
    <div className="mt-4 grid gap-3">
      <SwitchSetting
        label="Unload text models before pictures"
        hint="When less than 6 GB of graphics memory are free. They load again when words are wanted."
        value={!now.keeps_text_models}
        keep={(unloads) =>
          keepSetting(
            "generation",
            { keeps_text_models: !unloads },
            { keeps_text_models: now.keeps_text_models },
            "change whether text models make room",
          )
        }
      />
      <SwitchSetting
        label="Long batches only in quiet hours"
        hint="What will take more than ten minutes waits for them; the rest goes on."
        value={hours !== null}
        keep={(on) => keep(on ? NIGHT : null)}
      />
      {hours && <Hours value={hours} keep={keep} />}
    </div>
  );
}
