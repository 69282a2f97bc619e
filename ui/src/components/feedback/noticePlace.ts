// Where the notices stand: where they cover nothing that is to be pressed. Above the status bar and above what says
// `data-notices-above` (a selection bar, a foot with the primary button); at the top where a dialog takes their place.
import { useEffect, useState } from "react";

/** Distance to what they stand above, or below. */
const GAP_PX = 12;
const RIGHT_PX = 16;
const WIDTH_PX = 360;

/** From which edge of the window, and how far. */
export interface NoticePlace {
  at: "bottom" | "top";
  px: number;
}

type Rect = Pick<DOMRect, "left" | "right" | "top" | "bottom">;
interface Size {
  width: number;
  height: number;
}

/** Where notices stand on a page of that size. `bars` is what they keep clear of, in the open `dialog` if there is one;
 * `floor_px` is the height of what stands at the very bottom. */
export function placeFor(page: Size, floor_px: number, bars: readonly Rect[], dialog: Rect | null): NoticePlace {
  const right = page.width - RIGHT_PX;
  const left = right - Math.min(WIDTH_PX, page.width - 2 * RIGHT_PX);
  if (dialog && bars.length === 0 && dialog.right > left) return { at: "top", px: GAP_PX };
  const under = bars.filter((bar) => bar.right > left && bar.left < right && bar.bottom > bar.top);
  return { at: "bottom", px: Math.max(floor_px, ...under.map((bar) => page.height - bar.top)) + GAP_PX };
}

function look(floor_px: number): NoticePlace {
  const dialog = [...document.querySelectorAll("[data-dialog]")].at(-1);
  const bars = [...(dialog ?? document).querySelectorAll("[data-notices-above]")];
  return placeFor(
    { width: window.innerWidth, height: window.innerHeight },
    floor_px,
    bars.map((bar) => bar.getBoundingClientRect()),
    dialog?.getBoundingClientRect() ?? null,
  );
}

/** Follows what is on the page while notices are `shown`. They only ever move out of the way: what comes and goes below
 * them does not make them jump. */
export function useNoticePlace(shown: boolean, floor_px: number): NoticePlace {
  const [place, setPlace] = useState<NoticePlace>({ at: "bottom", px: floor_px + GAP_PX });
  useEffect(() => {
    if (!shown) return;
    let frame = 0;
    let isFirst = true;
    const follow = () => {
      frame = 0;
      const next = look(floor_px);
      const stays = !isFirst;
      isFirst = false;
      setPlace((now) => {
        if (now.at === next.at && (now.px === next.px || (stays && now.px > next.px))) return now;
        return next;
      });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(follow);
    };
    const changes = new MutationObserver(soon);
    changes.observe(document.body, { childList: true, subtree: true });
    window.addEventListener("resize", soon);
    follow();
    return () => {
      cancelAnimationFrame(frame);
      changes.disconnect();
      window.removeEventListener("resize", soon);
    };
  }, [shown, floor_px]);
  return place;
}
