//! Seeing accounts, testing them, and disconnecting them.

use super::view::PlatformAccount;
use crate::{
    Code, Result, Studio,
    accounts::{
        self, WaitingPosts,
        waiting_posts::{self, ResumeChoice},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    AccountId, CharacterId, PostId,
    tables::accounts::{AccountFilter, list as rows},
};
use troupe_platforms::PlatformName;

/// Every account with how it is: of one character, of one platform, those that work or those that do not.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListAccounts {
    /// Of one character.
    #[serde(default)]
    character_id: Option<CharacterId>,
    /// Of one platform.
    #[serde(default)]
    platform: Option<PlatformName>,
    /// Those that work, or those that do not.
    #[serde(default)]
    is_connected: Option<bool>,
}

/// Accounts, by platform and name.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AccountList {
    accounts: Vec<PlatformAccount>,
    total: usize,
}

pub(super) async fn list(studio: &Studio, input: ListAccounts) -> Result<AccountList> {
    let filter = AccountFilter {
        character_id: input.character_id,
        platform: input.platform.map(|name| name.slug().to_owned()),
        is_connected: input.is_connected,
    };
    let mut read = studio.library().read().await?;
    let found = rows(&mut read, &filter).await?;
    let accounts = PlatformAccount::load_all(studio, &mut read, found).await?;
    Ok(AccountList { total: accounts.len(), accounts })
}

/// One account: whether it works and until when, its followers, the posts that its platform still takes, and the
/// posts that wait for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetAccountStatus {
    /// The account.
    account_id: AccountId,
}

/// An account, and what hangs on it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AccountStatus {
    #[serde(flatten)]
    account: PlatformAccount,
    /// Its posts that failed or wait because of it.
    posts: WaitingPosts,
    /// The other accounts whose login belongs to the same app: what befalls one may befall all.
    same_app: Vec<String>,
}

pub(super) async fn status(studio: &Studio, input: GetAccountStatus) -> Result<AccountStatus> {
    let mut read = studio.library().read().await?;
    let row = accounts::find(&mut read, input.account_id).await?;
    let posts = waiting_posts::count(&mut read, studio, row.id).await?;
    let account = PlatformAccount::load(studio, &mut read, row.clone()).await?;
    drop(read);
    let same_app = accounts::same_app(studio, &row).await?.iter().map(accounts::words).collect();
    Ok(AccountStatus { account, posts, same_app })
}

/// Reads an account's name, followers and limits from its platform.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SyncAccount {
    /// The account.
    account_id: AccountId,
}

pub(super) async fn sync(studio: &Studio, input: SyncAccount) -> Result<PlatformAccount> {
    let row = accounts::sync(studio, input.account_id).await?;
    let mut read = studio.library().read().await?;
    PlatformAccount::load(studio, &mut read, row).await
}

/// Tests an account with one harmless call, and renews its login where that is due. Nothing is posted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestAccount {
    /// The account.
    account_id: AccountId,
}

/// What a test met.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AccountTest {
    /// Whether the platform took its login.
    works: bool,
    /// What works and until when, or what does not and what to do.
    message: String,
    /// The account as it is now.
    account: PlatformAccount,
}

pub(super) async fn test(studio: &Studio, input: TestAccount) -> Result<AccountTest> {
    let outcome = accounts::sync(studio, input.account_id).await;
    let (works, fault) = match outcome {
        Ok(_) => (true, None),
        // There is no such account, or nothing could be tried.
        Err(error) if matches!(error.code, Code::NotFound if error.details["kind"] == "account") => return Err(error),
        Err(error) if error.code == Code::Conflict => return Err(error),
        Err(error) => (false, Some(error.message.to_string())),
    };
    let mut read = studio.library().read().await?;
    let row = accounts::find(&mut read, input.account_id).await?;
    let message = fault.unwrap_or_else(|| accounts::health(studio, &row).message);
    let account = PlatformAccount::load(studio, &mut read, row).await?;
    Ok(AccountTest { works, message, account })
}

/// Disconnects an account: its login is taken back at the platform where it has such a call, and everything that opens
/// it is deleted here. Its posts stay; those that are planned wait until it is connected again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DisconnectAccount {
    /// The account.
    account_id: AccountId,
}

