// The characters as cards: their newest pictures, and one line of what is next or wrong.
import { Aperture, Clock, Ellipsis, Eye, Pause, Play, Send, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { CharacterCard as Card, PlatformAccount } from "@/api";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button, IconButton } from "@/components/button/Button";
import { platformName } from "@/components/data/PlatformMark";
import { ContextMenu, Menu } from "@/components/overlay/Menu";
import { CharacterCard } from "@/components/picture/CharacterCard";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import type { useCharacterActions } from "./useCharacterActions";
import { factsOf, sentence } from "./words";

export type Actions = ReturnType<typeof useCharacterActions>;

export interface CharactersProps {
  characters: readonly Card[];
  /** By character: the first account that must be connected again. */
  closed: ReadonlyMap<string, PlatformAccount>;
  actions: Actions;
}

export function CharacterCards({ characters, closed, actions }: CharactersProps) {
  const accounts = useAccountActions();
  const doing = { actions, accounts };
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
      {characters.map((character) => (
        <ContextMenu key={character.id} entries={actions.entries(character)}>
          {/* Cards out of sight are neither laid out nor drawn. */}
          <div className="min-w-0 [contain-intrinsic-size:auto_304px] [content-visibility:auto]">
            <CharacterCard
              name={character.name}
              facts={factsOf(character)}
              bio={character.bio}
              pictures={picturesOf(character)}
              platforms={character.platforms}
              paused={character.status === "paused"}
              foot={<Foot character={character} closed={closed.get(character.id)} />}
              action={<MainAction character={character} closed={closed.get(character.id)} {...doing} />}
              hoverActions={
                <>
                  <Menu
                    trigger={<IconButton size="s" icon={Ellipsis} label={`More of ${character.name}`} />}
                    entries={actions.entries(character)}
                  />
                  {character.status !== "paused" && (
                    <Button size="s" icon={Send} onClick={() => actions.post({ who: character })}>
                      Post
                    </Button>
                  )}
                </>
              }
              onOpen={() => actions.open(character)}
            />
          </div>
        </ContextMenu>
      ))}
    </div>
  );
}

/** The tile of the newest picture takes the small file, but on a screen with several points a pixel. */
const isSharp = () => window.devicePixelRatio > 1.25;

/** The newest pictures; before there are any, the face. */
function picturesOf({ newest_content_ids, face }: Card): string[] {
  if (newest_content_ids.length === 0) return face ? [host.fileUrl("reference", face, "640")] : [];
  return newest_content_ids.map((id, place) => host.mediaUrl(id, place === 0 && isSharp() ? "640" : "320"));
}

interface ActionsProps {
  actions: Actions;
  accounts: ReturnType<typeof useAccountActions>;
}

interface OneProps {
  character: Card;
  closed: PlatformAccount | undefined;
}

/** The one thing to do: resume, connect again, review, or make the first pictures. */
function MainAction({ character, closed, actions, accounts }: OneProps & ActionsProps) {
  if (character.status === "paused") {
    return (
      <Button size="s" icon={Play} onClick={() => void actions.resume(character)}>
        Resume
      </Button>
    );
  }
  if (closed) return accounts.fix(closed);
  if (character.pending_count > 0) {
    return (
      <Button size="s" onClick={() => actions.review(character)}>
        Review {character.pending_count}
      </Button>
    );
  }
  return (
    <Button size="s" icon={Aperture} onClick={() => actions.generate(character)}>
      Generate
    </Button>
  );
}

/** What is next, or what is wrong. */
export function Foot({ character, closed }: OneProps) {
  const words = useWords();
  if (character.status === "error") {
    return (
      <Line icon={<TriangleAlert aria-hidden="true" size={14} className="flex-none text-warn" />}>
        {character.status_reason ?? "Needs you"}
      </Line>
    );
  }
  if (character.status === "paused") {
    const since = character.paused_until
      ? `Paused until ${words.time(character.paused_until)}`
      : `Paused since ${words.time(character.paused_at ?? character.updated_at)}`;
    return (
      <Line icon={<Pause aria-hidden="true" size={14} className="flex-none text-ink-3" />} quiet>
        {character.status_reason ? `${since}, ${character.status_reason}` : since}
      </Line>
    );
  }
  if (closed) {
    return (
      <Line icon={<TriangleAlert aria-hidden="true" size={14} className="flex-none text-warn" />}>
        {platformName(closed.platform)} needs you
      </Line>
    );
  }
  if (character.next_post) return <NextPost next={character.next_post} />;
  if (character.pending_count > 0) {
    return (
      <Line icon={<Clock aria-hidden="true" size={14} className="flex-none text-warn" />}>
        {character.pending_count === 1 ? "1 picture waits" : `${words.count(character.pending_count)} pictures wait`}
      </Line>
    );
  }
  return (
    <span className="truncate text-ink-3">
      {character.newest_content_ids.length > 0 ? "All reviewed" : "No pictures yet"}
    </span>
  );
}

/** When the next post goes out, or what it waits for. */
function NextPost({ next }: { next: NonNullable<Card["next_post"]> }) {
  const words = useWords();
  const {
    icon: Icon,
    look,
    said,
  } = next.is_approved
    ? { icon: Clock, look: "text-ink-3", said: "Next post" }
    : { icon: Eye, look: "text-warn", said: "Next post, waits for your approval" };
  return (
    <Line icon={<Icon aria-label={said} role="img" size={14} className={`flex-none ${look}`} />}>
      <time dateTime={next.scheduled_at} title={`${said}: ${words.exact(next.scheduled_at)}`}>
        {sentence(words.time(next.scheduled_at))}
      </time>
    </Line>
  );
}

function Line({ icon, quiet, children }: { icon: ReactNode; quiet?: boolean; children: ReactNode }) {
  return (
    <>
      {icon}
      <span className={quiet ? "truncate text-ink-3" : "truncate"}>{children}</span>
    </>
  );
}
