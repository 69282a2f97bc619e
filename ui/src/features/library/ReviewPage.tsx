// Going through pictures to decide on them: one at a time, or two side by side.
import { CalendarClock, Check, Eye, Shuffle, Undo2, X } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { perform, preference, useStore } from "@/api";
import type { KeyedId } from "@/components/actions/keymap";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Segments } from "@/components/form/Segments";
import { Switch } from "@/components/form/Switch";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar, ToolbarLine } from "@/components/layout/Toolbar";
import { Kbd } from "@/components/text/Kbd";
import { useWords } from "@/components/text/words";
import { approveIntoSlot, type Decision } from "./decide";
import { Filmstrip } from "./Filmstrip";
import { type LibrarySearch, without } from "./filters";
import { LookLarge } from "./LookLarge";
import { OneUp } from "./OneUp";
import { ReviewProgress } from "./ReviewProgress";
import { TwoUp } from "./TwoUp";
import { useNextSlot } from "./useNextSlot";
import { MOST_PICTURES, useReview } from "./useReview";
import { pictures } from "./words";

const zoomTogether = preference<boolean>("review-zoom-together", true);

export interface ReviewPageProps {
  search: LibrarySearch;
  go: (search: LibrarySearch, replace?: boolean) => void;
}

export function ReviewPage({ search, go }: ReviewPageProps) {
  const review = useReview(search);
  const { items, states, groups, decideAt, back, next } = review;
  const together = useStore(zoomTogether);
  const two = search.up === "2" && (items?.length ?? 0) > 1;
  const [places, setPlaces] = useState<[number, number]>([0, 1]);
  const [side, setSide] = useState<0 | 1>(0);
  const [looking, setLooking] = useState(false);
  const active = two ? side : 0;
  const place = places[active];
  const other = two ? places[active === 0 ? 1 : 0] : undefined;
  const item = items?.[place];
  const last = (items?.length ?? 1) - 1;
  const slot = useNextSlot(item?.character_id);
  const said = useWords();

  // Another row begins at its first picture.
  const begun = useRef(items);
  useEffect(() => {
    if (begun.current === items) return;
    begun.current = items;
    setPlaces([0, 1]);
    setSide(0);
  }, [items]);

  // A pair begins with the next one that waits, not with what the other side showed last.
  const wasTwo = useRef(two);
  useEffect(() => {
    if (two && !wasTwo.current && !search.ids) setPlaces(([left]) => [left, next(left)]);
    wasTwo.current = two;
  }, [two, next, search.ids]);

  const put = useCallback(
    (to: number) => setPlaces(([left, right]) => (active === 0 ? [to, right] : [left, to])),
    [active],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      let to = place + by;
      if (to === other) to += by;
      if (to >= 0 && to <= last) put(to);
    },
    [place, other, last, put],
  );
  const decide = useCallback(
    (decision: Decision) => {
      void decideAt(place, decision);
      put(next(place, other === undefined ? [] : [other]));
    },
    [decideAt, place, put, next, other],
  );
  const intoSlot = useCallback(() => {
    if (typeof slot !== "object") return;
    void decideAt(place, "approved", (item) => approveIntoSlot(item.id, slot.account_ids));
    put(next(place, other === undefined ? [] : [other]));
  }, [slot, decideAt, place, put, next, other]);
  const takeBack = useCallback(async () => {
    const to = await back();
    if (to !== undefined && to >= 0 && to !== other) put(to);
  }, [back, put, other]);
  const vary = useCallback(() => {
    if (!item) return;
    void perform(
      "content.again",
      { content_id: item.id, seed: "new", count: 4 },
      { failed: "The variations are not being made", done: { title: "4 variations in the queue" } },
    );
  }, [item]);
  const leave = useCallback(() => go(without(search, "view", "up", "ids")), [go, search]);

  const actions = useMemo((): Offer[] => {
    const one = (id: KeyedId, perform: () => void, when = () => true): Offer => ({ id, perform, when });
    const has = () => item !== undefined;
    const free = () => !isOnControl();
    const canGoBack = () => review.canGoBack;
    const isPair = () => two;
    return [
      { ...one("review.approve", () => decide("approved"), has), icon: Check },
      { ...one("review.reject", () => decide("rejected"), has), icon: X },
      { ...one("review.slot", intoSlot, () => has() && typeof slot === "object"), icon: CalendarClock },
      { ...one("review.back", () => void takeBack(), canGoBack), icon: Undo2 },
      // Ctrl Z does the same here, so that the row shows it.
      {
        id: "app.undo",
        icon: Undo2,
        when: canGoBack,
        perform: () => void takeBack(),
      },
      { ...one("review.vary", vary, has), icon: Shuffle },
      { ...one("review.look", () => setLooking(true), free), icon: Eye },
      { ...one("review.next", () => step(1)), inPalette: false },
      { ...one("review.last", () => step(-1)), inPalette: false },
      one("review.left", () => setSide(0), isPair),
      one("review.right", () => setSide(1), isPair),
      one("review.swap", () => setPlaces(([left, right]) => [right, left]), isPair),
      { ...one("review.leave", leave), inPalette: false },
    ];
  }, [item, decide, intoSlot, slot, takeBack, review.canGoBack, vary, step, two, leave]);
  useActions(actions);

  const words = wordsOf(search, review.total, items?.length ?? 0);
  const number = two ? ` ${active + 1}` : "";
  return (
    <Page>
      <Toolbar
        title="Review"
        onBack={leave}
        aside={items && words}
        actions={
          <>
            <Segments
              label="Pictures side by side"
              choices={[
                { value: "1", label: "1" },
                { value: "2", label: "2-up" },
              ]}
              value={search.up === "2" ? "2" : "1"}
              onChange={(up) => {
                go(up === "2" ? { ...search, up } : without(search, "up"), true);
                // The arrow keys go on to the pictures.
                document.querySelector<HTMLElement>('[data-region="main"]')?.focus();
              }}
            />
            <ToolbarLine />
            <Button
              kind="quiet"
              icon={Undo2}
              shortcut="review.back"
              off={!review.canGoBack && "Nothing was decided in this review yet"}
              onClick={() => void takeBack()}
            >
              Undo
            </Button>
            {two && <Switch label="Zoom together" checked={together} onChange={zoomTogether.set} />}
          </>
        }
      />
      <PageBody>
        <Main label="Review" padding="none" well scrolls={false}>
          {review.error && <ErrorNote what="The pictures could not be read" error={review.error} className="m-3" />}
          {items?.length === 0 && (
            <EmptyState
              picture={<Check aria-hidden="true" size={28} strokeWidth={1.5} className="text-ink-3" />}
              title="Everything here is decided"
              text="A review goes through the pictures that wait for your decision."
              actions={
                <Button kind="primary" onClick={leave}>
                  Back to the library
                </Button>
              }
            />
          )}
          {item && items && (
            <>
              <div className="min-h-0 flex-1">
                {two ? (
                  <TwoUp
                    items={[items[places[0]], items[places[1]]]}
                    states={[states[places[0]], states[places[1]]]}
                    places={places}
                    side={active}
                    onSide={setSide}
                    together={together}
                  />
                ) : (
                  <OneUp
                    item={item}
                    group={groups.find((one) => place >= one.first && place < one.first + one.count)}
                    place={place}
                    state={states[place]}
                    slot={slot}
                  />
                )}
              </div>
              <div
                data-notices-above
                className="flex h-[60px] flex-none items-center justify-center gap-1.5 px-3 whitespace-nowrap"
              >
                <Button
                  size="l"
                  icon={X}
                  shortcut="review.reject"
                  onClick={() => decide("rejected")}
                >{`Reject${number}`}</Button>
                <Button
                  size="l"
                  kind="primary"
                  icon={Check}
                  shortcut="review.approve"
                  onClick={() => decide("approved")}
                >
                  {`Approve${number}`}
                </Button>
                <Button
                  size="l"
                  icon={CalendarClock}
                  shortcut="review.slot"
                  off={typeof slot === "string" && slot}
                  onClick={intoSlot}
                >
                  {typeof slot === "object"
                    ? `Approve${number} into ${said.time(slot.at)}`
                    : `Approve${number} into the next slot`}
                </Button>
                <Button size="l" icon={Shuffle} shortcut="review.vary" onClick={vary}>{`Vary${number}`}</Button>
                <span className="ml-2 flex items-center gap-1.5 text-12 text-ink-3">
                  {two ? (
                    <>
                      Act on <Kbd keys="review.left" /> <Kbd keys="review.right" />{" "}
                      <span className="ml-2 slim:hidden">swap sides</span>
                      <Kbd keys="review.swap" className="slim:hidden" />
                    </>
                  ) : (
                    <>
                      Large <Kbd keys="review.look" />
                    </>
                  )}
                </span>
              </div>
              <ReviewProgress groups={groups} states={states} place={place} onGo={put} />
              <div className="flex-none border-t border-line bg-side">
                <Filmstrip items={items} states={states} cursor={place} other={other} onSelect={put} />
              </div>
            </>
          )}
        </Main>
      </PageBody>
      {looking && item && items && (
        <LookLarge
          item={{ ...item, approval_status: states[place] ?? "pending" }}
          place={place}
          total={items.length}
          onMove={put}
          onDecide={(decision) => void decideAt(place, decision)}
          onUndo={() => void takeBack()}
          onClose={() => setLooking(false)}
        />
      )}
    </Page>
  );
}

/** Space and Enter press the button that has the focus. */
const isOnControl = () => document.activeElement?.matches("button, a[href], summary") ?? false;

function wordsOf(search: LibrarySearch, total: number, shown: number): string {
  if (search.ids) return `${pictures(shown)} chosen`;
  const what = search.approval_status && search.approval_status !== "pending" ? "" : " to decide";
  return total > shown
    ? `the first ${MOST_PICTURES.toLocaleString()} of ${pictures(total)}${what}`
    : `${pictures(shown)}${what}`;
}
