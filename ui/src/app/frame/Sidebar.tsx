// The sidebar: the tabs, and below them the cast. Folded it shows icons and faces alone.
import { Link } from "@tanstack/react-router";
import { useStore } from "@/api";
import { cx } from "@/components/cx";
import { type Health, StatusDot } from "@/components/data/StatusDot";
import { useSlim } from "@/components/layout/useSlim";
import { sidebarFolded } from "@/components/look";
import { Tooltip } from "@/components/overlay/Tooltip";
import { Avatar } from "@/components/picture/Avatar";
import { TABS } from "../tabs";
import icon from "./icon.svg";
import { type CastMember, useCast } from "./useCast";
import { useNeedsYou, useQueueStatus } from "./useStatus";

export function Sidebar() {
  const narrow = useSlim();
  const folded = useStore(sidebarFolded);
  const slim = narrow || folded;
  const cast = useCast();
  const queued = useQueueStatus().jobs;
  const needing = useNeedsYou();
  const counts: Record<string, Count | undefined> = {
    "/studio": queued > 0 ? { count: queued, words: "in the queue" } : undefined,
    "/scheduling":
      needing.planned > 0
        ? { count: needing.planned, words: needing.planned === 1 ? "needs you" : "need you", warns: true }
        : undefined,
    "/monitoring": needing.asked > 0 ? { count: needing.asked, words: "asked by agents", warns: true } : undefined,
  };

  return (
    <nav
      aria-label="Troupe"
      data-region="sidebar"
      className={cx(
        "flex min-h-0 flex-none flex-col border-r border-line bg-side pb-2",
        slim ? "w-[48px] px-1.5" : "w-[184px] px-2",
      )}
    >
      <div
        className={cx(
          "flex h-11 flex-none items-center gap-2 font-title tracking-[-0.01em]",
          slim ? "justify-center" : "px-2",
        )}
      >
        <img src={icon} alt="" width={18} height={18} />
        {!slim && "Troupe"}
      </div>
      <ul className="flex flex-none flex-col gap-px">
        {TABS.map(({ to, label, icon: Icon }) => {
          const shown = counts[to];
          return (
            <li key={to}>
              <SlimTip slim={slim} text={label}>
                <Link
                  to={to}
                  className={cx(
                    "group/tab inset-focus flex items-center gap-[9px] rounded-2 whitespace-nowrap text-ink-2 transition-colors duration-80 hover:bg-hover",
                    "aria-[current=page]:bg-hover aria-[current=page]:font-label aria-[current=page]:text-ink",
                    slim ? "h-8 justify-center" : "h-7 px-2",
                  )}
                >
                  <Icon
                    aria-hidden="true"
                    size={16}
                    strokeWidth={1.75}
                    className="flex-none group-aria-[current=page]/tab:text-accent"
                  />
                  <span className={slim ? "sr-only" : undefined}>{label}</span>
                  {shown && (
                    <span
                      className={
                        slim ? "sr-only" : cx("ml-auto text-11 font-text", shown.warns ? "text-warn" : "text-ink-3")
                      }
                    >
                      {shown.count}
                      <span className="sr-only"> {shown.words}</span>
                    </span>
                  )}
                </Link>
              </SlimTip>
            </li>
          );
        })}
      </ul>
      {cast.length > 0 && <Cast cast={cast} slim={slim} />}
    </nav>
  );
}

/** What stands behind a tab. */
interface Count {
  count: number;
  words: string;
  /** It needs the creator. */
  warns?: boolean;
}

function Cast({ cast, slim }: { cast: readonly CastMember[]; slim: boolean }) {
  return (
    <>
      {slim ? (
        <span className="mx-1 my-2 h-px flex-none bg-line" />
      ) : (
        <h2 className="flex-none px-2 pt-4 pb-1.5 text-11 font-text text-ink-3">Cast</h2>
      )}
      <ul className="min-h-0 overflow-y-auto">
        {cast.map((member) => (
          <li key={member.id}>
            <SlimTip slim={slim} text={member.name}>
              <Link
                to="/characters/$characterId"
                params={{ characterId: member.id }}
                className={cx(
                  "inset-focus flex h-[30px] items-center gap-[9px] rounded-2 text-ink-2 transition-colors duration-80 hover:bg-hover aria-[current=page]:bg-hover",
                  slim ? "justify-center" : "px-2",
                )}
              >
                <Avatar name={member.name} url={member.faceUrl} />
                <span className={slim ? "sr-only" : "min-w-0 truncate"}>{member.name}</span>
                {STATES[member.status] && <CastMark {...STATES[member.status]} slim={slim} />}
              </Link>
            </SlimTip>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Normal is silent: an active character carries no mark. */
const STATES: Record<string, { health: Health; word: string } | undefined> = {
  paused: { health: "off", word: "paused" },
  error: { health: "warn", word: "needs you" },
};

function CastMark({ health = "off", word, slim }: { health?: Health; word?: string; slim: boolean }) {
  return (
    <span className={slim ? "sr-only" : "ml-auto flex"}>
      <StatusDot health={health} />
      <span className="sr-only">, {word}</span>
    </span>
  );
}

/** A name at the side, only where the row itself does not show it. */
function SlimTip({ slim, text, children }: { slim: boolean; text: string; children: React.ReactElement }) {
  return slim ? (
    <Tooltip text={text} side="right">
      {children}
    </Tooltip>
  ) : (
    children
  );
}
