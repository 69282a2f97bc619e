// The pictures of a post in their order: the one that is looked at, large, with its alt text; and a room with approved
// ones to choose from.
import { ChevronLeft, ChevronRight, Plus, X } from "lucide-react";
import { useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { TextArea } from "@/components/form/TextArea";
import { Popover } from "@/components/overlay/Popover";
import { host } from "@/host";
import type { Item } from "./draft";

const SHOWN = 60;

export interface PicturePickerProps {
  items: readonly Item[];
  character_id: string | null;
  /** Which of them is looked at, from 0. */
  place: number;
  onPlace: (place: number) => void;
  onChange: (content_ids: readonly string[]) => void;
  /** The words for those who do not see the picture at `place`. */
  alt_text: string;
  onAltText: (text: string) => void;
}

/** The alt text's field, so that a finding can go to it. */
export const ALT_TEXT_ID = "compose-alt-text";

export function PicturePicker(props: PicturePickerProps) {
  const { items, character_id, place, onPlace, onChange, alt_text, onAltText } = props;
  const shown = items[place] ?? items[0];
  const ids = items.map(({ id }) => id);
  const approved = useRead("content.list", {
    approval_status: "approved",
    limit: SHOWN,
    ...(character_id ? { character_id } : {}),
  });
  const toggle = (id: string) => {
    if (ids.includes(id)) onChange(ids.filter((one) => one !== id));
    else onChange([...ids, id]);
  };
  const move = (by: 1 | -1) => {
    const next = [...ids];
    const [taken] = next.splice(place, 1);
    if (taken) next.splice(place + by, 0, taken);
    onChange(next);
    onPlace(place + by);
  };
  return (
    <>
      {shown && (
        <div className="relative mb-2">
          <img
            src={host.mediaUrl(shown.id, "640")}
            alt={alt_text}
            className="block max-h-[320px] min-h-[120px] w-full rounded-2 bg-well object-contain"
          />
          <IconButton
            icon={X}
            size="s"
            kind="secondary"
            label="Take this picture out"
            onClick={() => {
              toggle(shown.id);
              onPlace(Math.max(0, place - 1));
            }}
            className="absolute top-1.5 right-1.5"
          />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-1">
        {items.length > 1 &&
          items.map(({ id }, at) => (
            <button
              key={id}
              type="button"
              aria-label={`Picture ${at + 1}`}
              aria-pressed={at === place}
              onClick={() => onPlace(at)}
              className={cx(
                "h-[45px] w-[36px] overflow-hidden rounded-1 bg-well",
                at === place && "outline-2 outline-offset-1 outline-accent",
              )}
            >
              <img src={host.mediaUrl(id, "320")} alt="" className="size-full object-cover" />
            </button>
          ))}
        <Popover
          label="Approved pictures"
          trigger={
            <Button size="s" icon={Plus} kind={shown ? "quiet" : "primary"}>
              {shown ? "Add" : "Choose a picture"}
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
                aria-pressed={ids.includes(id)}
                aria-label={description || "Picture"}
                onClick={() => toggle(id)}
                className={cx(
                  "aspect-[4/5] overflow-hidden rounded-1 bg-well",
                  ids.includes(id) && "outline-2 outline-accent",
                )}
              >
                <img src={host.mediaUrl(id, "320")} alt="" className="size-full object-cover" />
              </button>
            ))}
          </div>
        </Popover>
        {items.length > 1 && (
          <span className="ml-auto flex">
            <IconButton
              icon={ChevronLeft}
              size="s"
              label="Move it forward"
              off={place === 0 && "It is the first"}
              onClick={() => move(-1)}
            />
            <IconButton
              icon={ChevronRight}
              size="s"
              label="Move it back"
              off={place >= items.length - 1 && "It is the last"}
              onClick={() => move(1)}
            />
          </span>
        )}
      </div>
      {shown && (
        <TextArea
          id={ALT_TEXT_ID}
          label={items.length > 1 ? `Alt text of picture ${place + 1}` : "Alt text"}
          className="mt-3"
          hint="For those who can’t see the picture"
          lines={3}
          value={alt_text}
          onChange={(event) => onAltText(event.target.value)}
        />
      )}
    </>
  );
}
