// The first start: where pictures should be made. Drawn people at the left, the choice at the right.
import { useNavigate } from "@tanstack/react-router";
import { Button } from "@/components/button/Button";
import { WelcomeFrame } from "./WelcomeFrame";

export function WelcomePage() {
  const navigate = useNavigate();
  return (
    <WelcomeFrame
      title="Where should pictures be made?"
      text="Troupe uses your own ComfyUI. You can change this later."
      actions={
        <Button kind="primary" size="l" onClick={() => void navigate({ to: "/characters" })}>
          Go to Characters
        </Button>
      }
    />
  );
}
