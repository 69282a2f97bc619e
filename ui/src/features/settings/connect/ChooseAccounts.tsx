// One sign-in that opens several accounts: which of them become connected.
import { type FormEvent, useState } from "react";
import { type ApiError, call, type Login, toApiError } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Checkbox } from "@/components/form/Checkbox";
import { useWords } from "@/components/text/words";

export interface ChooseAccountsProps {
  formId: string;
  attempt: Login;
  setBusy: (busy: boolean) => void;
  onAnswer: (login: Login) => void;
}

export function ChooseAccounts({ formId, attempt, setBusy, onAnswer }: ChooseAccountsProps) {
  const words = useWords();
  const [chosen, setChosen] = useState<readonly string[]>(
    attempt.choices.filter(({ is_connected }) => is_connected).map(({ external_id }) => external_id),
  );
  const [missing, setMissing] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  const connect = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(chosen.length === 0);
    if (chosen.length === 0) return;
    setFailure(null);
    setBusy(true);
    try {
      onAnswer(await call("accounts.choose", { attempt_id: attempt.attempt_id, external_ids: [...chosen] }));
    } catch (error) {
      setFailure(toApiError(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form id={formId} noValidate onSubmit={(event) => void connect(event)}>
      <h2 className="text-15">Which accounts</h2>
      <p className="mt-1 text-ink-2">
        This sign-in opens {attempt.choices.length} accounts. Those left out stay as they are.
      </p>
      {failure && <ErrorNote className="mt-3" what="They were not connected" error={failure} />}
      <ul className="mt-3 divide-y divide-line rounded-2 border border-line">
        {attempt.choices.map((choice) => (
          <li key={choice.external_id} className="px-3 py-2">
            <Checkbox
              label={<span className="font-label">{choice.account_username || choice.display_name}</span>}
              hint={[
                choice.display_name !== choice.account_username && choice.display_name,
                choice.follower_count !== null && `${words.count(choice.follower_count)} followers`,
                choice.is_connected && "connected already; its sign-in is renewed",
              ]
                .filter(Boolean)
                .join(", ")}
              checked={chosen.includes(choice.external_id)}
              onChange={(on) => {
                setMissing(false);
                setChosen(on ? [...chosen, choice.external_id] : chosen.filter((one) => one !== choice.external_id));
              }}
            />
          </li>
        ))}
      </ul>
      {missing && (
        <p role="alert" className="mt-2 text-12 text-bad">
          Choose one at least
        </p>
      )}
    </form>
  );
}
