// What a picture was made from, and what was made from it.
import type { Output } from "@/api";
import { Section } from "@/components/layout/Drawer";
import { host } from "@/host";

type Details = Output<"content.get">;
type Related = Details["children"][number];

export function Lineage({ item, onOpen }: { item: Details; onOpen: (id: string) => void }) {
  if (!item.parent && item.children.length === 0) return null;
  return (
    <Section title="Lineage">
      <div className="grid gap-2 text-12">
        {item.parent && <Row words="Made from" related={[item.parent]} onOpen={onOpen} />}
        {item.children.length > 0 && <Row words="Became" related={item.children} onOpen={onOpen} />}
      </div>
    </Section>
  );
}

function Row({ words, related, onOpen }: { words: string; related: readonly Related[]; onOpen: (id: string) => void }) {
  return (
    <div className="flex gap-2">
      <span className="w-[92px] flex-none text-ink-3">{words}</span>
      <span className="flex flex-wrap gap-1">
        {related.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-label={`Open ${one.filename}`}
            title={one.filename}
            onClick={() => onOpen(one.id)}
            className="size-10 overflow-hidden rounded-1 bg-hover"
          >
            <img src={host.mediaUrl(one.id, "320")} alt="" className="size-full object-cover" />
          </button>
        ))}
      </span>
    </div>
  );
}
