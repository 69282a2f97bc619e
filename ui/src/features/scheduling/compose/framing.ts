// Asks the program which part of a picture to keep where a platform refuses the shape of the whole.
import { call } from "@/api";
import type { Crops } from "./crop";
import { type Finding, fileOf, type Item } from "./draft";

/** The parts to keep of the pictures that these findings would cut. One that cannot be looked at is left to the hand. */
export async function framed(findings: readonly Finding[], items: readonly Item[]): Promise<Crops> {
  const asked = findings.flatMap((finding) => {
    const item = items[fileOf(finding) ?? 0];
    const { fix } = finding;
    return item && fix?.kind === "crop"
      ? [{ content_id: item.id, min_ratio: fix.min_ratio, max_ratio: fix.max_ratio }]
      : [];
  });
  const answers = await Promise.allSettled(asked.map((input) => call("content.crop", input)));
  return Object.fromEntries(
    answers.flatMap((answer, at) => {
      const id = asked[at]?.content_id;
      return answer.status === "fulfilled" && id ? [[id, answer.value]] : [];
    }),
  );
}
