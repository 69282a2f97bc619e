// The shelf: approved pictures that were never posted, to be dragged onto a day or opened as a new post.
import { Draggable } from "@fullcalendar/interaction";
import { useEffect, useRef } from "react";
import { useRead } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Section } from "@/components/layout/Drawer";
import { useWords } from "@/components/text/words";
import { host } from "@/host";

const SHOWN = 120;

export function Shelf({ onTake }: { onTake: (content_id: string) => void }) {
  const words = useWords();
  const list = useRead("content.list", { approval_status: "approved", never_posted: true, limit: SHOWN });
  const room = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!room.current) return;
    const draggable = new Draggable(room.current, { itemSelector: "[data-content-id]", eventData: { create: false } });
    return () => draggable.destroy();
  }, []);

  const items = list.data?.content ?? [];
  const byCharacter = new Map<string, typeof items>();
  for (const item of items) {
    const name = item.character_name ?? "No character";
    byCharacter.set(name, [...(byCharacter.get(name) ?? []), item]);
  }
  return (
    <aside
      ref={room}
      aria-label="Shelf"
      data-region="shelf"
      className="flex w-[212px] flex-none flex-col overflow-y-auto border-l border-line bg-side"
    >
      <Section title="Shelf" aside={list.data ? words.count(list.data.total) : undefined}>
        <p className="text-12 text-ink-2">Approved and never posted. Drag one onto a day, or open it.</p>
        {list.error && <ErrorNote what="The shelf could not be read" error={list.error} />}
        {list.data && items.length === 0 && (
          <p className="mt-2 text-12 text-ink-3">Nothing lies here. Approve pictures in the Library.</p>
        )}
      </Section>
      {[...byCharacter].map(([name, pictures]) => (
        <Section key={name} title={name} aside={words.count(pictures.length)}>
          <div className="grid grid-cols-4 gap-1">
            {pictures.map(({ id, description }) => (
              <button
                key={id}
                type="button"
                data-content-id={id}
                aria-label={`Post ${description || `a picture of ${name}`}`}
                onClick={() => onTake(id)}
                className="aspect-[4/5] cursor-grab overflow-hidden rounded-1 bg-well"
              >
                <img src={host.mediaUrl(id, "320")} alt="" draggable={false} className="size-full object-cover" />
              </button>
            ))}
          </div>
        </Section>
      ))}
    </aside>
  );
}
