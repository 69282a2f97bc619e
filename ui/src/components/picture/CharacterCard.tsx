// A character as a card: its newest pictures, who it is, and one line of what is next or wrong.
import type { ReactNode } from "react";
import { cx } from "../cx";
import { PlatformMark } from "../data/PlatformMark";

export interface CharacterCardProps {
  name: string;
  /** "27, Lisbon". */
  facts?: string;
  /** One line. */
  bio?: string;
  /** Addresses of the newest pictures: one large, four small. */
  pictures: readonly string[];
  platforms?: readonly string[];
  paused?: boolean;
  /** Foot, left: a mark and what is next or wrong. */
  foot: ReactNode;
  /** Foot, right: the one action. */
  action?: ReactNode;
  /** Left of it under the pointer and on focus, so that it stays where it is: More, Post. */
  hoverActions?: ReactNode;
  onOpen: () => void;
}

export function CharacterCard(props: CharacterCardProps) {
  const { name, facts, bio, pictures, platforms = [], paused, foot, action, hoverActions, onOpen } = props;
  return (
    <article className="group relative min-w-0 overflow-hidden rounded-3 border border-line bg-side transition-colors duration-80 hover:border-line-strong hover:bg-raised">
      <div className="grid h-[208px] grid-cols-[2fr_1fr_1fr] grid-rows-2 gap-0.5 p-0.5 pb-0">
        <Frame
          url={pictures[0]}
          className={cx("row-span-2 rounded-tl-[6px]", pictures.length === 0 && "col-span-3 rounded-tr-[6px]")}
        >
          <span className="text-[56px] leading-none font-title text-ink-3">{name.trim().charAt(0).toUpperCase()}</span>
        </Frame>
        {(pictures.length === 0 ? [] : [1, 2, 3, 4]).map((place) => (
          <Frame key={place} url={pictures[place]} {...(place === 2 ? { className: "rounded-tr-[6px]" } : {})} />
        ))}
      </div>
      <div className="px-3 pt-2.5 pb-2">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 truncate text-13">
            <button
              type="button"
              onClick={onOpen}
              className="max-w-full truncate rounded-2 before:absolute before:inset-0 before:rounded-3 before:content-['']"
            >
              {name}
            </button>
          </h2>
          {facts && <span className="flex-none text-12 text-ink-2">{facts}</span>}
          <span className="ml-auto flex flex-none gap-1">
            {platforms.map((platform) => (
              <PlatformMark key={platform} platform={platform} off={paused ?? false} />
            ))}
          </span>
        </div>
        <p className="h-4 truncate text-12 text-ink-2">{bio}</p>
      </div>
      <div className="flex h-10 items-center gap-2 border-t border-line pr-2 pl-3 text-12">
        <span className="flex min-w-0 items-center gap-2 truncate">{foot}</span>
        <span className="relative ml-auto flex flex-none gap-1.5">
          {hoverActions && (
            <span className="sr-only flex gap-1.5 group-focus-within:not-sr-only group-hover:not-sr-only group-has-aria-expanded:not-sr-only">
              {hoverActions}
            </span>
          )}
          {action}
        </span>
      </div>
    </article>
  );
}

function Frame({ url, className, children }: { url: string | undefined; className?: string; children?: ReactNode }) {
  return (
    <span
      className={cx(
        "relative grid min-h-0 min-w-0 place-items-center overflow-hidden rounded-1 bg-hover picture-ring",
        className,
      )}
    >
      {url ? <img src={url} alt="" draggable={false} className="absolute size-full object-cover" /> : children}
    </span>
  );
}
