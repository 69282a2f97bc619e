//! What every operation is to an agent, as data: a test holds the list to the registry, so that no operation is without
//! its line. What has none is the creator's alone.

use super::leave::{
    Case::{Differs, Given, Off, PostIsPlanned, ReadingCosts, ReadingCostsWhen, Touched, Without, WordsCost},
    Leave::{self, Ask, Look, Make, Never},
    Reason::{Accounts, Deletes, Disclosure, Engages, Publishes, Settings, Spends},
};

/// Only looked at: nothing changes, nothing is shown to anybody.
const LOOKS: &[&str] = &[
    "accounts.list",
    "accounts.status",
    "approvals.get",
    "automation.strategy_get",
    "backup.checklist",
    "backup.list",
    "calendar.get",
    "characters.export",
    "characters.get",
    "characters.list",
    "comfyui.status",
    "consents.list",
    "content.batch_download",
    "content.crop",
    "content.download",
    "content.facets",
    "content.generation",
    "content.get",
    "content.images",
    "content.images_download",
    "content.list",
    "content.preview",
    "content.stats",
    "engagement.actions",
    "engines.list",
    "errors.get",
    "errors.list",
    "generation.storage",
    "images.batch_queue",
    "images.batch_summary",
    "images.compose",
    "images.download",
    "images.formats_get",
    "images.formats_list",
    "images.job",
    "images.jobs",
    "images.run_preview",
    "images.settings_get",
    "images.settings_list",
    "images.stats",
    "images.styles_get",
    "images.styles_list",
    "library.check",
    "library.copies",
    "logs.list",
    "models.get",
    "models.inspect",
    "models.installs",
    "models.list",
    "models.missing",
    "monitoring.metrics",
    "monitoring.performance",
    "platforms.list",
    "posts.check",
    "posts.get",
    "posts.list",
    "posts.preflight",
    "prompts.examples_get",
    "prompts.examples_list",
    "prompts.export",
    "prompts.get",
    "prompts.list",
    "prompts.preview",
    "prompts.wildcards_list",
    "queue.get",
    "references.deleted",
    "references.list",
    "rehearsal.clock",
    "resources.gpu",
    "resources.memory",
    "resources.storage",
    "rules.get",
    "rules.list",
    "rules.preview",
    "scheduler.status",
    "scheduling.list",
    "servers.list",
    "services.get",
    "services.list",
    "settings.get",
    "setup.detect",
    "slots.list",
    "slots.next",
    "styles.get",
    "styles.list",
    "system.diagnostics",
    "system.health",
    "system.info",
    "system.stats",
    "system.status",
    "text.health",
    "text.models",
    "text.usage",
    "trash.list",
    "workflows.get",
    "workflows.list",
];

/// Made and changed alone: it stays in the library and can be undone or made again.
const MAKES: &[&str] = &[
    "backup.create",
    "characters.generate_image",
    "characters.pause",
    "comfyui.start",
    "content.again",
    "content.generate",
    "content.reject",
    "content.batch_reject",
    "content.tag",
    "content.untag",
    "engines.test",
    "errors.resolve",
    "images.cancel",
    "images.clear",
    "images.formats_create",
    "images.formats_update",
    "images.generate",
    "images.generate_batch",
    "images.retry",
    "images.settings_create",
    "images.settings_update",
    "images.styles_create",
    "images.styles_update",
    "images.upscale",
    "library.adopt",
    "models.cancel_install",
    "prompts.create",
    "prompts.examples_create",
    "prompts.examples_update",
    "prompts.import",
    "prompts.restore",
    "prompts.update",
    "prompts.wildcards_set",
    "queue.move",
    "queue.pause",
    "queue.resume",
    "references.restore",
    "rules.disable",
    "rules.pause",
    "scheduler.pause",
    "servers.test",
    "services.start",
    "styles.create",
    "styles.update",
    "text.unload",
    "trash.restore",
    "trash.restore_many",
    "workflows.run",
];

/// The creator's own: keys, logins, papers, who may do what, going back to another library, commands that are run.
const NEVER: &[&str] = &[
    "accounts.attempt",
    "accounts.cancel_attempt",
    "accounts.choose",
    "accounts.connect",
    "accounts.test_upload_place",
    "agents.create",
    "agents.forget_answer",
    "agents.list",
    "agents.renew_token",
    "agents.revoke",
    "agents.update",
    "approvals.decide",
    "approvals.list",
    "backup.cancel_restore",
    "backup.restore",
    "consents.create",
    "consents.download",
    "consents.update",
    "library.go_back",
    "models.delete",
    "scheduler.dismiss",
    "scheduler.test_alarm",
    "secrets.list",
    "secrets.set",
    "services.delete",
    "services.update",
];

