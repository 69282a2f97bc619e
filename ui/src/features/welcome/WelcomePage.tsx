// The first start: where pictures should be made. Drawn people at the left, the choice at the right.
// In a rehearsal it is the way back to the creator's own library.
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRead } from "@/api";
import { theme } from "@/components/look";
import { host } from "@/host";
import { FirstStart } from "./FirstStart";
import { RehearsalChoice } from "./RehearsalChoice";

export function WelcomePage() {
  const navigate = useNavigate();
  const info = useRead("system.info", {});
  const chosenTheme = useRead("settings.get", {}).data?.look.theme;
  const goOn = () => void navigate({ to: "/characters" });

  useEffect(() => {
    if (chosenTheme) theme.set(chosenTheme);
  }, [chosenTheme]);

  if (info.isPending) return null;
  // A browser shows what is served and cannot leave the rehearsal, but it may begin it here.
  return info.data?.is_rehearsal ? (
    <RehearsalChoice canLeave={host.kind === "window"} goOn={goOn} />
  ) : (
    <FirstStart goOn={goOn} />
  );
}
