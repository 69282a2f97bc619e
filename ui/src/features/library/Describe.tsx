// "Describe": description and tags by the text engine, from the picture itself where a model sees; with the way back.
import { ScanEye } from "lucide-react";
import { useState } from "react";
import { call, type Output, offerUndo, type Step, sayError, toApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { writtenBy } from "@/components/words/writtenBy";

type Details = Output<"content.get">;

export function Describe({ item }: { item: Details }) {
  const [busy, setBusy] = useState(false);
  const describe = async () => {
    setBusy(true);
    try {
      const found = await call("content.description_tags", { content_id: item.id, save: true });
      const added = found.tags.filter((tag) => !item.tags.includes(tag));
      const done: Step[] = [
        { name: "content.update", input: { content_id: item.id, description: found.description } },
        ...(added.length > 0
          ? [{ name: "content.tag" as const, input: { content_id: item.id, tags: added } } satisfies Step]
          : []),
      ];
      const inverse: Step[] = [
        { name: "content.update", input: { content_id: item.id, description: item.description } },
        ...(added.length > 0
          ? [{ name: "content.untag" as const, input: { content_id: item.id, tags: added } } satisfies Step]
          : []),
      ];
      offerUndo(
        { label: "describe a picture", done, inverse },
        {
          title: found.saw_picture ? "Described by looking at it" : "Described from its prompt",
          body: writtenBy(found),
        },
      );
    } catch (error) {
      sayError("It was not described", toApiError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="s" kind="quiet" icon={ScanEye} busy={busy} onClick={() => void describe()}>
      Describe
    </Button>
  );
}
