// The deleted references of characters, above the deleted pictures: each comes back by a press.
import { RotateCcw } from "lucide-react";
import { type Output, perform } from "@/api";
import { useWords } from "@/components/text/words";
import { host } from "@/host";

type Deleted = Output<"references.deleted">["references"][number];

export function DeletedReferences({ references }: { references: readonly Deleted[] }) {
  const words = useWords();
  return (
    <section aria-label="Deleted references" className="flex-none border-b border-line bg-window px-3 py-2">
      <h2 className="mb-1.5 flex gap-2 text-12">
        References <span className="font-text text-ink-3">{words.count(references.length)}</span>
      </h2>
      <ul className="flex gap-2 overflow-x-auto pb-1">
        {references.map((one) => (
          <li key={one.reference.id} className="w-20 flex-none">
            <button
              type="button"
              onClick={() => void restore(one)}
              aria-label={`Restore ${one.reference.name} of ${one.character_name}`}
              title={`${one.reference.name}, kept until ${words.time(one.expires_at)}`}
              className="relative block size-20 overflow-hidden rounded-1 bg-hover picture-ring"
            >
              <img
                src={host.fileUrl("reference", one.reference.id, "320")}
                alt=""
                loading="lazy"
                className="size-full object-cover"
              />
              <span className="absolute inset-x-0 bottom-0 flex items-center justify-center gap-1 bg-plate py-0.5 text-[10.5px] font-label text-on-plate">
                <RotateCcw aria-hidden="true" size={10} strokeWidth={2.4} /> Restore
              </span>
            </button>
            <p className="mt-0.5 truncate text-12 text-ink-3">{one.character_name}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function restore({ reference, character_name }: Deleted) {
  const at = { character_id: reference.character_id, reference_id: reference.id };
  return perform("references.restore", at, {
    done: { title: `Reference of ${character_name} restored` },
    failed: "The reference was not restored",
    undo: () => ({ label: "restore the reference", inverse: { name: "references.delete", input: at } }),
  });
}
