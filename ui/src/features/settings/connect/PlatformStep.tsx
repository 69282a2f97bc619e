// Which platform: what each is good for, and what a post costs there.
import type { PlatformName, PlatformView } from "@/api";
import { RadioCards } from "@/components/form/RadioCards";
import { priceOf } from "./steps";

export interface PlatformStepProps {
  platforms: readonly PlatformView[];
  value: PlatformName | undefined;
  onChange: (platform: PlatformName) => void;
}

export function PlatformStep({ platforms, value, onChange }: PlatformStepProps) {
  return (
    <>
      <h2 className="text-15">Which platform</h2>
      <p className="mt-1 mb-3 text-ink-2">
        Troupe speaks each platform’s official interface, with a sign-in that you make there and can take back there.
      </p>
      <RadioCards<PlatformName>
        label="Platform"
        labelHidden
        value={value}
        onChange={onChange}
        choices={platforms.map((platform) => ({
          value: platform.platform,
          label: platform.name,
          hint: platform.summary,
          aside: <span className="whitespace-nowrap">{priceOf(platform)}</span>,
        }))}
      />
    </>
  );
}
