// The pictures of a post: those chosen, and a room with approved ones to choose from.
import { Plus } from "lucide-react";
import { useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { Popover } from "@/components/overlay/Popover";
import { host } from "@/host";

const SHOWN = 60;

export interface PicturePickerProps {
  content_ids: readonly string[];
  character_id: string | null;
  onChange: (content_ids: readonly string[]) => void;
}

export function PicturePicker({ content_ids, character_id, onChange }: PicturePickerProps) {
  const [first] = content_ids;
  const approved = useRead("content.list", {
    approval_status: "approved",
    limit: SHOWN,
    ...(character_id ? { character_id } : {}),
  });
  const toggle = (id: string) =>
    onChange(content_ids.includes(id) ? content_ids.filter((one) => one !== id) : [...content_ids, id]);
  return (
    <>
      {first && (
        <img src={host.mediaUrl(first, "640")} alt="" className="mb-2 block w-full rounded-2 bg-well object-contain" />
      )}
      <div className="flex flex-wrap gap-1">
        {content_ids.map((id) => (
          <button
            key={id}
            type="button"
            aria-label="Take this picture out"
            title="Take this picture out"
            onClick={() => toggle(id)}
            className="h-[45px] w-[36px] overflow-hidden rounded-1 bg-well"
          >
            <img src={host.mediaUrl(id, "320")} alt="" className="size-full object-cover" />
          </button>
        ))}
        <Popover
          label="Approved pictures"
          trigger={
            <Button size="s" icon={Plus} kind={first ? "quiet" : "primary"}>
              {first ? "Add" : "Choose a picture"}
            </Button>
          }
          className="w-[360px]"
        >
          {approved.data?.content.length === 0 && (
            <p className="text-12 text-ink-2">No approved picture is here. Approve some in the Library first.</p>
          )}
          <div className="grid grid-cols-5 gap-1">
            {approved.data?.content.map(({ id, description }) => (
              <button
                key={id}
                type="button"
                aria-pressed={content_ids.includes(id)}
                aria-label={description || "Picture"}
                onClick={() => toggle(id)}
                className={cx(
                  "aspect-[4/5] overflow-hidden rounded-1 bg-well",
                  content_ids.includes(id) && "outline-2 outline-accent",
                )}
              >
                <img src={host.mediaUrl(id, "320")} alt="" className="size-full object-cover" />
              </button>
            ))}
          </div>
        </Popover>
      </div>
    </>
  );
}
