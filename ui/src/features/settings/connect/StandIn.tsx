// In a rehearsal: where an account to rehearse with is made.
import { ExternalLink } from "lucide-react";
import { type LoginWay, type PlatformView, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Note } from "@/components/feedback/Note";
import { host } from "@/host";

export function StandIn({ platform, login }: { platform: PlatformView; login: LoginWay }) {
  const address = useRead("system.info", {}).data?.sandbox_url;
  if (!address || !platform.capabilities.publish) return null;
  const page = `${address}/sandbox/sign-up`;
  return (
    <Note
      className="mt-3"
      action={
        <Button size="s" icon={ExternalLink} onClick={() => void host.openExternal(page)}>
          Make one
        </Button>
      }
    >
      This is a rehearsal: a real account of {platform.name} does not work here. Make one to rehearse with
      {login.fields.length > 0 ? ", and paste what its page shows." : "."}
    </Note>
  );
}
