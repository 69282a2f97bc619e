// How a picture was made, and making it again.
import { useNavigate } from "@tanstack/react-router";
import { Aperture, Copy, RefreshCw, Shuffle } from "lucide-react";
import { useState } from "react";
import { type Output, perform } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { type Fact, Facts } from "@/components/data/Facts";
import { PromptText } from "@/components/form/PromptField";
import { Section } from "@/components/layout/Drawer";
import { copyText } from "@/components/text/copy";
import { fileTitle } from "./filters";
import { useWorkflowName } from "./useWorkflowName";
import { seedWords } from "./words";

type Details = Output<"content.get">;

/** How many variations one press makes. */
const VARIATIONS = 4;

export function Recipe({ item }: { item: Details }) {
  const navigate = useNavigate();
  const workflowName = useWorkflowName();
  const [busy, setBusy] = useState<"same" | "new">();
  const canMake = item.source === "generated";

  const again = async (seed: "same" | "new") => {
    setBusy(seed);
    const count = seed === "new" ? VARIATIONS : 1;
    await perform(
      "content.again",
      { content_id: item.id, seed, count },
      {
        failed: "The picture is not being made again",
        done: {
          title: seed === "same" ? "Being made again, same seed" : `${VARIATIONS} variations in the queue`,
          action: { label: "Show the queue", run: () => void navigate({ to: "/studio" }) },
        },
      },
    );
    setBusy(undefined);
  };

  return (
    <Section
      title="Recipe"
      aside={
        canMake && (
          <Button size="s" kind="quiet" icon={RefreshCw} busy={busy === "same"} onClick={() => void again("same")}>
            Make again
          </Button>
        )
      }
    >
      {item.prompt && (
        <p className="mb-2 text-12 text-ink-2" data-selectable>
          <PromptText text={item.prompt} />
        </p>
      )}
      <Facts facts={factsOf(item, workflowName)} />
      {(canMake || item.prompt) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {canMake && (
            <Button size="s" icon={Shuffle} busy={busy === "new"} onClick={() => void again("new")}>
              Vary
            </Button>
          )}
          <Button
            size="s"
            icon={Aperture}
            onClick={() => void navigate({ to: "/studio", search: { recipe_of: item.id } })}
          >
            Use in Studio
          </Button>
        </div>
      )}
    </Section>
  );
}

function factsOf(item: Details, workflowName: (slug: string) => string): Fact[] {
  const recipe = (item.generation_settings ?? {}) as Record<string, unknown>;
  const read = (name: string) => (recipe[name] === undefined || recipe[name] === null ? "" : String(recipe[name]));
  const steps = [
    read("steps") && `${read("steps")} steps`,
    read("sampler"),
    read("scheduler"),
    read("cfg_scale") && `cfg\u00a0${read("cfg_scale")}`,
  ]
    .filter(Boolean)
    .join(", ");
  const denoise = read("denoise");
  return [
    ...(item.workflow_id ? [{ name: "Workflow", value: workflowName(item.workflow_id) }] : []),
    ...(item.model ? [{ name: "Model", value: <span title={item.model}>{fileTitle(item.model)}</span> }] : []),
    ...item.loras.map(({ name, strength }, index) => ({
      name: index === 0 ? "LoRA" : `LoRA ${index + 1}`,
      value: (
        <span title={name}>
          {fileTitle(name)} <span className="text-ink-3">{strength.toFixed(2)}</span>
        </span>
      ),
    })),
    ...(item.seed === null
      ? []
      : [
          {
            name: "Seed",
            mono: true,
            value: (
              <span className="flex items-center gap-1">
                {seedWords(item.seed)}
                <IconButton
                  icon={Copy}
                  label="Copy the seed"
                  size="s"
                  className="-my-1"
                  onClick={() => void copyText(String(item.seed), "Seed copied")}
                />
              </span>
            ),
          },
        ]),
    ...(steps ? [{ name: "Steps", value: steps }] : []),
    ...(denoise && denoise !== "1" ? [{ name: "Denoise", value: denoise }] : []),
    ...(item.negative_prompt ? [{ name: "Not", value: item.negative_prompt }] : []),
  ];
}
