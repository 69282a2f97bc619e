// Above the pictures: why nothing can be made at the moment, and the way out.
import { useNavigate } from "@tanstack/react-router";
import { useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Note } from "@/components/feedback/Note";

export function ServerNote() {
  const navigate = useNavigate();
  const { data } = useRead("comfyui.status", {});
  if (!data || data.status === "running" || data.status === "starting") return null;
  const isMissing = data.status === "not_set_up";
  return (
    <Note
      tone={isMissing ? "info" : "warn"}
      className="mx-4 mt-3"
      action={
        <Button size="s" onClick={() => void navigate({ to: "/settings", search: { part: "engines" } })}>
          {isMissing ? "Connect ComfyUI" : "Open settings"}
        </Button>
      }
    >
      <strong>{isMissing ? "No ComfyUI yet." : "ComfyUI is off."}</strong>{" "}
      {isMissing ? "Pictures are made by a ComfyUI on this computer or another." : data.message} What you generate waits
      in the queue until then.
    </Note>
  );
}
