// What a platform demands of AI accounts, as a checklist; what Troupe does by itself is done already.
import { ExternalLink } from "lucide-react";
import type { PlatformView } from "@/api";
import { IconButton } from "@/components/button/Button";
import { StateTag } from "@/components/data/StateTag";
import { Checkbox } from "@/components/form/Checkbox";
import { host } from "@/host";
import { Source } from "./Source";

export interface DemandsProps {
  platform: PlatformView;
  /** The texts of those that are done. Without it the list is only read. */
  met?: readonly string[];
  onChange?: (met: string[]) => void;
}

export function Demands({ platform, met, onChange }: DemandsProps) {
  return (
    <ul className="divide-y divide-line">
      {platform.capabilities.publish && (
        <li className="flex items-start gap-2 py-2 first:pt-0">
          <div className="min-w-0 flex-1">
            <Checkbox
              label="Posts say that they are made with AI"
              hint={platform.label.words}
              checked
              off="Troupe does this on each post"
              onChange={() => undefined}
              className="[&_label]:text-ink"
            />
            <Source of={platform.label} className="ml-[22px]" />
          </div>
          <span className="flex-none text-12 text-ink-3">by Troupe</span>
        </li>
      )}
      {platform.demands.map((demand) => {
        const url = demand.url;
        return (
          <li key={demand.text} className="flex items-start gap-2 py-2 first:pt-0">
            <div className="min-w-0 flex-1">
              {met && onChange ? (
                <Checkbox
                  label={demand.text}
                  checked={met.includes(demand.text)}
                  onChange={(on) => onChange(on ? [...met, demand.text] : met.filter((text) => text !== demand.text))}
                />
              ) : (
                <p>{demand.text}</p>
              )}
              <Source of={demand} {...(met ? { className: "ml-[22px]" } : {})} />
            </div>
            {url && (
              <IconButton
                icon={ExternalLink}
                size="s"
                label="Open the page for it"
                onClick={() => void host.openExternal(url)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** "2 of 5": what is done, Troupe's own part with it. */
export function metCount(platform: PlatformView, met: readonly string[]): string {
  const own = platform.capabilities.publish ? 1 : 0;
  const done = platform.demands.filter(({ text }) => met.includes(text)).length;
  return `${done + own} of ${platform.demands.length + own}`;
}

export function DemandsCount({ platform, met }: { platform: PlatformView; met: readonly string[] }) {
  const said = metCount(platform, met);
  const [done, all] = said.split(" of ");
  return done === all ? <StateTag tone="ok">{said}</StateTag> : <span className="text-12 text-ink-3">{said}</span>;
}
