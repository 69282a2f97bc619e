// What to expect of a platform, before anything is typed: what will not work, what it costs, where that stands.
import { CircleDollarSign, TriangleAlert } from "lucide-react";
import type { PlatformView } from "@/api";
import { Source } from "../accounts/Source";
import { money } from "./steps";

export function BeforeStep({ platform }: { platform: PlatformView }) {
  return (
    <>
      <h2 className="text-15">{platform.name}, before you start</h2>
      <p className="mt-1 text-ink-2">{platform.summary}</p>
      {platform.warnings.length > 0 && (
        <section className="mt-5">
          <h3 className="mb-1 text-12">What to know</h3>
          <ul className="divide-y divide-line">
            {platform.warnings.map((warning) => (
              <li key={warning.text} className="flex gap-2.5 py-2">
                <TriangleAlert aria-hidden="true" size={16} strokeWidth={1.75} className="mt-0.5 flex-none text-warn" />
                <div>
                  <p>{warning.text}</p>
                  <Source of={warning} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="mt-5">
        <h3 className="mb-1 text-12">What it costs</h3>
        {platform.prices.length === 0 ? (
          <p className="py-2 text-ink-2">
            {platform.capabilities.publish
              ? "Nothing: the platform asks no money for it."
              : "Nothing: you post by hand."}
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {platform.prices.map((price) => (
              <li key={price.what} className="flex gap-2.5 py-2">
                <CircleDollarSign
                  aria-hidden="true"
                  size={16}
                  strokeWidth={1.75}
                  className="mt-0.5 flex-none text-ink-3"
                />
                <div className="min-w-0 flex-1">
                  <p>{price.words}</p>
                  <Source of={price} />
                </div>
                <span className="tabular-nums">{money(price.usd)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
