// The looks of the chosen character as pictures, and None.
import { Ban } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { useRead, useReads } from "@/api";
import { cx } from "@/components/cx";
import { host } from "@/host";
import { change } from "../draft";

const NONE = "none";

export function StyleStrip({ characterId, style }: { characterId: string; style: string | null }) {
  const { data } = useRead("styles.list", { character_id: characterId });
  const pictures = useRead("content.list", { character_id: characterId, content_type: "image", limit: 12 }).data
    ?.content;
  const styles = data?.styles ?? [];
  const value = style ?? styles.find((one) => one.is_default)?.id ?? NONE;
  const shown = useStylePictures(pictures?.map(({ id }) => id) ?? []);
  if (data && styles.length === 0) return null;

  return (
    <div>
      <div className="mb-[5px] flex items-center text-12 text-ink-2">
        <span id="studio-style">Style</span>
        <span className="ml-auto text-ink-3">adds its words and model</span>
      </div>
      <RadioGroup.Root
        aria-labelledby="studio-style"
        orientation="horizontal"
        value={value}
        onValueChange={(next) => change({ style: next })}
        className="flex gap-1.5 overflow-x-auto p-0.5 -m-0.5"
      >
        {[...styles.map(({ id, name }) => ({ id, name })), { id: NONE, name: "None" }].map((one) => (
          <RadioGroup.Item
            key={one.id}
            value={one.id}
            className="group flex w-[52px] flex-none flex-col items-center gap-1 rounded-1 text-11 text-ink-2 data-[state=checked]:font-label data-[state=checked]:text-ink"
          >
            <span
              className={cx(
                "relative grid size-[52px] place-items-center overflow-hidden rounded-1 bg-hover text-ink-3 picture-ring",
                "group-data-[state=checked]:outline-2 group-data-[state=checked]:-outline-offset-2 group-data-[state=checked]:outline-accent",
              )}
            >
              {one.id === NONE ? (
                <Ban aria-hidden="true" size={16} strokeWidth={1.5} />
              ) : (
                <>
                  <span aria-hidden="true" className="text-15">
                    {one.name.charAt(0)}
                  </span>
                  {shown.has(one.id) && (
                    <img src={shown.get(one.id)} alt="" className="absolute size-full object-cover object-[50%_30%]" />
                  )}
                </>
              )}
            </span>
            <span className="max-w-full truncate">{one.name}</span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}

/** The newest picture of each style; the recipe tells which style a picture was made with. */
function useStylePictures(ids: readonly string[]): ReadonlyMap<string, string> {
  const details = useReads(
    "content.get",
    ids.map((content_id) => ({ content_id })),
  );
  const shown = new Map<string, string>();
  for (const { data } of details) {
    const made = (data?.generation_settings as { extra?: { generation?: { style_id?: string } } } | null)?.extra
      ?.generation;
    if (data && made?.style_id && !shown.has(made.style_id)) shown.set(made.style_id, host.mediaUrl(data.id, "320"));
  }
  return shown;
}
