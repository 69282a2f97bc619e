// What holds for all text engines: own computers only, and what they may cost a month.
import type { TextSettings } from "@/api";
import { useRead } from "@/api";
import { Meter } from "@/components/data/Meter";
import { costOf } from "@/components/words/writtenBy";
import { MoneySetting, SwitchSetting } from "./fields";
import { keepSetting } from "./keep";
import { PartSection } from "./PartHead";

export function TextRules({ now }: { now: TextSettings }) {
  const usage = useRead("text.usage", {}).data;
  return (
    <PartSection title="Words and money">
      <div className="grid grid-cols-2 gap-6 slim:grid-cols-1">
        <SwitchSetting
          label="Own computers only"
          hint="No word and no picture leaves this computer and its own network."
          value={now.is_local_only}
          keep={(is_local_only) =>
            keepSetting("text", { is_local_only }, { is_local_only: now.is_local_only }, "change who may write")
          }
        />
        <div>
          <MoneySetting
            label="At most a month"
            hint="An engine that costs is not asked beyond it. Empty is no limit."
            value={now.monthly_limit_usd}
            keep={(monthly_limit_usd) =>
              keepSetting(
                "text",
                { monthly_limit_usd },
                { monthly_limit_usd: now.monthly_limit_usd },
                "change the limit",
              )
            }
          />
          {usage && (
            <p className="mt-2 text-12 text-ink-3">
              This month: {costOf(usage.cost_usd) || "nothing paid"},{" "}
              {(usage.input_tokens + usage.output_tokens).toLocaleString()} tokens.
            </p>
          )}
          {usage?.limit_usd ? (
            <Meter
              className="mt-1"
              label="Spent this month"
              value={usage.cost_usd / usage.limit_usd}
              valueText={`${usage.cost_usd.toFixed(2)} of ${usage.limit_usd.toFixed(2)} $`}
            />
          ) : null}
        </div>
      </div>
    </PartSection>
  );
}
