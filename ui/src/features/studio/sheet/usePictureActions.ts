// What can be done with a picture of the contact sheet.
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Output, perform } from "@/api";

export interface PictureActions {
  decide: (contentId: string, decision: "approved" | "rejected") => void;
  vary: (contentId: string) => void;
  upscale: (contentId: string) => void;
  compare: (contentId: string) => void;
  /** Shows it in the library, with all that is known of it. */
  open: (contentId: string) => void;
}

export function usePictureActions(onCompare: (contentId: string) => void): PictureActions {
  const navigate = useNavigate();
  return useMemo(
    () => ({
      decide: (id, decision) => void decide(id, decision),
      vary: (content_id) =>
        void perform("content.again", { content_id, seed: "new" }, { failed: "No variation was queued" }),
      upscale: (content_id) => void perform("images.upscale", { content_id }, { failed: "No upscale was queued" }),
      compare: onCompare,
      open: (id) => void navigate({ to: "/library", search: { item: id } }),
    }),
    [navigate, onCompare],
  );
}

/** Decides, with the way back to what it was. Nothing is said: the picture itself shows it. */
async function decide(content_id: string, wanted: "approved" | "rejected"): Promise<void> {
  const wayBack = (label: string) => (output: Output<"content.approve">) => ({
    label,
    inverse: {
      name: "content.update",
      input: {
        content_id,
        approval_status: output.previous.approval_status,
        ...(output.previous.rejected_reason ? { rejected_reason: output.previous.rejected_reason } : {}),
      },
    } as const,
    row: { name: "content.get", input: { content_id } } as const,
  });
  if (wanted === "approved") {
    await perform("content.approve", { content_id }, { failed: "It was not approved", undo: wayBack("approve") });
  } else {
    await perform("content.reject", { content_id }, { failed: "It was not rejected", undo: wayBack("reject") });
  }
}
