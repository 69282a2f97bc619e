// The sheet itself: a row for each character, a column for each prompt, a cell for what both make.
import { Plus, X } from "lucide-react";
import { useStore } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { Checkbox } from "@/components/form/Checkbox";
import { PromptField } from "@/components/form/PromptField";
import { Avatar } from "@/components/picture/Avatar";
import { refusedWords } from "../composer/refused";
import type { CastMember } from "../useCast";
import { batchSheet, type Cell, cellKey, changeSheet, withoutPrompt } from "./sheet";

export interface MatrixProps {
  cast: readonly CastMember[];
  cells: readonly Cell[];
  /** By prompt: why it is refused. */
  errors: readonly (string | undefined)[];
}

export function Matrix({ cast, cells, errors }: MatrixProps) {
  const sheet = useStore(batchSheet);
  const cellBy = new Map(cells.map((cell) => [cellKey(cell.characterId, cell.prompt), cell]));
  const chosen = sheet.characters.length;
  const setPrompt = (at: number, text: string) =>
    changeSheet({ prompts: sheet.prompts.map((one, place) => (place === at ? text : one)) });
  const take = (id: string, taken: boolean) =>
    changeSheet({
      // Rows keep the cast's order.
      characters: cast.map((one) => one.id).filter((one) => (one === id ? taken : sheet.characters.includes(one))),
    });

  return (
    <div className="overflow-x-auto pb-2">
      <table aria-label="Batch sheet" className="border-separate border-spacing-1.5 -m-1.5">
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 z-1 w-[168px] min-w-[168px] bg-window align-bottom">
              <Checkbox
                label={`${chosen} of ${cast.length} characters`}
                checked={chosen === 0 ? false : chosen === cast.length ? true : "mixed"}
                onChange={(all) => changeSheet({ characters: all ? cast.map(({ id }) => id) : [] })}
                className="pb-1 text-left text-12 font-text text-ink-3"
              />
            </th>
            {sheet.prompts.map((text, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is known by its column
              <th key={at} scope="col" className="relative w-[200px] min-w-[200px] text-left align-bottom font-text">
                <PromptField
                  label={`Prompt ${at + 1}`}
                  aside={
                    sheet.prompts.length > 1 && (
                      <IconButton
                        icon={X}
                        size="s"
                        label={`Remove prompt ${at + 1}`}
                        onClick={() => batchSheet.set((now) => withoutPrompt(now, at))}
                        className="-my-1"
                      />
                    )
                  }
                  value={text}
                  onChange={(next) => setPrompt(at, next)}
                  placeholder="What the pictures show"
                  refused={refusedWords(errors[at])}
                  error={errors[at]}
                  lines={2}
                  maxLines={5}
                />
              </th>
            ))}
            <th className="align-bottom">
              <Button
                kind="quiet"
                icon={Plus}
                onClick={() => changeSheet({ prompts: [...sheet.prompts, ""] })}
                className="mb-1"
              >
                Add a prompt
              </Button>
            </th>
          </tr>
        </thead>
        <tbody>
          {cast.map((one) => {
            const taken = sheet.characters.includes(one.id);
            return (
              <tr key={one.id}>
                <th scope="row" className="sticky left-0 z-1 h-16 bg-window text-left font-text">
                  <Checkbox
                    checked={taken}
                    onChange={(next) => take(one.id, next)}
                    label={
                      <span className="flex items-center gap-2">
                        <Avatar name={one.name} url={one.faceUrl} size="l" />
                        <span className="min-w-0">
                          <span className="block max-w-[96px] truncate">{one.name}</span>
                          {one.paused && <span className="block text-12 text-ink-3">paused</span>}
                        </span>
                      </span>
                    }
                    className="items-center"
                  />
                </th>
                {sheet.prompts.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is known by its column
                  <td key={at} className="h-16 p-0">
                    <CellButton
                      one={one}
                      at={at}
                      taken={taken}
                      cell={cellBy.get(cellKey(one.id, at))}
                      error={errors[at]}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface CellButtonProps {
  one: CastMember;
  at: number;
  taken: boolean;
  cell: Cell | undefined;
  error: string | undefined;
}

function CellButton({ one, at, taken, cell, error }: CellButtonProps) {
  const key = cellKey(one.id, at);
  const isIn = taken && cell !== undefined && cell.count > 0;
  const why = !taken || cell?.isLeftOut ? "left out" : isIn ? undefined : "nothing to make";
  const toggle = () =>
    batchSheet.set((now) => ({
      ...now,
      characters: now.characters.includes(one.id) ? now.characters : [...now.characters, one.id],
      leftOut:
        now.leftOut.includes(key) || !now.characters.includes(one.id)
          ? now.leftOut.filter((other) => other !== key)
          : [...now.leftOut, key],
    }));
  return (
    <button
      type="button"
      aria-pressed={isIn}
      onClick={toggle}
      className={cx(
        "flex size-full h-16 items-center gap-3 rounded-2 border px-2.5 text-12 text-ink-3",
        isIn ? "border-accent bg-selected" : "justify-center border-dashed border-line-strong hover:bg-hover",
        isIn && error && "border-warn",
      )}
    >
      <span className="sr-only">{`${one.name}, prompt ${at + 1}: `}</span>
      {isIn ? (
        <>
          <span className="relative h-[50px] w-10 flex-none overflow-hidden rounded-1 bg-hover picture-ring">
            {(one.newestUrl ?? one.faceUrl) && (
              <img src={one.newestUrl ?? one.faceUrl ?? ""} alt="" className="size-full object-cover" />
            )}
          </span>
          <span className="text-left">
            <span className="block text-13 font-label text-ink">
              {cell.count}
              <span className="sr-only"> pictures, </span>
            </span>
            <span className="block text-ink-2">{`${cell.requests.length} × ${cell.count / cell.requests.length}`}</span>
          </span>
        </>
      ) : (
        why
      )}
    </button>
  );
}
