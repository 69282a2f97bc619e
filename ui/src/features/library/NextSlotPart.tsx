// In a review: where the picture would go out next.
import { PlatformMark } from "@/components/data/PlatformMark";
import { Time } from "@/components/text/Time";
import type { NextSlot } from "./useNextSlot";

export function NextSlotPart({ slot }: { slot: NextSlot | string | undefined }) {
  if (slot === undefined) return null;
  return (
    <section className="mt-5">
      <h3 className="text-12">Next slot</h3>
      {typeof slot === "string" ? (
        <p className="mt-1 text-ink-3">{slot}</p>
      ) : (
        <>
          <p className="mt-1">
            <Time at={slot.at} />
          </p>
          <p className="text-ink-3">{slot.timezone}</p>
          <p className="mt-1.5 flex gap-1.5">
            {[...new Set(slot.platforms)].map((platform) => (
              <PlatformMark key={platform} platform={platform} />
            ))}
          </p>
          <p className="mt-1.5 text-ink-3">It takes the slot and waits there for its words and your approval.</p>
        </>
      )}
    </section>
  );
}
