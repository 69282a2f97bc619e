// Mending a post that is there already, by the same rules as one that is being composed.
import { call, type Input, type Post, sayError, toApiError } from "@/api";
import { type Draft, type Finding, type Fix, type Item, mended } from "../compose/draft";
import { framed } from "../compose/framing";
import type { Checked } from "../compose/useChecked";

/** What mends a post in itself, with the button's verb; or where the creator has to go. */
export type PostFix = "reconnect" | "choose_upload_place" | { verb: string } | null;

const VERBS: Partial<Record<Fix["kind"], string>> = {
  crop: "Crop",
  shorten: "Shorten",
  drop_hashtags: "Drop hashtags",
  drop_media: "Take the first files",
};

/** What mends what the post failed with. */
export function fixOf(post: Post): PostFix {
  const fix = (post.error as { fix?: Fix | null } | null)?.fix;
  if (fix?.kind === "reconnect" || fix?.kind === "choose_upload_place") return fix.kind;
  const verb = fix && VERBS[fix.kind];
  return verb ? { verb } : null;
}

/** The post as a draft of its one account. */
function draftOfPost(post: Post): Draft {
  return {
    content_ids: post.media.map(({ id }) => id),
    account_ids: [post.account_id],
    post_type: "post",
    caption: post.caption,
    own: {
      [post.account_id]: {
        caption: post.caption,
        hashtags: post.hashtags,
        title: post.title ?? undefined,
        first_comment: post.first_comment ?? undefined,
        allowed: post.allowed,
        crops: Object.fromEntries(post.media.flatMap(({ id, crop }) => (crop ? [[id, crop]] : []))),
      },
    },
    hashtags: "",
    mentions: "",
    alt_texts: Object.fromEntries(post.media.map(({ id, alt_text }) => [id, alt_text])),
    ai_label: post.ai_label,
    at: "",
    zone: "",
    at_platform: post.at_platform,
  };
}

/** The change that mends the findings of a post, all that a press can mend. */
export async function mendingOf(
  post: Post,
  checked: Checked,
  findings: readonly Finding[],
): Promise<Input<"posts.update">> {
  const items: Item[] = post.media;
  const crops = await framed(findings, items);
  const over = checked.text_length - (checked.max_length ?? checked.text_length);
  const draft = findings.reduce(
    (now, finding) => mended(now, post.account_id, finding, over, items, crops),
    draftOfPost(post),
  );
  const own = draft.own[post.account_id] ?? {};
  return {
    post_id: post.id,
    content_ids: [...draft.content_ids],
    caption: own.caption ?? post.caption,
    hashtags: [...(own.hashtags ?? post.hashtags)],
    title: own.title ?? null,
    first_comment: own.first_comment ?? null,
    alt_texts: draft.content_ids.map((id) => draft.alt_texts[id] ?? ""),
    crops: draft.content_ids.map((id) => own.crops?.[id] ?? null),
    allowed: [...(own.allowed ?? [])],
  };
}

/** Looks at a failed post anew and answers the change that mends it; what is agreed to stays the creator's word. */
export async function mendPost(post: Post): Promise<Input<"posts.update"> | undefined> {
  try {
    const checked = await call("posts.check", { post_id: post.id });
    const findings = checked.findings.filter(({ severity, fix }) => severity === "blocks" && fix && fix.kind in VERBS);
    return await mendingOf(post, checked, findings);
  } catch (error) {
    sayError("The post was not mended", toApiError(error));
    return undefined;
  }
}
