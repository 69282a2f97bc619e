// Post, and Post to one platform with the other platforms of the character under its arrow.
import { ChevronDown, Send } from "lucide-react";
import { useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { platformName } from "@/components/data/PlatformMark";
import { Menu } from "@/components/overlay/Menu";
import type { Posting } from "./PostDialog";
import type { Someone } from "./useCharacterActions";

export function PostButtons({ who, onPost }: { who: Someone; onPost: (posting: Posting) => void }) {
  const accounts = useRead("accounts.list", { character_id: who.id }).data?.accounts;
  const platforms = [
    ...new Set(
      accounts?.filter(({ connection_status: state }) => state !== "disconnected").map(({ platform }) => platform),
    ),
  ];
  const [first] = platforms;
  return (
    <>
      <Button
        icon={Send}
        off={accounts !== undefined && !first && "Connect an account first, under Accounts"}
        onClick={() => onPost({ who })}
      >
        Post
      </Button>
      {first && (
        <span className="flex gap-px">
          <Button className="slim:hidden" onClick={() => onPost({ who, platform: first })}>
            {`Post to ${platformName(first)}`}
          </Button>
          <Menu
            trigger={
              <IconButton
                kind="secondary"
                icon={ChevronDown}
                label="Post to one platform"
                // With one platform alone the button beside it says all, where there is room for it.
                className={platforms.length > 1 ? undefined : "hidden slim:inline-flex"}
              />
            }
            entries={platforms.map((platform) => ({
              label: `Post to ${platformName(platform)}`,
              onSelect: () => onPost({ who, platform }),
            }))}
          />
        </span>
      )}
    </>
  );
}