/// A disconnected account.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DisconnectedAccount {
    account: PlatformAccount,
    /// Whether the platform took the login back.
    is_revoked: bool,
    /// What was done, and what is left to do at the platform.
    message: String,
}

pub(super) async fn disconnect(studio: &Studio, input: DisconnectAccount) -> Result<DisconnectedAccount> {
    let (row, revoked) = accounts::disconnect(studio, input.account_id).await?;
    let platform = accounts::platform_of(studio, &row)?.name().words();
    let message = match revoked {
        Some(true) => format!("Disconnected. {platform} took the sign-in back, and it was deleted here."),
        Some(false) | None if accounts::is_hand_off(studio, &row) => "Disconnected.".to_owned(),
        Some(false) => format!(
            "Disconnected, and the sign-in was deleted here. {platform} has no call to take it back: remove Troupe's access in the account's settings there."
        ),
        None => format!(
            "Disconnected, and the sign-in was deleted here. {platform} could not be asked to take it back: remove Troupe's access in the account's settings there."
        ),
    };
    let mut read = studio.library().read().await?;
    let account = PlatformAccount::load(studio, &mut read, row).await?;
    Ok(DisconnectedAccount { account, is_revoked: revoked == Some(true), message })
}

/// What became of so many posts, in words.
fn said(choice: ResumeChoice, reached: usize, begun: usize, without_slot: usize) -> String {
    let posts = |count: usize| if count == 1 { "1 post".to_owned() } else { format!("{count} posts") };
    let done = match choice {
        ResumeChoice::Now => "on the way",
        ResumeChoice::NextSlot => "planned into the next slots",
        ResumeChoice::Drop => "taken out of the plan",
    };
    let reached_words = (reached > 0).then(|| format!("{} {done}.", posts(reached)));
    let go_on = if begun == 1 { "goes on" } else { "go on" };
    let begun_words = (begun > 0).then(|| format!("{} begun before {go_on}.", posts(begun)));
    let stay = if without_slot == 1 { "stays as it is" } else { "stay as they are" };
    let left = (without_slot > 0).then(|| format!("{} found no free slot and {stay}.", posts(without_slot)));
    let words: Vec<_> = [reached_words, begun_words, left].into_iter().flatten().collect();
    if words.is_empty() { "No post of this account failed or waits.".to_owned() } else { words.join(" ") }
}

/// The one question after an account was connected again: its posts that failed or wait go out now, go into its next
/// free slots, or are dropped.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResumePosts {
    /// The account.
    account_id: AccountId,
    /// What becomes of them.
    choice: ResumeChoice,
}

/// What became of the posts.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ResumedPosts {
    /// The posts that the choice reached.
    post_ids: Vec<PostId>,
    /// Posts for which the account has no free slot; they stay as they are.
    without_slot: usize,
    /// The same in words.
    message: String,
}

pub(super) async fn resume_posts(studio: &Studio, input: ResumePosts) -> Result<ResumedPosts> {
    let resumed = waiting_posts::resume(studio, input.account_id, input.choice).await?;
    let message = said(input.choice, resumed.posts.len() - resumed.begun, resumed.begun, resumed.without_slot);
    Ok(ResumedPosts { post_ids: resumed.posts, without_slot: resumed.without_slot, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_posts_is_said_for_none_one_and_many() {
        for (choice, reached, begun, without_slot, words) in [
            (ResumeChoice::Now, 0, 0, 0, "No post of this account failed or waits."),
            (ResumeChoice::Now, 1, 0, 0, "1 post on the way."),
            (ResumeChoice::Drop, 2, 0, 0, "2 posts taken out of the plan."),
            (ResumeChoice::Drop, 2, 1, 0, "2 posts taken out of the plan. 1 post begun before goes on."),
            (ResumeChoice::NextSlot, 0, 0, 1, "1 post found no free slot and stays as it is."),
            (
                ResumeChoice::NextSlot,
                1,
                0,
                2,
                "1 post planned into the next slots. 2 posts found no free slot and stay as they are.",
            ),
        ] {
            assert_eq!(said(choice, reached, begun, without_slot), words);
        }
    }
}
