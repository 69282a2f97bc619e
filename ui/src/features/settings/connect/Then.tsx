// Beside the wizard's steps: what the platform will ask of AI accounts, and its limits.
import type { PlatformView } from "@/api";
import { Demands } from "../accounts/Demands";
import { Source } from "../accounts/Source";
import type { StepId } from "./steps";

export function Then({ platform, at }: { platform: PlatformView; at: StepId }) {
  return (
    <>
      <section>
        <h2 className="mb-3 text-12">
          {at === "sign_in" ? "Then: what" : "What"} {platform.name} asks of AI accounts
        </h2>
        <Demands platform={platform} />
      </section>
      {platform.limits.length > 0 && (
        <div className="mt-4 border-t border-line pt-4">
          <GoodToKnow platform={platform} />
        </div>
      )}
    </>
  );
}

export function GoodToKnow({ platform }: { platform: PlatformView }) {
  return (
    <section>
      <h2 className="mb-2 text-12">Good to know</h2>
      <ul className="grid gap-2.5 text-12 text-ink-2">
        {platform.limits.map((limit) => (
          <li key={limit.text}>
            {limit.text}
            <Source of={limit} />
          </li>
        ))}
        <li>What opens the account lies in the system’s keychain. Troupe never asks for a platform’s password.</li>
      </ul>
    </section>
  );
}
