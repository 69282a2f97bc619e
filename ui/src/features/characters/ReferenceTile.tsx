// One reference with what is known of it, and its quick actions.
import { Star, Trash2, TriangleAlert, UserCheck, UserX } from "lucide-react";
import { perform, type Reference } from "@/api";
import { IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { host } from "@/host";
import { makePrimary } from "./references";
import { ORIGINS } from "./words";

export interface ReferenceTileProps {
  reference: Reference;
  /** The character's name in a sentence. */
  who: string;
  /** The primary reference now. */
  primary: Reference | undefined;
  onOpen: () => void;
}

export function ReferenceTile({ reference, who, primary, onOpen }: ReferenceTileProps) {
  const { character_id, id: reference_id, is_primary, suggestions } = reference;
  const first = suggestions[0];
  const at = { character_id, reference_id };
  const remove = () =>
    perform("references.delete", at, {
      done: { title: `Reference of ${who} deleted` },
      failed: "The reference was not deleted",
      undo: () => ({ label: "delete the reference", inverse: { name: "references.restore", input: at } }),
    });
  return (
    <div className="group relative">
      <button
        type="button"
        onClick={onOpen}
        aria-label={`${reference.caption || reference.name}${is_primary ? ", primary" : ""}. Open`}
        className="relative block aspect-square w-full overflow-hidden rounded-1 bg-hover picture-ring"
      >
        <img
          src={host.fileUrl("reference", reference_id, "640")}
          alt=""
          draggable={false}
          loading="lazy"
          className={cx("size-full object-cover", !reference.use_for_training && "opacity-60")}
        />
        {is_primary && (
          <span className="absolute top-1 left-1 inline-flex h-4 items-center gap-[3px] rounded-1 bg-plate px-1 text-[10.5px] leading-4 font-label text-on-plate">
            <Star aria-hidden="true" size={10} strokeWidth={2.4} />
            Primary
          </span>
        )}
      </button>
      <span className="absolute top-1 right-1 flex gap-1 rounded-2 bg-plate text-on-plate opacity-0 transition-opacity duration-80 group-focus-within:opacity-100 group-hover:opacity-100 [&_button]:text-on-plate [&_button:hover]:bg-white/20">
        {!is_primary && (
          <IconButton size="s" icon={Star} label="Make primary" onClick={() => makePrimary(reference, primary)} />
        )}
        <IconButton size="s" icon={Trash2} label="Delete reference" onClick={() => void remove()} />
      </span>
      <FaceLine reference={reference} />
      <p className="text-12 text-ink-3">
        {reference.width} × {reference.height}
        {reference.sharpness !== null && (suggestions.some(({ code }) => code === "soft") ? ", soft" : ", sharp")}
        {!reference.use_for_training && ", not for training"}
        {reference.origin !== "fictional" && `, ${ORIGINS[reference.origin].tag.toLowerCase()}`}
      </p>
      {first && (
        <p className="flex items-start gap-1 text-12 text-warn" title={first.message}>
          <TriangleAlert aria-hidden="true" size={12} strokeWidth={2} className="mt-0.5 flex-none" />
          <span className="line-clamp-2">{first.message}</span>
        </p>
      )}
    </div>
  );
}

const FACES = {
  found: { icon: UserCheck, words: "Face found", look: "" },
  none: { icon: UserX, words: "No face found", look: "text-bad" },
  several: { icon: UserX, words: "Several faces", look: "text-warn" },
  not_measured: { icon: undefined, words: "Face not measured", look: "text-ink-2" },
} as const;

function FaceLine({ reference }: { reference: Reference }) {
  const { icon: Icon, words, look } = FACES[reference.face];
  return (
    <p className={cx("mt-1.5 flex items-center gap-1 text-12", look)}>
      {Icon && <Icon aria-hidden="true" size={14} strokeWidth={1.75} />}
      {words}
    </p>
  );
}
