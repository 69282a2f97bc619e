// Operations in a creator's words, for answers that hold for every further call: "publish posts".
import { platformName } from "../data/PlatformMark";

const THINGS: Record<string, string> = {
  automation: "rules",
  backup: "backups",
  content: "pictures",
  engines: "text engines",
  images: "jobs and their pictures",
  library: "files that are missing",
  scheduling: "planned posts",
  servers: "ComfyUI servers",
  services: "services such as ComfyUI",
  slots: "posting times",
  text: "texts",
};

const VERBS: Record<string, string> = {
  cancel: "cancel",
  create: "add",
  generate: "have written:",
  import: "take in",
  post: "add",
  reorder: "put in order:",
  restore: "bring back",
  resume: "resume",
  sync: "read the figures of",
  update: "change",
};

/** Those whose name does not say it. */
const WHOLE: Record<string, string> = {
  "accounts.resume_posts": "send posts that waited for an account",
  "automation.execute": "run rules at once",
  "automation.strategy_set": "change how posts are planned",
  "calendar.create": "plan posts",
  "captions.generate": "have captions written",
  "characters.generate_content": "have words written for characters",
  "characters.resume": "let paused characters post again",
  "comfyui.queue": "run graphs of its own on ComfyUI",
  "comments.list": "read comments anew",
  "content.description_tags": "have pictures described",
  "images.formats_delete": "delete formats",
  "images.settings_delete": "delete presets",
  "images.styles_delete": "delete templates",
  "models.install_missing": "install models",
  "models.retry_install": "install models again",
  "posts.generate_images": "put new pictures into posts",
  "posts.resolve": "say whether posts are up",
  "posts.retry": "send posts again",
  "prompts.examples_delete": "delete examples of prompts",
  "prompts.generate": "have prompts written",
  "prompts.wildcards_delete": "delete wildcards",
  "references.add": "add references",
  "rehearsal.advance": "move the rehearsal’s clock on",
  "scheduler.resume": "let posts go out again",
  "scheduler.run_now": "run rules at once",
  "text.generate": "have texts written",
  "trash.empty": "empty the trash",
};

const PLATFORMS = ["facebook", "instagram", "onlyfans", "telegram", "twitter", "youtube"];
const POSTED: Record<string, string> = { reel: "post reels", story: "post stories" };

/** `posts.publish` is "publish posts". One that is not known here is said by its parts. */
export function operationWords(operation: string): string {
  const whole = WHOLE[operation];
  if (whole) return whole;
  const [area = "", name = ""] = operation.split(".");
  if (PLATFORMS.includes(area)) return `${POSTED[name] ?? "post"} to ${platformName(area)}`;
  const verb = name.replace(/^(batch|images?)_/, "");
  return `${VERBS[verb] ?? verb.replaceAll("_", " ")} ${THINGS[area] ?? area.replaceAll("_", " ")}`;
}
