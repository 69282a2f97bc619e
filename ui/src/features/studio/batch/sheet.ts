// A batch sheet: characters × prompts × styles × count, and the requests that it comes to. Pure but for
// its store, which lives as long as the window.
import { createStore, type Input, type Output } from "@/api";

export const USUAL = "usual";
export const NO_STYLE = "none";

export interface BatchSheet {
  characters: readonly string[];
  prompts: readonly string[];
  /** Names of styles, for each character has its own of that name; USUAL and NO_STYLE beside. */
  styles: readonly string[];
  count: number;
  format_id: string | null;
  /** Cells that were left out, as `cellKey` names them. */
  leftOut: readonly string[];
}

export const batchSheet = createStore<BatchSheet>({
  characters: [],
  prompts: [""],
  styles: [USUAL],
  count: 2,
  format_id: null,
  leftOut: [],
});

export const changeSheet = (parts: Partial<BatchSheet>): void => batchSheet.set((now) => ({ ...now, ...parts }));

export const cellKey = (characterId: string, prompt: number): string => `${characterId} ${prompt}`;

type Style = Pick<Output<"styles.list">["styles"][number], "id" | "name" | "is_default">;
type Request = Input<"images.generate">;

/** The styles of one cell as requests name them; a style that the character lacks is not among them. */
function stylesOf(chosen: readonly string[], own: readonly Style[]): Pick<Request, "style_id" | "without_style">[] {
  const seen = new Set<string>();
  return chosen.flatMap((name): Pick<Request, "style_id" | "without_style">[] => {
    const style = name === USUAL ? own.find((one) => one.is_default) : own.find((one) => one.name === name);
    const key = style?.id ?? NO_STYLE;
    // Without any style of its own, a character's usual one and none are the same.
    if ((!style && name !== NO_STYLE && name !== USUAL) || seen.has(key)) return [];
    seen.add(key);
    return style ? [{ style_id: style.id }] : [{ without_style: true }];
  });
}

export interface Cell {
  characterId: string;
  prompt: number;
  requests: readonly Request[];
  /** Pictures. */
  count: number;
  isLeftOut: boolean;
}

/** All cells, row by row; those that were left out have no requests. */
export function cellsOf(sheet: BatchSheet, stylesBy: ReadonlyMap<string, readonly Style[]>): Cell[] {
  return sheet.characters.flatMap((characterId) =>
    sheet.prompts.map((text, prompt): Cell => {
      const isLeftOut = sheet.leftOut.includes(cellKey(characterId, prompt));
      const styles = isLeftOut || !text.trim() ? [] : stylesOf(sheet.styles, stylesBy.get(characterId) ?? []);
      const requests = styles.map((style) => ({
        character_id: characterId,
        prompt: text.trim(),
        ...style,
        ...(sheet.format_id ? { format_id: sheet.format_id } : {}),
        count: sheet.count,
      }));
      return { characterId, prompt, requests, count: requests.length * sheet.count, isLeftOut };
    }),
  );
}

/** Takes a prompt out; what was left out of the later ones goes with them. */
export function withoutPrompt(sheet: BatchSheet, at: number): BatchSheet {
  const leftOut = sheet.leftOut.flatMap((key) => {
    const [characterId = "", place = "0"] = key.split(" ");
    const prompt = Number(place);
    if (prompt === at) return [];
    return [cellKey(characterId, prompt > at ? prompt - 1 : prompt)];
  });
  return { ...sheet, prompts: sheet.prompts.filter((_, place) => place !== at), leftOut };
}
