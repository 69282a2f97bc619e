// Several pictures at once: what they share, and what differs ("mixed").
import { Check, Download, Folder, RotateCcw, Tag, Trash2, X } from "lucide-react";
import { useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { Drawer, Section } from "@/components/layout/Drawer";
import type { Selection } from "@/components/picture/selection";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { fileTitle, RATINGS, STATES } from "./filters";
import type { GridActs } from "./LibraryGrid";
import type { Item, Library } from "./useLibrary";
import { useWorkflowName } from "./useWorkflowName";
import { pictures } from "./words";

/** Pictures that are looked through for what they share; of more, only the counts are said. */
const MOST = 200;

export interface SelectionDrawerProps {
  library: Library;
  selection: Selection;
  count: number;
  acts: GridActs;
  onClose: () => void;
}

export function SelectionDrawer({ library, selection, count, acts, onClose }: SelectionDrawerProps) {
  const words = useWords();
  const workflowName = useWorkflowName();
  // What is on the list's first page under the same filters is read already.
  const { data } = useRead("content.list", { ...library.filter, sort: library.sort, limit: MOST }, { keepLast: true });
  const known = (data?.content ?? []).filter(({ id }) => selection.all !== selection.ids.has(id));
  const isWhole = known.length === count;
  return (
    <Drawer label="Selected pictures">
      <div className="relative flex h-[208px] items-center justify-center gap-1 overflow-hidden bg-well p-4">
        {known.slice(0, 4).map(({ id }) => (
          <img
            key={id}
            src={host.mediaUrl(id, "320")}
            alt=""
            className="h-[88px] w-[70px] min-w-0 rounded-1 object-cover"
          />
        ))}
        <IconButton
          icon={X}
          label="Close the detail"
          shortcut="library.detail"
          onClick={onClose}
          className="absolute top-2 right-2"
        />
      </div>
      <Section>
        <h2 className="text-13">{pictures(count)} selected</h2>
        {isWhole && (
          <p className="text-12 text-ink-3">{words.bytes(known.reduce((sum, { file_size }) => sum + file_size, 0))}</p>
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          <Button size="s" icon={Check} onClick={acts.approve}>
            Approve
          </Button>
          <Button size="s" icon={X} onClick={acts.reject}>
            Reject
          </Button>
          <Button size="s" icon={RotateCcw} onClick={acts.pend}>
            Pending
          </Button>
        </div>
      </Section>
      <Section title="In common">
        {isWhole ? (
          <Facts facts={sharedFacts(known, workflowName)} />
        ) : (
          <p className="text-12 text-ink-3">Too many to compare</p>
        )}
      </Section>
      <Section>
        <div className="flex flex-wrap gap-2">
          <Button size="s" icon={Tag} onClick={acts.tag}>
            Add tag
          </Button>
          <Button size="s" icon={Folder} onClick={acts.folder}>
            Put into folder
          </Button>
          <Button size="s" icon={Download} onClick={acts.zip}>
            Save as ZIP
          </Button>
          <Button size="s" kind="quiet-danger" icon={Trash2} onClick={acts.trash}>
            Move to trash
          </Button>
        </div>
      </Section>
    </Drawer>
  );
}

/** Names and shared values; "mixed" where they differ. */
export function sharedFacts(
  items: readonly Item[],
  workflowName: (slug: string) => string,
): { name: string; value: string }[] {
  const shared = (name: string, value: (item: Item) => string) => {
    const values = new Set(items.map(value));
    const [only] = values;
    return { name, value: values.size > 1 ? "mixed" : only || "none" };
  };
  const [first] = items;
  const tags = (first?.tags ?? []).filter((tag) => items.every((item) => item.tags.includes(tag)));
  return [
    shared("State", (item) => STATES[item.approval_status] ?? ""),
    shared("Character", (item) => item.character_name ?? ""),
    shared("Model", (item) => fileTitle(item.model ?? "")),
    shared("Workflow", (item) => workflowName(item.workflow_id ?? "")),
    shared("Size", (item) => (item.width && item.height ? `${item.width} × ${item.height}` : "")),
    shared("Folder", (item) => item.folder_path),
    shared("Rating", (item) => RATINGS[item.rating] ?? ""),
    { name: "Tags", value: tags.length > 0 ? tags.map((tag) => `#${tag}`).join(" ") : "none" },
  ];
}