/// An operation that needs the creator's word, always or in some cases, and how that is said: the agent wants to …
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) operation: &'static str,
    pub(super) leave: Leave,
    pub(super) wants_to: &'static str,
}

const fn asked(operation: &'static str, leave: Leave, wants_to: &'static str) -> Asked {
    Asked { operation, leave, wants_to }
}

/// What sends a post as soon as it is made.
const SENDS: Leave = Make(&[
    (Given("publish_immediately"), Publishes),
    (Given("scheduled_at"), Publishes),
    (Given("next_slot"), Publishes),
    (Off("ai_label"), Disclosure),
    (Given("allowed"), Disclosure),
]);
/// What writes words, which a paid engine is asked for only with the creator's word.
const WRITES: Leave = Make(&[(WordsCost, Spends)]);
/// What reads from a platform, where that may have a price.
const READS: Leave = Make(&[(ReadingCosts, Spends)]);

pub(super) const ASKED: &[Asked] = &[
    asked("accounts.disconnect", Ask(Accounts), "disconnect an account"),
    asked("accounts.resume_posts", Ask(Publishes), "send the posts that waited for an account"),
    asked("accounts.sync", READS, "read an account's figures"),
    asked("accounts.test", READS, "test an account"),
    asked("accounts.update", Ask(Accounts), "change an account"),
    asked("automation.execute", Make(&[(Without("dry_run"), Publishes)]), "let a rule make and send posts now"),
    asked("automation.strategy_set", Ask(Publishes), "change how a character's posts are planned"),
    asked("backup.delete", Ask(Deletes), "delete a backup"),
    asked("calendar.create", Look(&[(Given("rows"), Publishes)]), "plan posts"),
    asked("captions.generate", WRITES, "have a caption written"),
    asked(
        "characters.create",
        Make(&[
            (Given("disclosure"), Disclosure),
            (Differs("origin", "fictional"), Disclosure),
            (Given("consent_id"), Disclosure),
        ]),
        "make a character with an AI label or an origin of its own",
    ),
    asked("characters.delete", Ask(Deletes), "delete a character"),
    asked("characters.generate_content", WRITES, "have words written for a character"),
    asked("characters.import", Ask(Disclosure), "take in characters from a file, with what it says of their origin"),
    asked("characters.restore", Ask(Publishes), "bring back a deleted character, with its plans"),
    asked("characters.resume", Ask(Publishes), "let a paused character post again"),
    asked(
        "characters.update",
        Make(&[
            (Touched("disclosure"), Disclosure),
            (Touched("origin"), Disclosure),
            (Touched("consent_id"), Disclosure),
        ]),
        "change a character's AI label or origin",
    ),
    asked("comfyui.queue", Ask(Spends), "run a graph of its own on ComfyUI, where some nodes cost money"),
    asked("comments.hide", Ask(Engages), "hide somebody's comment, or show it again"),
    asked("comments.list", Look(&[(ReadingCostsWhen("refresh"), Spends)]), "read the comments on a post anew"),
    asked("comments.reply", Ask(Engages), "write a comment"),
    asked("content.approve", Ask(Publishes), "approve a picture, so that it may go out"),
    asked("content.batch_approve", Ask(Publishes), "approve pictures, so that they may go out"),
    asked("content.batch_delete", Ask(Deletes), "delete pictures"),
    asked(
        "content.batch_update",
        Make(&[(Given("approval_status"), Publishes), (Given("rating"), Publishes)]),
        "decide what pictures show or whether they may go out",
    ),
    asked("content.delete", Ask(Deletes), "delete a picture"),
    asked("content.description_tags", WRITES, "have a picture described"),
    asked("content.image_delete", Ask(Deletes), "delete a picture"),
    asked("content.images_delete", Ask(Deletes), "delete pictures"),
    asked(
        "content.update",
        Make(&[(Given("approval_status"), Publishes), (Given("rating"), Publishes), (Touched("is_nsfw"), Publishes)]),
        "decide what a picture shows or whether it may go out",
    ),
    asked("engagement.comment", Ask(Engages), "comment"),
    asked("engagement.follow", Ask(Engages), "follow somebody"),
    asked("engagement.like", Ask(Engages), "like a post"),
    asked("engagement.repost", Ask(Engages), "share a post"),
    asked("engines.create", Ask(Settings), "add a text engine"),
    asked("engines.delete", Ask(Settings), "take a text engine away"),
    asked("engines.reorder", Ask(Settings), "change which text engine is asked first"),
    asked("engines.update", Ask(Settings), "change a text engine"),
    asked("facebook.post", Ask(Publishes), "post to Facebook"),
    asked("images.delete", Ask(Deletes), "delete a job and its pictures"),
    asked("images.formats_delete", Ask(Deletes), "delete a format"),
    asked("images.settings_delete", Ask(Deletes), "delete a preset"),
    asked("images.styles_delete", Ask(Deletes), "delete a template"),
    asked("instagram.comment", Ask(Engages), "comment on Instagram"),
    asked("instagram.like", Ask(Engages), "like a post on Instagram"),
    asked("instagram.post", Ask(Publishes), "post to Instagram"),
    asked("instagram.reel", Ask(Publishes), "post a reel to Instagram"),
    asked("instagram.story", Ask(Publishes), "post a story to Instagram"),
    asked("library.forget", Ask(Deletes), "forget files that are missing"),
    asked("models.install", Ask(Settings), "fetch a model onto this computer"),
    asked("models.install_missing", Ask(Settings), "fetch the models that a workflow lacks onto this computer"),
    asked("models.retry_install", Ask(Settings), "fetch a model onto this computer again"),
    asked("onlyfans.upload", Ask(Publishes), "hand a post over to OnlyFans"),
    asked("posts.approve", Ask(Publishes), "approve a post, so that it goes out"),
    asked("posts.create", SENDS, "make posts that go out, or whose AI label is off"),
    asked("posts.delete", Ask(Deletes), "delete a post"),
    asked("posts.generate_images", Make(&[(PostIsPlanned, Publishes)]), "put new pictures into a post that is planned"),
    asked("posts.publish", Ask(Publishes), "publish a post now"),
    asked("posts.resolve", Ask(Publishes), "say whether a post is up, which may send it again"),
    asked("posts.restore", Ask(Publishes), "bring back a deleted post, with its planned time"),
    asked("posts.retry", Ask(Publishes), "send a post again"),
    asked("posts.sync", READS, "read a post's figures"),
    asked(
        "posts.update",
        Make(&[
            (PostIsPlanned, Publishes),
            (Given("scheduled_at"), Publishes),
            (Given("next_slot"), Publishes),
            (Off("ai_label"), Disclosure),
            (Given("allowed"), Disclosure),
        ]),
        "change a post that goes out",
    ),
    asked("prompts.delete", Ask(Deletes), "delete a prompt"),
    asked("prompts.examples_delete", Ask(Deletes), "delete an example of a prompt"),
    asked("prompts.generate", WRITES, "have prompts written"),
    asked("prompts.wildcards_delete", Ask(Deletes), "delete a wildcard"),
    asked(
        "references.add",
        Make(&[
            (Given("files"), Disclosure),
            (Given("path"), Disclosure),
            (Given("upload_id"), Disclosure),
            (Given("url"), Disclosure),
            (Differs("origin", "fictional"), Disclosure),
            (Given("consent_id"), Disclosure),
        ]),
        "add reference pictures from elsewhere and say whose face they show",
    ),
    asked("references.delete", Ask(Deletes), "delete a reference"),
    asked(
        "references.update",
        Make(&[(Touched("origin"), Disclosure), (Touched("consent_id"), Disclosure)]),
        "say whose face a reference shows",
    ),
    asked("rehearsal.advance", Ask(Publishes), "move the rehearsal's clock on, so that posts go out"),
    asked("rules.create", Ask(Publishes), "make a rule that posts by itself"),
    asked("rules.delete", Ask(Deletes), "delete a rule"),
    asked("rules.enable", Ask(Publishes), "switch on a rule that posts by itself"),
    asked("rules.resume", Ask(Publishes), "let a paused rule post again"),
    asked("rules.update", Ask(Publishes), "change a rule that posts by itself"),
    asked("scheduler.resume", Ask(Publishes), "let posts go out again"),
    asked("scheduler.run_now", Ask(Publishes), "let a rule make and send posts now"),
    asked("scheduling.cancel", Ask(Deletes), "take a post out of the plan"),
    asked("scheduling.post", Ask(Publishes), "plan a post"),
    asked("scheduling.update", Ask(Publishes), "change a planned post"),
    asked("servers.create", Ask(Settings), "add a ComfyUI"),
    asked("servers.delete", Ask(Settings), "take a ComfyUI away"),
    asked("servers.update", Ask(Settings), "change a ComfyUI's settings"),
    asked("services.restart", Ask(Settings), "restart a program such as ComfyUI"),
    asked("services.stop", Ask(Settings), "stop a program such as ComfyUI"),
    asked("settings.update", Ask(Settings), "change the settings"),
    asked("slots.create", Ask(Settings), "add times at which an account posts"),
    asked("slots.delete", Ask(Settings), "take a time away at which an account posts"),
    asked("slots.update", Ask(Settings), "change a time at which an account posts"),
    asked("styles.delete", Ask(Deletes), "delete a character's style"),
    asked("telegram.send", Ask(Publishes), "send to Telegram"),
    asked("text.generate", WRITES, "have a text written"),
    asked("trash.empty", Ask(Deletes), "empty the trash for good"),
    asked("twitter.reply", Ask(Engages), "reply on X"),
    asked("twitter.retweet", Ask(Engages), "repost on X"),
    asked("twitter.tweet", Ask(Publishes), "post to X"),
    asked("youtube.upload", Ask(Publishes), "upload to YouTube"),
];

