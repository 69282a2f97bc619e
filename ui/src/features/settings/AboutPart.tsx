// What this program is: its version, what it works with, its licences.
import { Copy } from "lucide-react";
import { useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Panel } from "@/components/layout/Panel";
import { copyText } from "@/components/text/copy";
import { host } from "@/host";
import { PartSection } from "./PartHead";

export function AboutPart() {
  const info = useRead("system.info", {});
  const setup = useRead("setup.detect", {});
  const comfyui = useRead("comfyui.status", {});
  const facts = [
    { name: "Version", value: info.data?.version ?? "–" },
    { name: "Shown in", value: host.kind === "window" ? "its own window" : "a browser" },
    { name: "ComfyUI", value: comfyui.data?.server?.version ?? comfyui.data?.message ?? "–" },
    { name: "Library", value: setup.data?.library_folder ?? "–", mono: true },
  ];
  const copy = () => copyText(facts.map(({ name, value }) => `${name}: ${value}`).join("\n"));
  return (
    <PartSection
      title="About Troupe"
      words="a company of AI characters on your own computer"
      actions={
        <Button icon={Copy} onClick={() => void copy()}>
          Copy
        </Button>
      }
    >
      {info.error && <ErrorNote className="mb-2" what="The version could not be read" error={info.error} />}
      <div className="grid grid-cols-2 items-start gap-4 slim:grid-cols-1">
        <Panel title="This program">
          <Facts facts={facts} />
        </Panel>
        <Panel title="Licences">
          <p className="max-w-[72ch] text-12 text-ink-2">
            Troupe is free software under the Apache Licence 2.0 or the MIT Licence, as you choose. ComfyUI and the
            models are not part of it and have licences of their own.
          </p>
        </Panel>
      </div>
    </PartSection>
  );
}
