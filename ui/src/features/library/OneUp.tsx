// One picture of a review as large as fits, its recipe at the left, what was measured at the right.

import { useRead } from "@/api";
import { Facts } from "@/components/data/Facts";
import { type Approval, ApprovalTag } from "@/components/data/StateTag";
import { PromptText } from "@/components/form/PromptField";
import { Avatar } from "@/components/picture/Avatar";
import { Reason, Scores } from "./Decision";
import type { Decision } from "./decide";
import { fileTitle } from "./filters";
import { NextSlotPart } from "./NextSlotPart";
import type { ReviewGroup } from "./reviewSet";
import { useFaces } from "./useFaces";
import type { Item } from "./useLibrary";
import type { NextSlot } from "./useNextSlot";
import { seedWords } from "./words";
import { useZoom, ZoomedPicture } from "./ZoomedPicture";

export interface OneUpProps {
  item: Item;
  group: ReviewGroup | undefined;
  place: number;
  state: Decision | undefined;
  /** Where it would go out next, or why nowhere. */
  slot: NextSlot | string | undefined;
}

export function OneUp({ item, group, place, state, slot }: OneUpProps) {
  const face = useFaces()(item.character_id);
  const zoom = useZoom(item.id);
  const { data } = useRead("content.get", { content_id: item.id });
  const lora = data?.loras[0];
  return (
    <div className="flex h-full min-h-0">
      <div className="w-[232px] flex-none overflow-y-auto p-4 pr-0 text-12 slim:w-[180px]">
        <div className="mb-3 flex items-center gap-2">
          {item.character_id && <Avatar name={face?.name ?? item.character_name ?? ""} url={face?.url} size="l" />}
          <div className="min-w-0">
            <h2 className="truncate text-13">{item.character_name ?? "No character"}</h2>
            <p className="text-ink-3">{group && `${place - group.first + 1} of ${group.count}`}</p>
          </div>
        </div>
        <p className="mb-3 line-clamp-6 text-ink-2">
          <PromptText text={item.prompt} />
        </p>
        <Facts
          narrow
          facts={[
            ...(item.model ? [{ name: "Model", value: fileTitle(item.model) }] : []),
            ...(lora ? [{ name: "LoRA", value: `${fileTitle(lora.name)} ${lora.strength.toFixed(2)}` }] : []),
            ...(item.seed === null ? [] : [{ name: "Seed", value: seedWords(item.seed), mono: true }]),
            ...(item.width && item.height ? [{ name: "Size", value: `${item.width} × ${item.height}` }] : []),
          ]}
        />
      </div>
      <div className="relative min-w-0 flex-1">
        <ZoomedPicture item={item} zoom={zoom} />
      </div>
      <div className="w-[232px] flex-none overflow-y-auto p-4 pl-0 text-12 slim:w-[176px]">
        <div className="mb-2 flex h-7 items-center">{state && <ApprovalTag approval={state as Approval} />}</div>
        <h3 className="text-12">Measured</h3>
        <div className="-mx-4">
          <Scores item={item} />
        </div>
        {state === "rejected" && data?.id === item.id && (
          <Reason key={`${data.id} ${data.rejected_reason}`} item={data} />
        )}
        <NextSlotPart slot={slot} />
      </div>
    </div>
  );
}
