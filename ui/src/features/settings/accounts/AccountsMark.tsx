// Beside "Accounts" in the rail: the worst state of them; nothing while none needs the creator.
import { useRead } from "@/api";
import { stateOf } from "@/components/account/accountWords";
import { StatusDot } from "@/components/data/StatusDot";
import { useWords } from "@/components/text/words";

export function AccountsMark() {
  const words = useWords();
  const all = useRead("accounts.list", {}).data?.accounts ?? [];
  const states = all.map((account) => stateOf(account, words)).filter(({ needs_you }) => needs_you);
  if (states.length === 0) return null;
  const health = states.some((state) => state.health === "bad") ? "bad" : "warn";
  return <StatusDot health={health} label={`${states.length} need you`} />;
}
