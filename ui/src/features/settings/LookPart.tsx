// How the window looks: its theme, and how large everything is.
import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { useStore } from "@/api";
import { Button } from "@/components/button/Button";
import { Field } from "@/components/form/Field";
import { Segments } from "@/components/form/Segments";
import { Slider } from "@/components/form/Slider";
import { lookZoom, type Theme, theme } from "@/components/look";
import { host } from "@/host";
import { keepSetting } from "./keep";
import { PartSection } from "./PartHead";

export function LookPart() {
  const chosen = useStore(theme);
  const zoom = useStore(lookZoom);
  const [error, setError] = useState<string>();

  const choose = async (next: Theme) => {
    theme.set(next);
    const failure = await keepSetting("look", { theme: next }, { theme: chosen }, "change the theme");
    if (failure) theme.set(chosen);
    setError(failure?.message);
  };

  return (
    <PartSection title="Look">
      <div className="grid gap-5">
        <Field label="Theme" group error={error}>
          {() => (
            <Segments
              label="Theme"
              choices={[
                { value: "system", label: "As the system", icon: Monitor },
                { value: "dark", label: "Dark", icon: Moon },
                { value: "light", label: "Light", icon: Sun },
              ]}
              value={chosen}
              onChange={(next) => void choose(next)}
            />
          )}
        </Field>
        {host.kind === "window" ? (
          <div className="flex max-w-[420px] items-center gap-3">
            <Slider
              className="flex-1"
              label="Size of everything"
              min={80}
              max={150}
              step={10}
              value={zoom}
              onChange={(next) => lookZoom.set(next)}
              end={`${zoom} %`}
              valueText={`${zoom} percent`}
            />
            <Button size="s" off={zoom === 100 && "It is at 100 %"} onClick={() => lookZoom.set(100)}>
              Set back
            </Button>
          </div>
        ) : (
          <p className="text-12 text-ink-3">Larger and smaller: the browser's own zoom.</p>
        )}
      </div>
    </PartSection>
  );
}
