// Puts a text where it can be pasted from, and says so.
import { say } from "@/api";

/** Answers whether it was copied: a browser may refuse, and the text then has to be selected by hand. */
export async function copyText(text: string, said = "Copied"): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    say("warn", { title: "It could not be copied", body: "Select it and copy it by hand." });
    return false;
  }
  say("done", { title: said });
  return true;
}