/// Plain things that belong to no character: also for agents that may touch certain characters only.
pub(super) const FOR_ALL: &[&str] = &[
    "approvals.get",
    "characters.list",
    "comfyui.status",
    "images.formats_get",
    "images.formats_list",
    "images.settings_get",
    "images.settings_list",
    "images.styles_get",
    "images.styles_list",
    "models.get",
    "models.list",
    "models.missing",
    "platforms.list",
    "prompts.examples_get",
    "prompts.examples_list",
    "prompts.wildcards_list",
    "system.health",
    "system.info",
    "text.health",
    "text.models",
    "workflows.get",
    "workflows.list",
];

/// What an operation is to an agent.
pub(super) fn leave(operation: &str) -> Leave {
    if LOOKS.contains(&operation) {
        Look(&[])
    } else if MAKES.contains(&operation) {
        Make(&[])
    } else if NEVER.contains(&operation) {
        Never
    } else {
        // What has no line at all is the creator's too.
        asked_of(operation).map_or(Never, |asked| asked.leave)
    }
}

/// The line of an operation that may need the creator's word.
pub(super) fn asked_of(operation: &str) -> Option<&'static Asked> {
    ASKED.iter().find(|asked| asked.operation == operation)
}

/// Whether a yes to this operation may hold for every further call too.
pub(crate) fn may_always(reason: &str) -> bool {
    reason != Engages.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Effect, Operations};
    use std::collections::BTreeMap;

    #[test]
    fn every_operation_has_one_line_and_every_line_an_operation() {
        let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
        let asked = ASKED.iter().map(|asked| asked.operation);
        for name in LOOKS.iter().chain(MAKES).chain(NEVER).copied().chain(asked) {
            *lines.entry(name).or_default() += 1;
        }
        let operations = Operations::all();
        for operation in operations.iter() {
            let count = lines.get(operation.name).copied().unwrap_or_default();
            assert_eq!(count, 1, "{} needs one line in the table of what agents may do", operation.name);
        }
        for name in lines.keys().chain(FOR_ALL) {
            assert!(operations.get(name).is_some(), "{name} is no operation");
        }
    }

    #[test]
    fn nothing_that_shows_or_destroys_is_done_alone() {
        for operation in Operations::all().iter() {
            let leave = leave(operation.name);
            match operation.effect {
                Effect::Read => assert!(!matches!(leave, Make(_)) || operation.name.contains("compose")),
                Effect::Write => assert!(!matches!(leave, Look([])), "{} changes something", operation.name),
                // A draft is made alone; nothing else that may publish is.
                Effect::Publish => assert!(
                    matches!(leave, Ask(Publishes | Engages) | Never) || operation.name == "posts.create",
                    "{} shows something to the public",
                    operation.name
                ),
                Effect::Destroy => {
                    assert!(matches!(leave, Ask(_) | Never), "{} takes something away", operation.name);
                }
            }
        }
    }

    #[test]
    fn a_case_asks_for_a_field_that_the_operation_has() {
        let operations = Operations::all();
        for asked in ASKED {
            let (Look(cases) | Make(cases)) = asked.leave else { continue };
            let mut settings = schemars::generate::SchemaSettings::draft2020_12();
            settings.inline_subschemas = true;
            let operation = operations.get(asked.operation);
            let schema = operation.map(|operation| (operation.input_schema)(&mut settings.into_generator()).to_value());
            let fields = schema.map(|schema| schema["properties"].clone()).unwrap_or_default();
            for (case, _) in cases {
                let field = match case {
                    Given(name)
                    | Touched(name)
                    | Differs(name, _)
                    | Without(name)
                    | Off(name)
                    | ReadingCostsWhen(name) => *name,
                    PostIsPlanned => "post_id",
                    WordsCost | ReadingCosts => continue,
                };
                assert!(fields.get(field).is_some(), "{} has no field {field}", asked.operation);
            }
        }
    }
}
