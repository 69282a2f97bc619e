// What can be done with a post that needs the creator or failed: what is known decides which choices there are. Those
// that matter most are buttons, the rest stands in a menu.
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, ExternalLink, type LucideIcon } from "lucide-react";
import { type Post, perform, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { platformName } from "@/components/data/PlatformMark";
import { Menu } from "@/components/overlay/Menu";
import { host } from "@/host";
import { useResolve } from "../resolving";
import { planNextSlot, sendAgain } from "./actions";
import { fixOf, mendPost } from "./mending";

interface Choice {
  label: string;
  icon?: LucideIcon;
  onSelect: () => void;
}

export interface PostChoicesProps {
  post: Post;
  size?: "s" | "m";
  /** So many are buttons. */
  most?: number;
  /** Without the link to the platform, where another one stands beside. */
  noLink?: boolean;
}

export function PostChoices({ post, size = "s", most = 4, noLink }: PostChoicesProps) {
  const navigate = useNavigate();
  const resolve = useResolve();
  const accounts = useRead("accounts.list", {}).data?.accounts;
  const all =
    post.status === "failed"
      ? ofFailed(post, navigate)
      : post.attention
        ? ofAttention(post, resolve, noLink === true)
        : post.waiting_reason
          ? ofWaiting(post, navigate, accounts?.find(({ id }) => id === post.account_id)?.fix === "reconnect")
          : [];
  const shown = all.slice(0, most);
  const rest = all.slice(shown.length);
  return (
    <>
      {shown.map(({ label, icon, onSelect }, place) => (
        <Button
          key={label}
          size={size}
          kind={place === 0 ? "secondary" : "quiet"}
          {...(icon ? { icon } : {})}
          onClick={onSelect}
        >
          {label}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          trigger={<IconButton icon={Ellipsis} size={size} label={`More for the post of ${post.account_handle}`} />}
          entries={rest}
        />
      )}
      {resolve.dialog}
    </>
  );
}

function ofAttention(post: Post, resolve: ReturnType<typeof useResolve>, noLink: boolean): Choice[] {
  const { attention } = post;
  const choices = attention?.choices ?? [];
  const isMissed = attention?.kind === "missed";
  const isByHand = attention?.kind === "by_hand";
  const link = post.platform_post_url ?? attention?.url;
  const settle = (choice: (typeof choices)[number]) => () => void resolve.settle(post, choice);
  const of = (is: boolean, choice: Choice): Choice[] => (is ? [choice] : []);
  return [
    ...of(Boolean(link) && !noLink, {
      label: `Open on ${platformName(post.platform)}`,
      icon: ExternalLink,
      onSelect: () => void host.openExternal(link ?? ""),
    }),
    ...of(choices.includes("send_again") && isMissed, { label: "Send now", onSelect: settle("send_again") }),
    ...of(choices.includes("up") && !isMissed, {
      label: isByHand ? "I have posted it" : "It is up",
      onSelect: () => resolve.askAddress(post),
    }),
    ...of(choices.includes("send_again") && !isMissed, { label: "Send again", onSelect: settle("send_again") }),
    ...of(choices.includes("look_again") && !isMissed, { label: "Look again", onSelect: settle("look_again") }),
    ...of(choices.includes("leave"), { label: isMissed ? "Leave it out" : "Leave it", onSelect: settle("leave") }),
  ];
}

/** A post that is due and waits for something: that is looked at, or it is tried at once. */
function ofWaiting(post: Post, navigate: ReturnType<typeof useNavigate>, isCutOff: boolean): Choice[] {
  const { platform, account_id } = post;
  const account: Choice = isCutOff
    ? {
        label: "Reconnect",
        onSelect: () => void navigate({ to: "/settings/connect", search: { platform, account_id } }),
      }
    : {
        label: "Open the account",
        onSelect: () => void navigate({ to: "/settings", search: { part: "accounts", account: account_id } }),
      };
  return [account, { label: "Try now", onSelect: () => void sendAgain(post) }];
}

function ofFailed(post: Post, navigate: ReturnType<typeof useNavigate>): Choice[] {
  const fix = fixOf(post);
  const { id: post_id, platform, account_id } = post;
  const mend = async () => {
    const change = await mendPost(post);
    if (!change || !(await perform("posts.update", change, { failed: "The post was not mended" }))) return;
    await perform(
      "posts.publish",
      { post_id },
      { done: { title: "Mended, and on its way" }, failed: "The post was mended, but not sent" },
    );
  };
  const mending: Choice[] =
    fix === null
      ? []
      : fix === "reconnect"
        ? [
            {
              label: "Reconnect",
              onSelect: () => void navigate({ to: "/settings/connect", search: { platform, account_id } }),
            },
          ]
        : fix === "choose_upload_place"
          ? [
              {
                label: "Choose the upload place",
                onSelect: () => void navigate({ to: "/settings", search: { part: "accounts", account: account_id } }),
              },
            ]
          : [{ label: `${fix.verb} and send again`, onSelect: () => void mend() }];
  return [
    ...mending,
    { label: "Send again", onSelect: () => void sendAgain(post) },
    { label: "Next slot", onSelect: () => void planNextSlot(post) },
  ];
}
