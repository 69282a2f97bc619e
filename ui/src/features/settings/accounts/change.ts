// Changes an account as its fields are changed, each with its way back.
import { type PlatformAccount, perform, type UpdateAccount } from "@/api";
import { nameOf } from "@/components/account/accountWords";

type Fields = Partial<
  Pick<UpdateAccount, "label" | "character_id" | "allows_nsfw" | "timezone" | "demands_met" | "upload_place">
>;

/** Answers whether it was kept. `label` follows "Undo": "change the label". */
export async function changeAccount(account: PlatformAccount, fields: Fields, label: string): Promise<boolean> {
  const before = Object.fromEntries(
    (Object.keys(fields) as (keyof Fields)[]).map((name) => [name, account[name]]),
  ) as Fields;
  const made = await perform(
    "accounts.update",
    { account_id: account.id, ...fields },
    {
      failed: `${nameOf(account)} was not changed`,
      undo: () => ({ label, inverse: { name: "accounts.update", input: { account_id: account.id, ...before } } }),
    },
  );
  return made !== undefined;
}
