// The form that adds a character.
import { useNavigate } from "@tanstack/react-router";
import { useOperationForm } from "@/api";
import { Button } from "@/components/button/Button";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { TextField } from "@/components/form/TextField";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";

interface Values {
  name: string;
  age: string;
}

export function AddCharacterPage() {
  const navigate = useNavigate();
  const { field, submit, failure, busy } = useOperationForm<Values, "characters.create">("characters.create", {
    name: "",
    age: "",
  });
  const send = submit(
    ({ name, age }) => ({ name, age: Number(age) }),
    (character) => void navigate({ to: "/characters/$characterId", params: { characterId: character.id } }),
  );
  const back = () => void navigate({ to: "/characters" });
  return (
    <Page>
      <Toolbar
        title="Add character"
        onBack={back}
        actions={
          <>
            <Button kind="quiet" onClick={back}>
              Cancel
            </Button>
            <Button kind="primary" busy={busy} onClick={() => void send()}>
              Add character
            </Button>
          </>
        }
      />
      <PageBody>
        <Main>
          <form onSubmit={(event) => void send(event)} className="grid max-w-[440px] gap-4">
            {failure && <ErrorNote what="The character was not added" error={failure} />}
            <TextField label="Name" {...field("name")} />
            <TextField label="Age" aside="18 or over" inputMode="numeric" {...field("age")} />
          </form>
        </Main>
      </PageBody>
    </Page>
  );
}
