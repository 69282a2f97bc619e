// After the sign-in: the upload place of a platform that fetches files, and what the platform asks of AI accounts.
import { Stethoscope } from "lucide-react";
import { type ConnectedAccount, type PlatformView, useRead } from "@/api";
import { nameOf } from "@/components/account/accountWords";
import { useAccountActions } from "@/components/account/useAccountActions";
import { Button } from "@/components/button/Button";
import { Switch } from "@/components/form/Switch";
import { changeAccount } from "../accounts/change";
import { Demands, DemandsCount } from "../accounts/Demands";
import { UploadPlaceChoice } from "../accounts/UploadPlace";

/** The accounts as they are now, after each change. */
function useNow(connected: readonly ConnectedAccount[]) {
  const all = useRead("accounts.list", {}).data?.accounts;
  return connected.map(({ account }) => all?.find(({ id }) => id === account.id) ?? account);
}

export function UploadPlaceStep({
  platform,
  connected,
}: {
  platform: PlatformView;
  connected: readonly ConnectedAccount[];
}) {
  const accounts = useNow(connected);
  return (
    <>
      <h2 className="text-15">Upload place for {platform.name}</h2>
      <p className="mt-1 mb-3 text-ink-2">{platform.fetches?.words}</p>
      {accounts.map((account) => (
        <section key={account.id} className="mt-4 first-of-type:mt-0">
          {accounts.length > 1 && <h3 className="mb-2 text-12">{nameOf(account)}</h3>}
          <UploadPlaceChoice account={account} platform={platform} />
        </section>
      ))}
    </>
  );
}

export function AiAccountStep({
  platform,
  connected,
}: {
  platform: PlatformView;
  connected: readonly ConnectedAccount[];
}) {
  const accounts = useNow(connected);
  const actions = useAccountActions();
  return (
    <>
      <h2 className="text-15">What {platform.name} asks of AI accounts</h2>
      <p className="mt-1 text-ink-2">Tick what is done. The list stays in the account’s settings.</p>
      {accounts.map((account) => (
        <section key={account.id} className="mt-4">
          <div className="mb-2 flex min-h-7 items-center gap-2">
            <h3 className="min-w-0 truncate text-12">{nameOf(account)}</h3>
            <DemandsCount platform={platform} met={account.demands_met} />
            <Button
              size="s"
              icon={Stethoscope}
              className="ml-auto"
              busy={actions.testing.has(account.id)}
              onClick={() => void actions.test(account)}
            >
              Test
            </Button>
          </div>
          <Demands
            platform={platform}
            met={account.demands_met}
            onChange={(demands_met) => void changeAccount(account, { demands_met }, "tick the checklist")}
          />
          <Switch
            className="mt-3 border-t border-line pt-4"
            label="Takes NSFW"
            hint={`Off keeps such pictures away from ${platform.name}.`}
            checked={account.allows_nsfw}
            onChange={(allows_nsfw) => void changeAccount(account, { allows_nsfw }, "change what it takes")}
          />
        </section>
      ))}
    </>
  );
}
