// Whether the welcome was gone through is remembered, so that a start need not wait for the settings. Where they say
// otherwise, because this is another library, the welcome comes after all.
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRead } from "@/api";
import { wasSetUp } from "@/components/look";

export function useSetUp(): void {
  const navigate = useNavigate();
  const isSetUp = useRead("settings.get", {}).data?.program.is_set_up;
  useEffect(() => {
    if (isSetUp === undefined) return;
    const isNew = wasSetUp.get() && !isSetUp;
    wasSetUp.set(isSetUp);
    if (isNew) void navigate({ to: "/welcome", replace: true });
  }, [isSetUp, navigate]);
}
