// Who wrote a text, in a line: engine, model, what it cost, and why others did not.

export interface WrittenBy {
  engine: string;
  model: string;
  cost_usd: number | null;
  passed_over: readonly { engine: string; reason: string }[];
}

/** "Ollama, qwen3:8b", "Gemini, flash, 0.2 cents; Attic: it has too much to do". */
export function writtenBy({ engine, model, cost_usd, passed_over }: WrittenBy): string {
  const cost = costOf(cost_usd);
  const who = [engine, model, ...(cost ? [cost] : [])].join(", ");
  const others = passed_over.map((one) => `${one.engine}: ${one.reason}`).join("; ");
  return others ? `${who}; ${others}` : who;
}

/** "0.2 cents", "1.40 $"; nothing where it is free or not known. */
export function costOf(usd: number | null): string {
  if (usd === null || usd === 0) return "";
  if (usd >= 1) return `${usd.toFixed(2)} $`;
  const cents = usd * 100;
  return cents < 0.1 ? "less than 0.1 cents" : `${cents.toFixed(1)} cents`;
}
