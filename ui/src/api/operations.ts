// Generated from the operations registry. Do not edit; renew with `cargo xtask fix`.

/** What every list answers with beside its rows. */
export interface Page {
  total: number;
  limit: number;
  offset: number;
}

/** Rules of one input field, as the program checks them. */
export interface FieldRules {
  required?: boolean;
  minimum?: number;
  maximum?: number;
  min_length?: number;
  max_length?: number;
  pattern?: string;
  /** The only words that are taken. */
  choices?: readonly string[];
}

export interface OperationMeta {
  effect: "read" | "write" | "destroy" | "publish";
  /** What the operation shows (read) or changes. */
  tags: readonly string[];
  /** By field name, dotted where fields nest. */
  rules?: Readonly<Record<string, FieldRules>>;
}

/** A row that the creator accepted. */
export interface AcceptedRow {
  character_id: CharacterId;
  account_ids: AccountId[];
  content_id: ContentId;
  /** Wall-clock time in `timezone`. */
  wall_time: string;
  timezone: string;
  post_type?: PostType | null;
  caption?: string;
  hashtags?: string[];
  /** The slots that it fills. */
  slot_ids?: SlotId[];
  /** The rule whose firing it is. */
  rule_id?: RuleId | null;
}

/** An account that a login opens. */
export interface AccountChoice {
  /** The platform's id of it. */
  external_id: string;
  account_username: string;
  display_name: string;
  account_url: string | null;
  follower_count: number | null;
  /** Whether it is connected already; choosing it renews its login. */
  is_connected: boolean;
}

/** The button that mends an account. */
export type AccountFix = "reconnect" | "test" | "resume";

/** An account at a platform. */
export type AccountId = string;

/** Accounts, by platform and name. */
export interface AccountList {
  accounts: PlatformAccount[];
  total: number;
}

/** An account that a rule, a slot or a post goes to. */
export interface AccountMark {
  account_id: AccountId;
  /** The platform's slug. */
  platform: string;
  /** Its name there. */
  handle: string;
}

/** An account, and what hangs on it. */
export interface AccountStatus {
  /** Its id. */
  id: AccountId;
  /** The platform. */
  platform: PlatformName;
  /** Whose it is. */
  character_id: CharacterId | null;
  /** The character's name. */
  character_name: string | null;
  /** The creator's word for it; empty when there is none. */
  label: string;
  /** By which of the platform's logins it was connected. */
  login: string;
  /** The platform's id of it. */
  external_id: string;
  /** Its name in addresses, without an at sign. */
  account_username: string;
  /** Its name for people. */
  display_name: string;
  /** Its page. */
  account_url: string | null;
  /** Whether it works. */
  is_connected: boolean;
  /** How it is. */
  connection_status: ConnectionStatus;
  /** What that means and what to do. */
  message: string;
  /** The button that mends it; null where nothing is to be done. */
  fix: AccountFix | null;
  /** Until when its login holds if nothing is done; null: it has no end by time. */
  login_ends_at: string | null;
  /** When its login is renewed by itself. */
  login_renews_at: string | null;
  /** Where its tokens lie; `this_run` is lost when the program ends. */
  kept: Kept;
  /** Whether pictures that are not safe for work may go there. */
  allows_nsfw: boolean;
  /** The IANA zone of its slots. */
  timezone: string;
  /** How pictures reach a platform that only fetches them. */
  upload_place: UploadPlace | null;
  /** The bucket that was set, without its keys. */
  bucket: BucketSettings | null;
  /** The items of the platform's checklist for AI accounts that were ticked, by their text. */
  demands_met: string[];
  /** Whether nothing is sent there for now. */
  is_paused: boolean;
  paused_reason: string | null;
  /** Until when; null until it is resumed. */
  paused_until: string | null;
  /** No post goes out before this moment, because the platform asked for it. */
  held_until: string | null;
  held_reason: string | null;
  /** Followers at the last look; null is not given. */
  follower_count: number | null;
  /** Posts that the platform still takes in its window, at the last look; null is not given. */
  posts_left: number | null;
  /** When its login was last renewed. */
  refreshed_at: string | null;
  /** When it was last tested. */
  tested_at: string | null;
  /** What the last test or renewal met. */
  test_error: string | null;
  /** When its counts were last read. */
  last_synced_at: string | null;
  created_at: string;
  updated_at: string;
  /** Its posts that failed or wait because of it. */
  posts: WaitingPosts;
  /** The other accounts whose login belongs to the same app: what befalls one may befall all. */
  same_app: string[];
}

/** What a test met. */
export interface AccountTest {
  /** Whether the platform took its login. */
  works: boolean;
  /** What works and until when, or what does not and what to do. */
  message: string;
  /** The account as it is now. */
  account: PlatformAccount;
}

/** An account to be connected again. */
export interface AccountToConnect {
  account_id: AccountId;
  platform: string;
  username: string;
}

/** A page of actions. */
export interface ActionList {
  actions: EngagementAction[];
  total: number;
  limit: number;
  offset: number;
}

/** How it ended. */
export type ActionStatus = "intended" | "done" | "failed" | "unknown";

/** What was done. */
export type ActionType = "like" | "comment" | "follow" | "repost" | "reply";

/**
 * Adds reference pictures to a character: files of this computer, uploads, addresses, pictures of the
 * library. Each is taken or refused for itself; a picture that is there already is not added twice. The
 * first reference of a character is its primary one.
 */
export interface AddReferences {
  character_id: CharacterId;
  /** The files, at most 50. */
  files?: ReferenceFile[];
  /** One file of this computer, in place of `files` (window and command line only). */
  path?: string | null;
  /** One upload, in place of `files`. */
  upload_id?: UploadId | null;
  /** One address, in place of `files`. */
  url?: string | null;
  /** One picture of the library, in place of `files`. */
  content_id?: ContentId | null;
  /** A caption for training, where a file has none of its own. */
  caption?: string;
  /** Whether training takes them (true). */
  use_for_training?: boolean;
  /** Whose face it is; else the character's. */
  origin?: Origin | null;
  /** The consent that they rest on; else the character's. */
  consent_id?: ConsentId | null;
}

/** One file and what became of it. */
export interface AddedReference {
  /** The file's name, or its address. */
  name: string;
  outcome: Outcome;
  /** The reference; null when it was refused. */
  reference: Reference | null;
  /** Why it was refused, and what to do. */
  reason: string | null;
  /** The same for programs: `{ code, message, details }`. */
  error: unknown;
}

/** What became of each file, in their order. */
export interface AddedReferences {
  results: AddedReference[];
  /** How many were added. */
  added: number;
  /** How many were references already. */
  already_there: number;
  /** How many were refused. */
  refused: number;
}

/**
 * Makes files that belong to no row items of the library. They stay where they are; a recipe inside, of whatever
 * program, is read.
 */
export interface AdoptFiles {
  /** The files, as `library.check` names them. */
  files: string[];
}

/** What became of the files. */
export interface AdoptedFiles {
  /** The new items. */
  content_ids: ContentId[];
  /** The files that could not be adopted, and why. */
  refused: RefusedFile[];
}

/**
 * Lets time pass in a rehearsal, for the stand-ins too: a week of a plan takes seconds. It stops wherever something is
 * due until that is done, so that every post goes out at its time. Only in a rehearsal.
 */
export interface Advance {
  /** How many seconds pass; give this or `until`. */
  seconds?: number | null;
  /**
   * The moment that it is afterwards, RFC 3339; at most 31 days away. One that has passed moves nothing, but what is
   * due is waited for.
   */
  until?: string | null;
  /** In one step, as though the computer had slept: what was due meanwhile was missed. */
  at_once?: boolean;
}

/** The time afterwards. */
export interface Advanced {
  /** The present moment of this library and of its stand-ins. */
  now: string;
  /** How many seconds it is ahead of the computer's. */
  ahead_seconds: number;
  /** Whether it stands still until it is moved. */
  stands_still: boolean;
  /** At how many moments time stopped on its way. */
  stops: number;
}

/** An agent. */
export interface AgentDetail {
  id: AgentId;
  /** The creator's name for it. */
  name: string;
  /**
   * What it may do at most: `read` looks, `make` also makes and changes what can be undone, `publish` also asks to
   * publish.
   */
  scope: AgentScope;
  /** The characters that it may touch; empty is all of them. */
  character_ids: CharacterId[];
  /** Whether it has a token; one without comes by `troupe-cli mcp` alone. */
  has_token: boolean;
  /** The answers that hold for every further call, until they are taken back. */
  answers: StandingAnswer[];
  /** How many of its questions wait. */
  waiting: number;
  created_at: string;
  /** When it last asked for anything, to the minute. */
  seen_at: string | null;
  /** When it was turned away for good. */
  revoked_at: string | null;
}

/** An agent: a program that asks for operations of its own accord. */
export type AgentId = string;

/** The agents. */
export interface AgentList {
  agents: AgentDetail[];
  total: number;
}

/** What an agent may do at most. */
export type AgentScope = "read" | "make" | "publish";

/** An agent, and its token where one was made. */
export interface AgentWithToken {
  agent: AgentDetail;
  /** What it sends as `Authorization: Bearer …`. It is kept nowhere: copy it now. */
  token: string | null;
  /** What to do with it. */
  message: string;
}

/** How many ways took it. */
export interface AlarmSent {
  sent: number;
}

/** Where alarms go besides the window. Tokens lie in the keychain, as `alarm_telegram` and `alarm_ntfy`. */
export interface AlarmSettings {
  /** A private Telegram chat: the number that a bot of yours writes to. */
  telegram_chat_id: string | null;
  /** An ntfy topic, such as `https://ntfy.sh/a-name-that-nobody-guesses`. */
  ntfy_topic_url: string | null;
}

/** Where alarms go besides the window. Tokens lie in the keychain, as `alarm_telegram` and `alarm_ntfy`. */
export interface AlarmSettingsInput {
  /** A private Telegram chat: the number that a bot of yours writes to. */
  telegram_chat_id?: string | null;
  /** An ntfy topic, such as `https://ntfy.sh/a-name-that-nobody-guesses`. */
  ntfy_topic_url?: string | null;
}

/** Yes or no. */
export type Answer = "yes" | "no";

/** How a character looks and what its pictures are made with. */
export interface Appearance {
  /** Hair, such as `copper` or `long black hair`. */
  hair_color: string;
  /** Eyes, such as `green`. */
  eye_color: string;
  /** Words of its look, used in prompts. */
  style_keywords: string[];
  /** What it likes to wear and be seen in, used in prompts after the keywords. */
  style_preferences: string[];
  /** The reference that its face is taken from; without one the primary reference. */
  face_reference: ReferenceId | null;
  /** How its face is kept the same, such as `ip-adapter`. */
  face_consistency_method: string | null;
  /** The checkpoint of its pictures. */
  base_model: string | null;
  /** LoRAs of its pictures. */
  loras: Lora[];
  /** Words at the beginning of each prompt. */
  prompt_prefix: string;
  /** Words of each negative prompt. */
  negative_prompt: string;
}

/** How a character looks. What is absent stays, or is empty. */
export interface AppearanceFields {
  /** Hair, such as `copper` or `long black hair`. */
  hair_color?: string | null;
  /** Eyes, such as `green`. */
  eye_color?: string | null;
  /** Words of its look, used in prompts. */
  style_keywords?: string[] | null;
  /** What it likes to wear and be seen in, used in prompts after the keywords. */
  style_preferences?: string[] | null;
  /** The picture that its face is taken from; without one the primary reference. */
  face_reference?: PictureInput | null;
  /** How its face is kept the same, such as `ip-adapter`. */
  face_consistency_method?: string | null;
  /** The checkpoint of its pictures. */
  base_model?: string | null;
  /** LoRAs of its pictures. */
  loras?: LoraInput[] | null;
  /** Words at the beginning of each prompt. */
  prompt_prefix?: string | null;
  /** Words of each negative prompt. */
  negative_prompt?: string | null;
}

/** Something that an agent asked for. */
export interface Approval {
  id: ApprovalId;
  agent_id: AgentId;
  agent_name: string;
  /** What would happen, in a sentence. */
  words: string;
  /** Why the creator's word is needed. */
  reason: Reason | null;
  /** The same in a sentence. */
  reason_words: string;
  operation: string;
  /** The input as it is carried out; keys are shown as dots. */
  input: unknown;
  /** What it is about, as it stood when it was asked. */
  subject: ApprovalSubject;
  state: ApprovalState;
  /** Whether the answer may hold for every further call too. */
  may_be_always: boolean;
  /** Whether it was given so. */
  is_always: boolean;
  /** What the operation answered, once it was carried out. */
  answer: unknown;
  /** `{ code, message, details }` when it could not be done. */
  error: unknown;
  asked_at: string;
  /** When it is answered no more. */
  expires_at: string;
  decided_at: string | null;
  /** When it was carried out. */
  finished_at: string | null;
}

/** A question of an agent to the creator. */
export type ApprovalId = string;

/** A page of what agents asked for. */
export interface ApprovalList {
  approvals: Approval[];
  total: number;
  limit: number;
  offset: number;
  /** How many wait for an answer, whatever is listed. */
  waiting: number;
}

/** How far a question is. */
export type ApprovalState = "asked" | "allowed" | "running" | "done" | "failed" | "cut_off" | "declined" | "expired";

/** What the creator decided about an item. */
export type ApprovalStatus = "pending" | "approved" | "rejected";

/** What a question is about. */
export interface ApprovalSubject {
  posts: AskedPost[];
  /** The pictures and clips. */
  content_ids: ContentId[];
  accounts: AskedAccount[];
  characters: AskedCharacter[];
}

/**
 * Approves an item: it is good to be used. A picture that was made here, was asked for as safe for work and that nobody
 * rated yet is rated safe by it, unless its character has an account that takes what is not: then it is still to be
 * rated.
 */
export interface ApproveContent {
  /** The item. */
  content_id: ContentId;
}

/** Approves many items, and rates them as approving one does. */
export interface ApproveManyContent {
  /** The items, 5,000 at most. */
  content_ids?: ContentId[] | null;
  /** Instead of ids: all items that these filters show. */
  filter?: ContentFilter | null;
}

/** The creator's word that a planned post may go out. It approves those of its pictures that were not decided on yet. */
export interface ApprovePost {
  post_id: PostId;
}

/** An account that a question is about. */
export interface AskedAccount {
  account_id: AccountId;
  platform: string;
  /** `mira on Instagram`. */
  words: string;
}

/** A character that a question is about. */
export interface AskedCharacter {
  character_id: CharacterId;
  name: string;
}

/** A post that a question is about. */
export interface AskedPost {
  post_id: PostId;
  platform: string;
  /** The words without hashtags and disclosure line. */
  caption: string;
  hashtags: string[];
  scheduled_at: string | null;
  content_ids: ContentId[];
  updated_at: string;
}

/** A missed firing that asks. */
export interface AskingFiring {
  firing_id: FiringId;
  rule_id: RuleId;
  rule_name: string;
  character_name: string | null;
  scheduled_at: string;
  reason: string | null;
}

/** One try of a post. */
export interface Attempt {
  /** From 1. */
  number: number;
  /** What it did, in order. */
  steps: AttemptStep[];
}

/** A login that was begun; it lives in memory only. */
export type AttemptId = string;

/** How far a login is. */
export type AttemptState = "waiting" | "choose" | "connected" | "failed" | "cancelled" | "expired";

/** One call toward the platform. */
export interface AttemptStep {
  kind: StepKind;
  /** What it does, in words. */
  words: string;
  /** Which file it is about, from 0. */
  item: number | null;
  /** Whether the public can see what it does. */
  is_public: boolean;
  /** When the call was first meant to be made; null was not begun. */
  intent_at: string | null;
  /** When it was known how it ended; null with an intent is unknown. */
  outcome_at: string | null;
  outcome: Outcome2 | null;
  /** How often the call was made. */
  calls: number;
  /** blake3 of what is sent. */
  request_hash: string;
  /** Our mark in the call. */
  reference: string;
  /** The platform's id of what it made. */
  platform_id: string | null;
  /** What the platform said besides. */
  data: unknown;
  /** What it met, in words. */
  error: string | null;
  /** The platform's raw answer to a refusal, without secrets. */
  reply: string | null;
}

/** What is known and what can be done. */
export interface Attention {
  /** Why. */
  kind: AttentionKind;
  /** What happened and what is known, in sentences. */
  known: string[];
  /** What the creator can choose. */
  choices: Choice[];
  /** The page to look at. */
  url: string | null;
  /** By hand: the folder with files, words and checklist, below the library's folder. */
  folder: string | null;
  /** By hand: what is to be done there, line by line. */
  checklist: string[];
  /** Since when. */
  since: string;
}

/** Why a post needs attention. */
export type AttentionKind = "unknown" | "private" | "not_shown" | "by_hand" | "missed";

/** How an account is connected, and with what. */
export interface AuthData {
  /** The kind of login; absent where the platform has one alone or `login` names it. */
  auth_type?: AuthType | null;
  /** Which of the platform's logins, by its slug in `platforms.list`. */
  login?: string | null;
  /** What the login asks for, by the names in `platforms.list`. */
  fields?: Record<string, string>;
  /** The account's name, for the one field of the login that asks for it. */
  username?: string | null;
  /**
   * The key, the token or the app password, for the one field of the login that is secret. Never the password of
   * the platform itself.
   */
  password?: string | null;
}

/** The kinds of login, and those that are refused. */
export type AuthType = "oauth" | "api_key" | "token" | "app_password" | "hand_off" | "browser_session" | "password";

/** Whether this computer stays awake, and whether it could wake by itself. */
export interface AwakeReport {
  /** The setting `scheduling.keep_awake`. */
  keep_awake: boolean;
  state: AwakeState;
  /** Whether the system lets Troupe wake this computer. */
  can_wake: boolean;
  /** The setting `scheduling.wake_for_posts`. */
  wake_for_posts: boolean;
  wake_state: WakeState;
  /** When the computer is woken next; `null` while no timer is set. */
  wakes_at: string | null;
  /** All of it in sentences. */
  message: string;
}

/** Whether the computer is kept awake. */
export type AwakeState = "not_needed" | "held" | "refused";

/** A time at which this computer must be awake. */
export interface AwakeTime {
  at: string;
  wall_time: string;
  timezone: string;
  /** In a sentence: `This computer must be awake at 19:00.` */
  message: string;
}

/** A backup. */
export interface Backup {
  /** Its file's name. */
  name: string;
  made_at: string;
  size_bytes: number;
  /** Which pictures and clips it holds. */
  media: BackupMedia;
  /** How many files of the library it brings back, with the backups that it needs. */
  file_count: number;
  /** The size of those files in all. */
  file_bytes: number;
  /** The earlier backups that a restore needs too. */
  needs: string[];
  /** The later backups that need this one. */
  needed_by: string[];
}

/** Backups. */
export interface BackupList {
  backups: Backup[];
  total: number;
  /** Where they lie, in words for the screen. */
  folder: string;
  /** The one that is being made. */
  running: RunningBackup | null;
  /** Whether a restore waits for the next start. */
  is_restore_ready: boolean;
}

/** Which pictures and clips a backup holds. */
export type BackupMedia = "none" | "new" | "all";

/** A picture of a batch that failed. */
export interface BatchFailure {
  number: number;
  seed: number;
  message: string;
}

/** Jobs made together. */
export type BatchId = string;

/** The batch queue. */
export interface BatchQueue {
  /** Jobs that wait in the queue. */
  queued: number;
  /** Jobs that were handed to ComfyUI or are being made. */
  running: number;
  /** Pictures that are still to be made. */
  pictures_left: number;
  /** The jobs in their order. */
  jobs: ImageJob[];
}

/** A batch in figures. */
export interface BatchSummary {
  job_id: JobId;
  status: State;
  total: number;
  success_count: number;
  failure_count: number;
  cancelled_count: number;
  duration_seconds: number | null;
  content_ids: ContentId[];
  failures: BatchFailure[];
  /** What was made smaller than asked, and why. */
  notes: string[];
}

/** A backup that was begun. */
export interface BegunBackup {
  name: string;
  /** Whether it is whole already. */
  is_done: boolean;
  /** The backup, once it is whole. */
  backup: Backup | null;
}

/** What was begun. */
export interface BegunInstalls {
  installs: ModelInstall[];
  /** What could not be begun, and why. */
  failed: FailedInstall[];
}

/** A prompt of the document. */
export interface BookPrompt {
  prompt: string;
  title: string;
  negative_prompt: string;
  /** The name of the character whose it is; `null` is anybody's. */
  character: string | null;
  is_favourite: boolean;
}

/** A prompt of the document. */
export interface BookPromptInput {
  prompt: string;
  title?: string;
  negative_prompt?: string;
  /** The name of the character whose it is; `null` is anybody's. */
  character?: string | null;
  is_favourite?: boolean;
}

/** A bucket of the creator's own, at a provider that speaks S3. */
export interface BucketInput {
  /** The provider's address without the bucket, such as `https://ACCOUNT.r2.cloudflarestorage.com`. */
  endpoint: string;
  /** The bucket's name. */
  name: string;
  /** Its region; `auto` where the provider has none, as R2. */
  region?: string | null;
  /** The folder within the bucket; none when absent. */
  prefix?: string | null;
  /** The access key; absent keeps the one that is there. */
  access_key?: string | null;
  /** The secret key; absent keeps the one that is there. */
  secret_key?: string | null;
}

/** A bucket as it was set; its keys are never read back. */
export interface BucketSettings {
  /** The provider's address. */
  endpoint: string;
  /** The bucket's name. */
  name: string;
  /** Its region. */
  region: string | null;
  /** The folder within it. */
  prefix: string | null;
}

/** The calendar of a range. */
export interface Calendar {
  from_date: string;
  to_date: string;
  /** The IANA zone whose days these are. */
  timezone: string;
  days: CalendarDay[];
  /** Hours with more posts than do each other good. */
  crowded_hours: CrowdedHour[];
  /** Posts of the range, each account's counted. */
  total_posts: number;
  /** Posts that need a look, whenever they were planned. */
  needs_attention: number;
}

/** One day. */
export interface CalendarDay {
  date: string;
  /** Its posts, laid together by what was made together and goes at the same time. */
  groups: CalendarGroup[];
  /** What rules will do on it. */
  firings: Firing[];
  /** Posts of the day, each account's counted. */
  post_count: number;
}

/** Posts that were made together and go at the same time: one picture, a mark for each platform. */
export interface CalendarGroup {
  group_id: GroupId;
  character_id: CharacterId | null;
  character_name: string | null;
  /** The instant. */
  scheduled_at: string | null;
  /** What the clocks of the calendar's zone show then. */
  wall_time: string | null;
  /** The first picture. */
  content_id: ContentId | null;
  caption: string;
  posts: ScheduledPost[];
}

/** Ends a login that waits for the browser or for a choice; nothing is kept of it. */
export interface CancelAttempt {
  /** The login. */
  attempt_id: AttemptId;
}

/**
 * Cancels a job: all of it, or with `after_current` only what has not begun. A job that has ended
 * stays as it is, so that it can be called again.
 */
export interface CancelImageJob {
  /** The job. */
  job_id: JobId;
  /** Finish the picture that is being made, then stop. */
  after_current?: boolean;
}

/** Calls a model off that is on its way. What came of it stays, so that it can go on later. */
export interface CancelInstall {
  /** The install. */
  install_id: ModelInstallId;
}

/** Takes a restore back that waits for the next start: the library stays as it is. */
export type CancelRestore = Record<string, never>;

/** Takes a planned post out of the plan. `posts.restore` puts it back while its time is ahead. */
export interface CancelScheduled {
  post_id: PostId;
}

/** What became of it. */
export interface CancelledRestore {
  /** Whether there was one. */
  was_ready: boolean;
}

/** What the official interface can do. */
export interface Capabilities {
  /** Publishing at all; without it there is a hand-off. */
  publish: boolean;
  /** Taking a post down. */
  delete: boolean;
  /** Words for pictures. */
  alt_text: boolean;
  /** A comment of our own right after the post. */
  first_comment: boolean;
  /** Reading comments on our posts. */
  read_comments: boolean;
  /** Answering them. */
  reply_comments: boolean;
  /** Hiding them. */
  hide_comments: boolean;
  /** Counts of a post. */
  metrics: boolean;
  /** Publishing at a time by itself: the shortest and the longest time ahead. */
  schedule: ScheduleRule | null;
  /** Liking a post, one at a time and clicked by a person. */
  like: boolean;
  /** Reposting. */
  repost: boolean;
  /** Replying to posts of others. */
  reply: boolean;
  /** Following. */
  follow: boolean;
}

/** One caption. */
export interface Caption {
  /** The words, without hashtags and disclosure line. */
  text: string;
  /** Hashtags without their sign. */
  hashtags: string[];
  /** All of it as it would be sent. */
  whole: string;
  /** The length of `whole`, as the platform counts. */
  length: number;
  /** The most that the platform takes; `null` without a platform or a limit. */
  limit: number | null;
  /** Whether it was too long and was cut at a sentence or a word. */
  was_shortened: boolean;
}

/** A character with all that belongs to it. */
export interface Character {
  id: CharacterId;
  name: string;
  bio: string;
  /** 18 or over. */
  age: number;
  location: string;
  /** IANA time zone. */
  timezone: string;
  interests: string[];
  /** The reference that was chosen as its profile image. */
  profile_image: ReferenceId | null;
  /** The reference shown as its face: the profile image, else the face reference, else the primary one. */
  face: ReferenceId | null;
  status: CharacterStatus;
  /** Why it is paused or in error, where there is something to say. */
  status_reason: string | null;
  paused_at: string | null;
  /** Until when it is paused; null until it is resumed. */
  paused_until: string | null;
  personality: Personality;
  appearance: Appearance;
  narrative: string;
  /** Where it is meant to post. */
  platforms: string[];
  disclosure: Disclosure;
  /** Whose face it has. */
  origin: Origin;
  /** The consent that it rests on. */
  consent_id: ConsentId | null;
  styles: Style[];
  references: Reference[];
  /** Its accounts on platforms. */
  platform_accounts: PlatformAccount[];
  stats: CharacterStats;
  created_at: string;
  updated_at: string;
  /** When it was deleted; it can be restored. */
  deleted_at: string | null;
}

/** A character as its card shows it. */
export interface CharacterCard {
  id: CharacterId;
  name: string;
  bio: string;
  age: number;
  location: string;
  timezone: string;
  /** Where it is meant to post. */
  platforms: string[];
  /** Whose face it has. */
  origin: Origin;
  status: CharacterStatus;
  status_reason: string | null;
  paused_at: string | null;
  paused_until: string | null;
  /** The reference that was chosen as its profile image. */
  profile_image: ReferenceId | null;
  /** The reference shown as its face: the profile image, else the face reference, else the primary one. */
  face: ReferenceId | null;
  /** Its newest pictures and clips that were not rejected, at most five. */
  newest_content_ids: ContentId[];
  /** How many of its pictures wait for the creator's yes or no. */
  pending_count: number;
  /** Its next planned post. */
  next_post: NextPostOfCharacter | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** How many prompts a character has. */
export interface CharacterCount {
  character_id: CharacterId | null;
  count: number;
}

/** A character. */
export type CharacterId = string;

/** A page of characters. */
export interface CharacterList {
  characters: CharacterCard[];
  total: number;
  limit: number;
  offset: number;
}

/** Numbers of a character on its platforms; null is not measured. */
export interface CharacterStats {
  total_posts: number;
  total_followers: number | null;
  total_engagement: number | null;
}

/** How a character is. */
export type CharacterStatus = "active" | "paused" | "error";

/** A character's posting plan. */
export interface CharacterStrategy {
  character_id: CharacterId;
  strategy: Strategy;
  /** When it last changed; `null` while there is none. */
  updated_at: string | null;
  /** The plan that it replaced; sending that undoes it. */
  previous: Strategy | null;
}

/**
 * Compares the library's rows with the files in its media folder, now. Nothing is deleted; a picture of ours whose
 * row was never written gets its row.
 */
export type CheckLibrary = Record<string, never>;

/** Looks at a saved post as preflight does. */
export interface CheckPost {
  post_id: PostId;
}

/** A file as it would be sent. */
export interface CheckedMedia {
  content_id: ContentId;
  /** The very file; null could not be made. */
  prepared: PreparedFile | null;
}

/** What preflight found for one account. */
export interface CheckedPost {
  account_id: AccountId;
  platform: PlatformName;
  post_type: PostType;
  /** Whether it could be sent as it is. */
  is_ready: boolean;
  /** What speaks against it, the gravest first. */
  findings: Finding[];
  /** The words as they are sent: caption, mentions, hashtags and disclosure line. */
  text: string;
  /** How long they are, as the platform counts. */
  text_length: number;
  /** The longest that the platform takes; null takes no words, or any. */
  max_length: number | null;
  /** Whether the platform's own AI flag is set. */
  has_ai_flag: boolean;
  /** The files in their order. */
  media: CheckedMedia[];
  /** US dollars that the platform takes for it. */
  cost_usd: number;
}

/** What is still to do. */
export interface Checklist {
  /** When a backup took this library's place, while posts due before that are still looked for. */
  restored_at: string | null;
  /** Accounts whose sign-in is not in this computer's keychain. */
  accounts: AccountToConnect[];
  /** Models that characters and styles name and ComfyUI does not have. */
  models: ModelToFetch[];
  /** Whether ComfyUI could be asked. */
  is_comfyui_known: boolean;
}

/** A choice of the creator's, as `posts.resolve` takes it. */
export type Choice = "up" | "send_again" | "look_again" | "leave";

/** Connects the chosen accounts of a login that opens several. */
export interface ChooseAccounts {
  /** The login. */
  attempt_id: AttemptId;
  /** The platform's ids of the accounts to connect, out of `choices`. */
  external_ids: string[];
}

/** Clears the jobs that have ended from the list. What is in the library stays. */
export type ClearImageJobs = Record<string, never>;

/** How many were cleared. */
export interface ClearedImageJobs {
  cleared: number;
}

/** A ComfyUI that the creator named, and how it is at the moment. */
export interface ComfyServer {
  /** Its id; `null` for the stand-in of a rehearsal, which is never stored. */
  id: ServerId | null;
  /** The creator's name for it. */
  name: string;
  /** Its address. */
  address: string;
  /** Whether it is used at all. */
  is_enabled: boolean;
  /** Whether pictures are made there. */
  is_default: boolean;
  /** How it is. */
  state: ServerState;
  /** What that means and what to do. */
  message: string;
  /** ComfyUI's version. */
  version: string | null;
  /** Its devices, the main one first. */
  devices: DeviceReport[];
  /** The computer's memory in bytes. */
  ram_total_bytes: number | null;
  /** The computer's free memory in bytes. */
  ram_free_bytes: number | null;
  /** How many checkpoints it has. */
  checkpoints: number | null;
  /** How many LoRAs it has. */
  loras: number | null;
}

/** The state of ComfyUI. */
export interface ComfyuiStatus {
  /** `running`, `off`, `starting`, or `not_set_up` when no server is named. */
  status: string;
  /** What it means and what to do. */
  message: string;
  /** The server, when one is named. */
  server: ComfyServer | null;
}

/** A comment on a post of ours. */
export type CommentId = string;

/** A page of comments. */
export interface CommentList {
  comments: PostComment[];
  total: number;
  limit: number;
  offset: number;
  /** Why they are those of an earlier look, where the platform was not asked or did not answer. */
  message: string | null;
}

/** Comments on a post of your own on Instagram; its official interface has no call for posts of others. */
export interface CommentOnInstagram {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
  /** The words. */
  comment_text: string;
}

/** Comments on one post with an account: on one of its own, or on somebody else's where the platform has that call. */
export interface CommentOnPost {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
  /** The platform, where the account does not say it. */
  platform?: PlatformName | null;
  /** The words. */
  comment_text: string;
}

/**
 * Shows what a request for pictures would send: the words with where each came from, the model, the
 * LoRAs, every parameter, what the server lacks, and how long it will probably take.
 */
export type ComposeImage = GenerateImage;

/** What would be sent. */
export interface ComposedImage {
  /** The words, the model and the LoRAs, and where each came from. */
  composed: ComposedPrompt;
  workflow_id: string;
  width: number | null;
  height: number | null;
  steps: number | null;
  cfg_scale: number | null;
  sampler_name: string | null;
  scheduler: string | null;
  /** How many pictures. */
  count: number;
  /** Whether a ComfyUI could be asked what it has. */
  is_checked: boolean;
  /** Models, nodes and choices that ComfyUI lacks; empty lists when nothing is missing. */
  missing: unknown;
  /** Seconds for all of them, once pictures of this model and size were made before. */
  estimated_seconds: number | null;
}

/** What will be sent, with the parts that it is made of, in their order. */
export interface ComposedPrompt {
  /** The whole prompt. */
  prompt: string;
  /** The whole negative prompt. */
  negative_prompt: string;
  /** The checkpoint; null when nobody named one. */
  model: string | null;
  /** Who named the checkpoint. */
  model_from: ModelFrom | null;
  /** The LoRAs, in the order in which they are applied. */
  loras: Lora[];
  /** The parts of the prompt, in their order. */
  parts: PromptPart[];
  /** The parts of the negative prompt, in their order. */
  negative_parts: PromptPart[];
}

/**
 * Connects an account, or connects it again. A login in the browser answers at once with the page to open and an
 * attempt to ask for (`accounts.attempt`); what was pasted is tried at once. What opens the account goes to the
 * system's keychain and nowhere else. Passwords of platforms and browser sessions are refused.
 */
export interface ConnectAccount {
  /** The platform. */
  platform: PlatformName;
  /** Whose the account is. */
  character_id?: CharacterId | null;
  /** Connects this account again, and no other. */
  account_id?: AccountId | null;
  /** How, and with what. */
  auth_data?: AuthData;
}

/** A connected account. */
export interface ConnectedAccount {
  account: PlatformAccount;
  /** Its posts that failed or wait because it could not be used: ask once what becomes of them. */
  posts: WaitingPosts;
}

/** How an account is. */
export type ConnectionStatus = "connected" | "expiring" | "expired" | "revoked" | "restricted" | "disconnected";

/** A consent, and what rests on it. */
export interface Consent {
  id: ConsentId;
  /** What it is about. */
  subject_kind: SubjectKind;
  /** Whose it is. */
  origin: Origin;
  /** The person's name. */
  subject_name: string | null;
  /** Whether the signed paper is kept. */
  has_file: boolean;
  /** What the person agreed to. */
  scope: string | null;
  notes: string | null;
  /** Until when it holds; null has no end. */
  expires_at: string | null;
  withdrawn_at: string | null;
  /** Whether it holds now. */
  state: ConsentState;
  /** How many characters rest on it. */
  character_count: number;
  /** How many reference pictures rest on it. */
  reference_count: number;
  created_at: string;
  updated_at: string;
}

/** An origin of a face, a voice or a training set. */
export type ConsentId = string;

/** A page of consents. */
export interface ConsentList {
  consents: Consent[];
  total: number;
  limit: number;
  offset: number;
}

/** Whether a consent holds. */
export type ConsentState = "valid" | "expired" | "withdrawn";

/**
 * What a batch did. The inverse of a decision is `content.batch_update` with the states in `previous`;
 * that of a deletion `trash.restore_many` with their ids.
 */
export interface ContentBatch {
  /** How many items changed. */
  changed: number;
  /** How many were as asked for already. */
  unchanged: number;
  /** Ids that are not in the library, or are in the trash. */
  not_found: ContentId[];
  /** The items that changed, as they were before. */
  previous: ContentState[];
}

/** An item with its recipe and its relations. */
export interface ContentDetails {
  /** The item's id. */
  id: ContentId;
  /** The character that it shows. */
  character_id: CharacterId | null;
  /** The character's name. */
  character_name: string | null;
  /** The job that made it. */
  job_id: JobId | null;
  /** The run that made it. */
  run_id: RunId | null;
  /** The item that it was derived from. */
  parent_id: ContentId | null;
  /** What it is. */
  content_type: ContentType;
  /** What it is meant for: `post`, `story`, `reel` and the like. */
  content_category: string;
  /** Where it comes from. */
  source: ContentSource;
  /** Its file's name, unique in the library. */
  filename: string;
  /** Its media type. */
  mime_type: string;
  /** Width in pixels. */
  width: number | null;
  /** Height in pixels. */
  height: number | null;
  /** Size of the file in bytes. */
  file_size: number;
  /** The positive prompt. */
  prompt: string;
  /** The negative prompt. */
  negative_prompt: string;
  /** The workflow's slug. */
  workflow_id: string | null;
  /** The checkpoint. */
  model: string | null;
  /** The seed, 0 to 2^53 − 1. */
  seed: number | null;
  /** 0 to 1; null is not measured. */
  quality_score: number | null;
  /** Likeness to the character's references, 0 to 1; null is not measured. */
  identity_score: number | null;
  /** The creator's words on it. */
  description: string;
  /** How much it shows; unknown counts as not allowed where that matters. */
  rating: Rating;
  /** Whether it is rated explicit. */
  is_nsfw: boolean;
  /** The folder that it is in: a label, never a place on the disk. */
  folder_path: string;
  /** What the creator decided. */
  approval_status: ApprovalStatus;
  /** Why it was rejected. */
  rejected_reason: string | null;
  /** When the creator decided. */
  decided_at: string | null;
  /** Whether a model made it; rehearsal pictures are drawn. */
  is_ai_made: boolean;
  /** In how many posts it went out. */
  times_used: number;
  /** The tags, in order. */
  tags: string[];
  /** When it was made. */
  created_at: string;
  /** When its row last changed. */
  updated_at: string;
  /** When it went to the trash; null when it is not there. */
  deleted_at: string | null;
  /** The whole recipe: model, steps, cfg_scale, sampler, scheduler, seed, size, LoRAs and what else was written. */
  generation_settings: unknown;
  /** The LoRAs that it was made with. */
  loras: Lora[];
  /** BLAKE3 of the file, as hex. */
  blake3: string;
  /** Whether the file is missing from the media folder. */
  is_file_missing: boolean;
  /** The item that it was derived from. */
  parent: RelatedContent | null;
  /** The items that were derived from it. */
  children: RelatedContent[];
  /** The job that made it. */
  job: ContentJob | null;
}

/** One value of a filter. */
export interface ContentFacetValue {
  /** The value, as the filter takes it. */
  value: string | null;
  /** What to show for it. */
  label: string | null;
  /** How many items it has. */
  count: number;
}

/** The values of each filter; at most 100 of each, those with the most items first. */
export interface ContentFacets {
  /** How many items all the filters have together. */
  total: number;
  /** By the creator's decision. */
  approval_status: ContentFacetValue[];
  /** By character; a null value counts the items of none. */
  character_id: ContentFacetValue[];
  /** By type. */
  content_type: ContentFacetValue[];
  /** By tag: how many would be left with this tag as well. */
  tag: ContentFacetValue[];
  /** By folder; an empty value counts the items in none. */
  folder: ContentFacetValue[];
  /** By checkpoint. */
  model: ContentFacetValue[];
  /** By LoRA. */
  lora: ContentFacetValue[];
  /** By rating. */
  rating: ContentFacetValue[];
  /**
   * By the day on which they were made, `2026-11-19`, the last first and all of them; empty without
   * a `time_zone`.
   */
  day: ContentFacetValue[];
}

/** Which items: everything that is left out means any. */
export interface ContentFilter {
  /** Only of this character. */
  character_id?: CharacterId | null;
  /** Only of this type. Also `type`. */
  content_type?: ContentType | null;
  /** Only in this state. Also `status`. */
  approval_status?: ApprovalStatus | null;
  /** Only approved ones, or only those that are not. */
  is_approved?: boolean | null;
  /** Only with this rating. */
  rating?: Rating | null;
  /** Only explicit ones, or only those that are not rated so. */
  is_nsfw?: boolean | null;
  /** Only meant for this: `post`, `story`, `reel` and the like. Also `content_category`. */
  category?: string | null;
  /** Only generated, imported or derived ones. */
  source?: ContentSource | null;
  /** Only with this tag; several with commas between mean all of them. Also `tags`. */
  tag?: string | null;
  /** Only in this folder; an empty text means in none. Also `folder_path`. */
  folder?: string | null;
  /** Only made with this checkpoint. */
  model?: string | null;
  /** Only made with this LoRA. */
  lora?: string | null;
  /** Only made with this seed. */
  seed?: number | null;
  /** Only made by this job. */
  job_id?: JobId | null;
  /** Only derived from this item. */
  parent_id?: ContentId | null;
  /** Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name. Also `search`. */
  q?: string | null;
  /** Only those that never went out in a post, or only those that did. */
  never_posted?: boolean | null;
  /** Made at or after this moment. */
  created_from?: string | null;
  /** Made at or before this moment. */
  created_to?: string | null;
  /** Measured quality at least this, 0 to 1. */
  min_quality?: number | null;
  /** Measured quality at most this, 0 to 1. */
  max_quality?: number | null;
  /** Measured likeness at least this, 0 to 1. */
  min_identity?: number | null;
  /** Measured likeness at most this, 0 to 1. */
  max_identity?: number | null;
}

/** Where a rule takes its picture from. */
export type ContentFrom = "approved" | "fresh" | "fresh_else_approved";

/** A picture, a clip, a sound or a text in the library. */
export type ContentId = string;

/** A page of the pictures. */
export interface ContentImages {
  /** The pictures. */
  items: ContentItem[];
  /** How many there are in all. */
  total: number;
  /** The page's size. */
  limit: number;
  /** How many were left out before it. */
  offset: number;
}

/** One item of the library. */
export interface ContentItem {
  /** The item's id. */
  id: ContentId;
  /** The character that it shows. */
  character_id: CharacterId | null;
  /** The character's name. */
  character_name: string | null;
  /** The job that made it. */
  job_id: JobId | null;
  /** The run that made it. */
  run_id: RunId | null;
  /** The item that it was derived from. */
  parent_id: ContentId | null;
  /** What it is. */
  content_type: ContentType;
  /** What it is meant for: `post`, `story`, `reel` and the like. */
  content_category: string;
  /** Where it comes from. */
  source: ContentSource;
  /** Its file's name, unique in the library. */
  filename: string;
  /** Its media type. */
  mime_type: string;
  /** Width in pixels. */
  width: number | null;
  /** Height in pixels. */
  height: number | null;
  /** Size of the file in bytes. */
  file_size: number;
  /** The positive prompt. */
  prompt: string;
  /** The negative prompt. */
  negative_prompt: string;
  /** The workflow's slug. */
  workflow_id: string | null;
  /** The checkpoint. */
  model: string | null;
  /** The seed, 0 to 2^53 − 1. */
  seed: number | null;
  /** 0 to 1; null is not measured. */
  quality_score: number | null;
  /** Likeness to the character's references, 0 to 1; null is not measured. */
  identity_score: number | null;
  /** The creator's words on it. */
  description: string;
  /** How much it shows; unknown counts as not allowed where that matters. */
  rating: Rating;
  /** Whether it is rated explicit. */
  is_nsfw: boolean;
  /** The folder that it is in: a label, never a place on the disk. */
  folder_path: string;
  /** What the creator decided. */
  approval_status: ApprovalStatus;
  /** Why it was rejected. */
  rejected_reason: string | null;
  /** When the creator decided. */
  decided_at: string | null;
  /** Whether a model made it; rehearsal pictures are drawn. */
  is_ai_made: boolean;
  /** In how many posts it went out. */
  times_used: number;
  /** The tags, in order. */
  tags: string[];
  /** When it was made. */
  created_at: string;
  /** When its row last changed. */
  updated_at: string;
  /** When it went to the trash; null when it is not there. */
  deleted_at: string | null;
}

/** The job behind an item. */
export interface ContentJob {
  /** The job's id. */
  id: JobId;
  /** A few words to know it by. */
  title: string;
  /** Where it stands. */
  state: State;
  /** When its button was pressed. */
  created_at: string;
}

/** A page of the library. */
export interface ContentList {
  /** The items. */
  content: ContentItem[];
  /** How many items the filters have in all. */
  total: number;
  /** The page's size. */
  limit: number;
  /** How many items were left out before it; from the cursor's item on, where there was one. */
  offset: number;
  /** Where the next page goes on; null on the last one. */
  next_cursor: ContentId | null;
}

/** The parameters of `content.generate`. */
export interface ContentSettings {
  /** Sampling steps, 1 to 150. */
  steps?: number | null;
  /** How closely the prompt is followed, 0 to 30. */
  cfg_scale?: number | null;
  /** Width in pixels, 64 to 4096. */
  width?: number | null;
  /** Height in pixels, 64 to 4096. */
  height?: number | null;
  /** Seed of the first picture; absent or -1: random for each. */
  seed?: number | null;
  /** How many, 1 to 500 (1). */
  count?: number | null;
  /** Checkpoint, as ComfyUI lists it. */
  model?: string | null;
  /** Sampler, as ComfyUI lists it. */
  sampler_name?: string | null;
  /** Noise schedule, as ComfyUI lists it. */
  scheduler?: string | null;
  /** LoRAs beside the character's and the style's. */
  loras?: LoraInput[];
}

/** In which order items come. */
export type ContentSort = "newest" | "oldest" | "name" | "quality";

/** Where an item comes from. */
export type ContentSource = "generated" | "imported" | "derived";

/** What of an item can be changed in a batch, as it was before: enough to change it back. */
export interface ContentState {
  /** The item. */
  content_id: ContentId;
  /** What the creator had decided. */
  approval_status: ApprovalStatus;
  /** Why it had been rejected. */
  rejected_reason: string | null;
  /** How much it was said to show. */
  rating: Rating;
  /** The folder that it was in. */
  folder_path: string;
}

/** How much the library holds; the trash is counted on its own. */
export interface ContentStats {
  /** All items. */
  total: number;
  /** Not decided. */
  pending: number;
  /** Approved. */
  approved: number;
  /** Rejected. */
  rejected: number;
  /** Pictures. */
  images: number;
  /** Clips. */
  videos: number;
  /** Made in the last seven days. */
  last_seven_days: number;
  /** Approved and never sent out in a post. */
  approved_never_posted: number;
  /** Size of all files in bytes, the trash left out. */
  size_bytes: number;
  /** Mean of the measured quality scores, 0 to 1; null when none was measured. */
  average_quality: number | null;
  /** In the trash. */
  in_trash: number;
  /** Size of the trash in bytes. */
  trash_size_bytes: number;
  /** By character. */
  by_character: ContentFacetValue[];
}

/** What an item is. */
export type ContentType = "image" | "video" | "audio" | "text";

/** An item whose file is missing. */
export interface ContentWithoutFile {
  /** The item. */
  content_id: ContentId;
  /** Where its file should be, relative to the media folder. */
  file: string;
}

/** Daily copies. */
export interface CopyList {
  copies: DatabaseCopy[];
  total: number;
}

/** How a platform counts the length of a text. */
export type Counting = "characters" | "graphemes" | "utf16" | "bytes" | "weighted" | "mastodon" | "threads";

/** Adds an agent and makes its token, which is shown this once. */
export interface CreateAgent {
  /** The creator's name for it, such as the name of the program. */
  name: string;
  /** What it may do at most (`make`). */
  scope?: AgentScope | null;
  /** The characters that it may touch; empty is all of them. */
  character_ids?: CharacterId[];
  /** Makes no token: it comes by `troupe-cli mcp` alone (no). */
  without_token?: boolean;
}

/**
 * Makes a backup while the program runs: the database, and by choice pictures and clips. Secrets stay in the
 * keychain. It goes on in the background; `backup.list` tells how far it is.
 */
export interface CreateBackup {
  /** Which pictures and clips it holds: `new` (those that no earlier backup in the folder holds), `all`, or `none`. */
  media?: BackupMedia;
  /** Seconds to wait for it, at most 300 (0). */
  wait?: number;
}

/**
 * Fills a range of days from slots, rules and approved pictures. First a preview: a row each of time, picture, caption
 * and accounts. Then send the rows that you accept, changed as you like: those are planned. No picture is taken twice.
 */
export interface CreateCalendar {
  /** The first day; else tomorrow. */
  from_date?: string | null;
  /** The last day, at most 62 days after the first; else six days after it. */
  to_date?: string | null;
  /** The IANA zone whose days these are; else the first character's. */
  timezone?: string | null;
  /** Of these characters; else of all. */
  character_ids?: CharacterId[];
  /** At these accounts; else at all of the characters'. */
  account_ids?: AccountId[];
  /** Only shows what it would do (yes, while no rows are sent). */
  preview?: boolean | null;
  /** The rows that are planned. */
  rows?: AcceptedRow[];
  /** Whether the planned posts may go out without another word (yes). */
  approved?: boolean | null;
}

/** Makes a character. Only a name and an age of 18 or over are needed; everything else can follow. */
export interface CreateCharacter {
  name: string;
  /** Who it is, in a few sentences. */
  bio?: string;
  /** 18 or over. */
  age: number;
  location?: string;
  /** IANA time zone, such as Europe/Berlin (UTC). */
  timezone?: string | null;
  interests?: string[];
  /** The picture shown as its face; it becomes a reference. */
  profile_image?: PictureInput | null;
  personality?: PersonalityFields;
  appearance?: AppearanceFields;
  /** Its story. */
  narrative?: string;
  /** Where it is meant to post, such as instagram. */
  platforms?: string[];
  disclosure?: DisclosureFields;
  /** Whose face it has (`fictional`). */
  origin?: Origin;
  /** The consent that it rests on; needed for another person's face. */
  consent_id?: ConsentId | null;
}

/**
 * Notes where a face, a voice or a training set comes from. Another person's needs the written consent:
 * its file, the person's name, and what was agreed to.
 */
export interface CreateConsent {
  /** What it is about (`face`). */
  subject_kind?: SubjectKind;
  /** Whose it is (`consent`: another person's). */
  origin?: Origin;
  /** The person's name. */
  subject_name?: string | null;
  /** What the person agreed to. */
  scope?: string | null;
  notes?: string | null;
  /** Until when it holds, RFC 3339; absent has no end. */
  expires_at?: string | null;
  /** The signed paper: a PDF, a picture, a document. */
  file?: FileInput | null;
}

/**
 * Names a text engine, at the end of the order. It is tried at once; one that does not answer is kept only with
 * `even_if_off`. The key goes to the system's keychain and is never read back.
 */
export interface CreateEngine {
  /** Its kind. */
  kind: TextEngineKind;
  /** A name for it; else its kind's. */
  name?: string;
  /** Its address; else where this kind is usually found. */
  address?: string;
  /** Its key, where it wants one. */
  key?: string;
  /** The model that writes; absent: the first that it has, on an own computer. */
  model?: string | null;
  /** Whether the model looks at pictures; absent: as the engine says. */
  sees?: boolean | null;
  /** US dollars for a million tokens that are read. */
  input_usd_per_million?: number | null;
  /** US dollars for a million tokens that are written. */
  output_usd_per_million?: number | null;
  /** Keep it although it does not answer at the moment. */
  even_if_off?: boolean;
}

/** Keeps a size under a name. */
export interface CreateFormat {
  name: string;
  description?: string;
  /** Width in pixels, 64 to 4096, a multiple of 8. */
  width: number;
  /** Height in pixels, 64 to 4096, a multiple of 8. */
  height: number;
  /** Slugs of the platforms that it fits. */
  platforms?: string[];
}

/**
 * Makes posts, one for each account; those made together share a group. They stay drafts, or go out now, at a time, or
 * in the next slot.
 */
export interface CreatePosts {
  /** Whose posts; without it the accounts say. */
  character_id?: CharacterId | null;
  /** The account. */
  platform_account_id?: AccountId | null;
  /** Several accounts: one post each. */
  account_ids?: AccountId[];
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** Further ones after it. */
  additional_content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The form (`post`). */
  post_type?: PostType | null;
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the picture. */
  alt_text?: string | null;
  /** The same for several files, in their order. */
  alt_texts?: string[];
  /** The parts of the files that are sent, in their order; null is the whole. */
  crops?: (Crop | null)[];
  /** The platform's own fields, as `platforms.list` names them. */
  fields?: Record<string, unknown>;
  /** What differs for some of the accounts. */
  for_accounts?: ForAccount[];
  /** Whether it is marked as made with AI; without it as the character says, which is on from the start. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Sends it now. */
  publish_immediately?: boolean;
  /** When it goes out: wall-clock time in `timezone`, or with an offset an instant. */
  scheduled_at?: string | null;
  /** The IANA zone of `scheduled_at`; without it each account's. */
  timezone?: string | null;
  /** Lets the platform itself publish it at that time, where it can. */
  at_platform?: boolean;
  /** Puts each into its account's next free slot. */
  next_slot?: boolean;
  /** Waits for `posts.approve` before it goes out. */
  needs_approval?: boolean;
  /** What happens when its time is missed (`late`). */
  when_missed?: WhenMissed;
  /** How late it may still go out, in minutes (60). */
  late_minutes?: number | null;
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** Keeps generation parameters under a name. */
export interface CreatePreset {
  name: string;
  description?: string;
  /** The parameters: an object, or the same as JSON text. */
  value?: GenerationParametersInput;
}

/** Keeps a prompt in the book. Wildcards are written `__colour__`, choices `{warm|cold}`. */
export interface CreatePrompt {
  prompt: string;
  /** Whose it is; absent is anybody's. */
  character_id?: CharacterId | null;
  /** A few words to know it by. */
  title?: string;
  negative_prompt?: string;
  is_favourite?: boolean;
  /** Where it comes from: `written` when left out. */
  source?: PromptSource;
}

/** Keeps an example of a prompt. */
export interface CreatePromptExample {
  title: string;
  prompt: string;
  negative_prompt?: string;
  category?: string;
}

/** Makes a rule that plans posts by itself: when it fires, what it takes or makes, and where it posts. */
export interface CreateRule {
  /** Whose posts it plans. */
  character_id: CharacterId;
  name: string;
  /** What it is good for. */
  description?: string;
  /** `schedule` (at times), `interval` (every so often) or `event` (when something happens). */
  trigger_type: TriggerType;
  /** The trigger's own fields: `cron` and `timezone`, `every_minutes`, or `event`. */
  trigger_config: TriggerConfig;
  /** Where it posts to. */
  account_ids?: AccountId[];
  /** In place of accounts: the character's connected accounts at these platforms. */
  platforms?: PlatformName[];
  /** The form of its posts (`post`). */
  post_type?: PostType | null;
  /** What it posts (`image`). */
  content_type?: ContentType | null;
  /** The category of what it takes and makes (`post`); empty takes any. */
  content_category?: string | null;
  /**
   * Where it takes it from: `approved`, `fresh` or `fresh_else_approved` (`approved`, or with a prompt
   * `fresh_else_approved`).
   */
  content_source?: ContentFrom | null;
  /** The prompt of fresh pictures, with variables such as `{topic}`. */
  prompt_template?: string;
  /** The caption, with variables such as `{weekday}`. */
  caption_template?: string;
  /** How hashtags are chosen (`template`). */
  hashtag_strategy?: HashtagStrategy | null;
  /** The hashtags to choose from. */
  hashtags?: string[];
  /** Whether its posts wait for your word (yes). */
  needs_approval?: boolean | null;
  /** At most so many posts a day, 1 to 100. */
  max_posts_per_day?: number | null;
  /** Not within so many minutes of another post of the character at the same accounts, 0 to 40,320. */
  cooldown_minutes?: number | null;
  /** It does not fire in these hours of its zone. */
  quiet_hours?: QuietHours | null;
  /** What happens when its time is missed, as when the computer slept (`late`). */
  when_missed?: WhenMissed | null;
  /** How late it may still go out, 0 to 40,320 minutes (60). */
  late_minutes?: number | null;
  /** How long before its time a fresh picture is begun, 5 to 40,320 minutes (120). */
  lead_minutes?: number | null;
  /** Whether it fires at all (yes). */
  is_enabled?: boolean | null;
}

/**
 * Names a ComfyUI. The address is tried at once; one that does not answer is kept only with
 * `even_if_off`.
 */
export interface CreateServer {
  /** A name for it; else its address. */
  name?: string;
  /** Its address, such as `http://127.0.0.1:8188`; `127.0.0.1:8188` is as good. */
  address: string;
  /** Make pictures there. The first server is the default anyway. */
  is_default?: boolean | null;
  /** Keep it although it does not answer at the moment. */
  even_if_off?: boolean;
}

/** Makes a weekly slot of an account. Give several weekdays to make one on each. */
export interface CreateSlot {
  account_id: AccountId;
  /** The days: 1 is Monday, 7 is Sunday. */
  weekdays: number[];
  /** `HH:MM`, as the account's clocks show it. */
  time: string;
  /** What is posted then (`post`). */
  post_type?: PostType | null;
}

/** Makes a style of a character. The first one is its default. */
export interface CreateStyle {
  character_id: CharacterId;
  /** Its name, once a character. */
  name: string;
  /** What it is good for. */
  description?: string;
  /** Words before the character's. */
  prompt_prefix?: string;
  /** Words at the end of the prompt. */
  prompt_suffix?: string;
  /** Words of the negative prompt. */
  negative_prompt?: string;
  /** A checkpoint in place of the character's. */
  model?: string | null;
  /** LoRAs besides the character's. */
  loras?: LoraInput[];
  /** Generation parameters of its own, such as steps, cfg_scale, width and height. */
  settings?: GenerationParametersInput;
  /** Makes it the one that is taken when a request names no style. */
  is_default?: boolean;
}

/** Keeps a prompt frame. Without `{prompt}` in it the other words go to its end. */
export interface CreateTemplate {
  name: string;
  description?: string;
  prompt_template: string;
  negative_prompt?: string;
}

/** The new posts. */
export interface CreatedPosts {
  /** The first one. */
  post_id: PostId;
  group_id: GroupId;
  /** Of the first one. */
  status: PostStatus;
  /** Of the first one. */
  platform_post_id: string | null;
  /** Of the first one. */
  platform_post_url: string | null;
  /** Of the first one. */
  published_at: string | null;
  /** All of them, one an account. */
  posts: Post[];
}

/** A part of a picture; each figure is a share of the whole, 0 to 1. */
export interface Crop {
  /** From the left. */
  x: number;
  /** From the top. */
  y: number;
  /** Of the width. */
  width: number;
  /** Of the height. */
  height: number;
}

/**
 * Proposes the part of a picture to keep for a shape: the widest one, where most is to be seen, faces before all.
 * Nothing is changed; posts take it as one of their `crops`.
 */
export interface CropContent {
  /** A picture of the library. */
  content_id: ContentId;
  /** The narrowest shape that will do: width divided by height. */
  min_ratio: number;
  /** The widest shape that will do. */
  max_ratio: number;
}

/** An hour with more posts than do each other good. */
export interface CrowdedHour {
  date: string;
  /** 0 to 23 in the calendar's zone. */
  hour: number;
  /** Groups of posts in it. */
  count: number;
  /** Accounts that have two or more posts in it. */
  account_ids: AccountId[];
  /** What is crowded, in words. */
  message: string;
}

/** A daily copy. */
export interface DatabaseCopy {
  /** Its name, to go back to it. */
  name: string;
  made_at: string | null;
  size_bytes: number;
}

/** Answers a question of an agent, once or for every further call. Yes carries out what was asked, at once and once. */
export interface DecideApproval {
  approval_id: ApprovalId;
  /** Yes or no. */
  answer: Answer;
  /**
   * Let the answer hold for every further call of this operation by this agent (no). `agents.forget_answer` takes it
   * back.
   */
  always?: boolean;
}

/** An item after a decision, and what it was before. */
export interface DecidedContent {
  /** The item as it is now. */
  content: ContentItem;
  /** What it was before. */
  previous: ContentState;
}

/** Deletes a backup. One that a later backup needs stays. */
export interface DeleteBackup {
  /** The backup's name, as the list tells it. */
  name: string;
}

/** Deletes a character. It can be restored; its pictures stay. */
export interface DeleteCharacter {
  character_id: CharacterId;
}

/** Lays an item into the trash, from where it can be restored. */
export interface DeleteContent {
  /** The item. */
  content_id: ContentId;
}

/** Lays the picture of this name into the trash. */
export interface DeleteContentImage {
  /** The file's name. */
  filename: string;
}

/** Lays pictures into the trash. */
export interface DeleteContentImages {
  /** The files' names, 5,000 at most. */
  filenames: string[];
}

/** Forgets a text engine and its key. What it wrote stays. */
export interface DeleteEngine {
  /** The engine. */
  engine_id: TextEngineId;
}

/** Deletes a format. */
export interface DeleteFormat {
  /** The format. */
  format_id: FormatId;
}

/**
 * Deletes a job and its pictures; the pictures go to the trash, from where they can be restored.
 * Without `confirm` it only says what would go.
 */
export interface DeleteImageJob {
  /** The job. */
  job_id: JobId;
  /** Say yes to what goes. */
  confirm?: boolean;
}

/** Lays many items into the trash. */
export interface DeleteManyContent {
  /** The items, 5,000 at most. */
  content_ids?: ContentId[] | null;
  /** Instead of ids: all items that these filters show. */
  filter?: ContentFilter | null;
}

/**
 * Deletes a model's file from this computer. It does not come back; a character or style that names it has to choose
 * another one then.
 */
export interface DeleteModel {
  /** The model's id, as the list tells it. */
  model_id: string;
}

/**
 * Deletes a post: on its platform too where it is up and the platform has such a call, and here. `posts.restore` takes
 * back what was not up.
 */
export interface DeletePost {
  post_id: PostId;
  /** Deletes it here alone and leaves it up. */
  only_here?: boolean;
}

/** Deletes a preset. */
export interface DeletePreset {
  /** The preset. */
  setting_id: PresetId;
}

/** Deletes a prompt of the book. It can be restored for as long as the trash keeps things; its pictures stay. */
export interface DeletePrompt {
  prompt_id: SavedPromptId;
}

/** Deletes an example. */
export interface DeletePromptExample {
  /** The example. */
  example_id: ExampleId;
}

/**
 * Lays a reference into the trash, from which it can be restored. If it was primary, the oldest of the others becomes
 * it.
 */
export interface DeleteReference {
  character_id: CharacterId;
  reference_id: ReferenceId;
}

/** Deletes a rule; posts that it planned stay. `rules.create` makes it again. */
export interface DeleteRule {
  rule_id: RuleId;
}

/** Forgets a server. Pictures that were made there stay. */
export interface DeleteServer {
  /** The server. */
  server_id: ServerId;
}

/** Deletes a slot; posts that fill it already keep their time. `slots.create` makes it again. */
export interface DeleteSlot {
  slot_id: SlotId;
}

/** Deletes a style. If it was the default, the oldest of the others becomes it. */
export interface DeleteStyle {
  character_id: CharacterId;
  style_id: StyleId;
}

/** Deletes a template. */
export interface DeleteTemplate {
  /** The template. */
  style_id: TemplateId;
}

/** Takes a wildcard away. Prompts that hold it say so when they are used. */
export interface DeleteWildcard {
  /** Its name. */
  name: string;
}

/** What was deleted. */
export interface DeletedBackup {
  name: string;
  freed_bytes: number;
}

/** An item that lies in the trash now. */
export interface DeletedContent {
  /** The item; `trash.restore` takes it as `item_id`. */
  content_id: ContentId;
  /** When it went there. */
  deleted_at: string;
}

/** Pictures that lie in the trash now. */
export interface DeletedContentImages {
  /** Their names. */
  deleted: string[];
  /** Their ids; `trash.restore_many` takes them back. */
  content_ids: ContentId[];
  /** Names that no picture outside the trash has. */
  not_found: string[];
}

/** What went. */
export interface DeletedImageJob {
  job_id: JobId;
  /** The pictures that now lie in the trash. */
  trashed_content_ids: ContentId[];
}

/** What was deleted. */
export interface DeletedModel {
  model_id: string;
  /** What that made free. */
  freed_bytes: number;
}

/** What was deleted. */
export interface DeletedPost {
  post_id: PostId;
  /** Whether it was taken down there. */
  deleted_on_platform: boolean;
  /** Where it is still up, if it is. */
  platform_post_url: string | null;
  /** What was done, in words. */
  message: string;
}

/** What is left of a character's references. */
export interface DeletedReference {
  deleted_id: ReferenceId;
  /** The reference that is primary now; null when none is left. */
  primary_reference_id: ReferenceId | null;
}

/** A page of deleted references. */
export interface DeletedReferenceList {
  references: ReferenceInTrash[];
  total: number;
  limit: number;
  offset: number;
}

/** What was forgotten. */
export interface DeletedServer {
  server_id: ServerId;
}

/** What is left of a character's styles. */
export interface DeletedStyle {
  /** The style that was deleted, as it was, so that it can be made again. */
  deleted: Style;
  /** The style that is the default now; null when none is left. */
  default_style_id: StyleId | null;
}

/** Something that the platform demands of an AI character's account. */
export interface Demand {
  /** What to do, as a line of a checklist. */
  text: string;
  /** Where to do it. */
  url: string | null;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/**
 * Describes a picture: alt text for those who do not see it, a description and tags. With `save` an item of the
 * library keeps the description and the tags; tags that it has already stay.
 */
export interface DescribeContent {
  /** An item of the library. */
  content_id?: ContentId | null;
  /** The address of a picture; private addresses are refused. */
  image_url?: string | null;
  /** Who it shows; else the item's character. */
  character_id?: CharacterId | null;
  /** Keep description and tags with the item. */
  save?: boolean;
  /** The model; else the first that looks at pictures. */
  model?: string | null;
}

/** What a picture shows. */
export interface DescribedContent {
  /** Plainly what is to be seen, at most 400 letters. */
  alt_text: string;
  /** The same with mood, place and light. */
  description: string;
  /** Single words. */
  tags: string[];
  /** Whether the item keeps them now. */
  is_saved: boolean;
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  /** Its name. */
  engine: string;
  /** Its kind. */
  kind: TextEngineKind;
  /** The model. */
  model: string;
  /** Whether the model looked at the picture itself; else it was told the picture's prompt. */
  saw_picture: boolean;
  /** Tokens that were read. */
  input_tokens: number;
  /** Tokens that were written. */
  output_tokens: number;
  /** What it cost in US dollars; `null` where no price is known. */
  cost_usd: number | null;
  /** Engines before it in the order that could not write. */
  passed_over: PassedOver[];
}

/** Looks around on this computer for what Troupe can work with. */
export type DetectSetup = Record<string, never>;

/** A device that computes. */
export interface DeviceReport {
  /** Its name. */
  name: string;
  /** `cuda`, `mps`, `cpu` … */
  kind: string;
  /** Its memory in bytes. */
  memory_total_bytes: number;
  /** Its free memory in bytes. */
  memory_free_bytes: number;
}

/** Switches a rule off; posts that it planned stay. */
export interface DisableRule {
  rule_id: RuleId;
}

/** How a character says that it is made by AI. */
export interface Disclosure {
  /** Whether it says so; on from the start. */
  enabled: boolean;
  /** A line for its captions or profile. */
  line: string;
  /** Whether a visible mark lies on its pictures. */
  overlay: boolean;
}

/** How a character says that it is made by AI. What is absent stays, or is on. */
export interface DisclosureFields {
  /** Whether it says so; on from the start. */
  enabled?: boolean | null;
  /** A line for its captions or profile. */
  line?: string | null;
  /** Whether a visible mark lies on its pictures. */
  overlay?: boolean | null;
}

/**
 * Disconnects an account: its login is taken back at the platform where it has such a call, and everything that opens
 * it is deleted here. Its posts stay; those that are planned wait until it is connected again.
 */
export interface DisconnectAccount {
  /** The account. */
  account_id: AccountId;
}

/** A disconnected account. */
export interface DisconnectedAccount {
  account: PlatformAccount;
  /** Whether the platform took the login back. */
  is_revoked: boolean;
  /** What was done, and what is left to do at the platform. */
  message: string;
}

/** Puts the summary away that tells what was missed. */
export type DismissSummary = Record<string, never>;

/** Nothing is left to tell. */
export interface Dismissed {
  dismissed: boolean;
}

/** The signed paper of a consent, as a file. */
export interface DownloadConsent {
  consent_id: ConsentId;
}

/** The item's file as it is, with its recipe and its AI mark. */
export interface DownloadContent {
  /** The item. */
  content_id: ContentId;
}

/** Pictures in one ZIP: those of these names, or all that a text finds. */
export interface DownloadContentImages {
  /** The files' names, with commas between in a query; all pictures when left out. */
  filenames?: string[] | null;
  /** Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name. */
  q?: string | null;
}

/** The picture of a job as a file; a job with several pictures is a ZIP, unless `number` chooses one. */
export interface DownloadImages {
  /** The job. */
  job_id: JobId;
  /** Which of its pictures, from 1. */
  number?: number | null;
}

/** Many items' files in one ZIP. */
export interface DownloadManyContent {
  /** The items, 5,000 at most. */
  content_ids?: ContentId[] | null;
  /** Instead of ids: all items that these filters show. */
  filter?: ContentFilter | null;
}

/** What went for good. */
export interface EmptiedTrash {
  /** How many things, pictures and references. */
  removed: number;
  /** The space that this freed, in bytes. */
  freed_bytes: number;
  /** Pictures whose file could not be removed; they are still in the trash. */
  failed: ContentId[];
}

/** Removes what lies in the trash for good, pictures and references, with their files and thumbnails. */
export interface EmptyTrash {
  /** Only what was deleted at least this many days ago; everything when left out. */
  older_than_days?: number | null;
}

/** Switches a rule on. */
export interface EnableRule {
  rule_id: RuleId;
}

/** An action toward somebody. */
export interface EngagementAction {
  id: EngagementActionId;
  action_type: ActionType;
  status: ActionStatus;
  platform: string;
  account_id: AccountId;
  account_username: string;
  character_id: CharacterId | null;
  /** `post`, `comment` or `user`. */
  target_type: string;
  /** The platform's id of it, or its address. */
  target_id: string;
  target_url: string | null;
  comment_text: string | null;
  /** What it met, in words. */
  error: string | null;
  /** The platform's id of what was written; only in the answer to the click. */
  platform_id: string | null;
  created_at: string;
  finished_at: string | null;
}

/** A like, a reply, a repost or a follow that a person clicked. */
export type EngagementActionId = string;

/** How one engine is. */
export interface EngineHealth {
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  engine: string;
  kind: TextEngineKind;
  /** `running` or `off`. */
  state: string;
  /** What that means and what to do. */
  message: string;
  /** Its version, where it says it. */
  version: string | null;
  /** The models that lie in its memory now. */
  loaded: string[];
}

/** The engines in their order. */
export interface EngineList {
  engines: NamedEngine[];
  total: number;
}

/** An error in full. */
export interface ErrorDetail {
  id: ErrorId;
  code: string;
  /** What happened and what to do. */
  message: string;
  /** How often it was met. */
  count: number;
  first_at: string;
  last_at: string;
  /** When it was settled. */
  resolved_at: string | null;
  /** The operation or task that met it. */
  operation: string | null;
  /** Field names, or the raw reply of ComfyUI, without secrets. */
  details: unknown;
  /** What met it, without secrets. */
  input: unknown;
  /** What to try. */
  try_this: string[];
}

/** A group of errors with one cause. */
export interface ErrorGroup {
  id: ErrorId;
  code: string;
  /** What happened and what to do. */
  message: string;
  /** How often it was met. */
  count: number;
  first_at: string;
  last_at: string;
  /** When it was settled. */
  resolved_at: string | null;
  /** The operation or task that met it. */
  operation: string | null;
}

/** A group of errors with one cause. */
export type ErrorId = string;

/** A page of errors. */
export interface ErrorList {
  errors: ErrorGroup[];
  total: number;
  limit: number;
  offset: number;
}

/** An example of a prompt. */
export type ExampleId = string;

/**
 * Fires one rule now, whatever its time: it takes or makes its picture, and stops where approval begins. With
 * `dry_run` it only says what it would do.
 */
export interface ExecuteRule {
  rule_id: RuleId;
  /** Only says what it would do. */
  dry_run?: boolean;
  /** A missed firing that asks: this one is settled by it. */
  firing_id?: FiringId | null;
}

/** What a rule did, or would do. */
export interface ExecutedRule {
  rule_id: RuleId;
  rule_name: string;
  is_dry_run: boolean;
  /** How far the firing is; `null` in a dry run. */
  state: FiringState | null;
  /** What came of it, or would come of it, in words. */
  message: string;
  /** The job that makes its picture. */
  job_id: JobId | null;
  group_id: GroupId | null;
  /** The picture that it takes. */
  content_id: ContentId | null;
  /** What it asks for a fresh picture. */
  prompt: string | null;
  caption: string;
  hashtags: string[];
  /** The posts that it planned. */
  posts: ScheduledPost[];
  at: string;
}

/**
 * A character as one portable file: profile, styles, references, the names of its LoRAs, and with
 * `with_content` its pictures.
 */
export interface ExportCharacter {
  character_id: CharacterId;
  /** Also the character's pictures. */
  with_content?: boolean;
}

/** The prompt book as one document. */
export type ExportPrompts = Record<string, never>;

/** Whether a face was found. */
export type Face = "found" | "none" | "several" | "not_measured";

/** How a character's face is kept the same. */
export type FaceConsistency = "none" | "lora";

/** A model that could not be begun. */
export interface FailedInstall {
  folder: string;
  name: string;
  /** Why, and what to do. */
  error: string;
}

/** What a platform fetches from a public address, and where a file can lie for the minutes that this takes. */
export interface FetchRule {
  /** The places to choose from: `page_photo`, `bucket`, `hand_off`. */
  places: string[];
  /** Why a place is needed, in the creator's words. */
  words: string;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** One choice of a field. */
export interface FieldChoice {
  /** The platform's word. */
  value: string;
  /** Its name on the screen. */
  label: string;
}

/** What a field holds. */
export type FieldKind = "choice" | "text" | "list" | "switch" | "number";

/** A file to be read with [`crate::Studio::open_file`]. It names no place on the disk. */
export interface File {
  /** What it belongs to: `content`, `reference`, `preview`, `export` or `zip`. */
  kind: string;
  /** The id of that thing. */
  id: string;
  /** Which of its files: `full`, or the longer edge in pixels of a smaller one, such as `320`. */
  variant: string;
  /** A name to save it under. */
  name: string;
  /** Its media type. */
  mime_type: string;
  /** Its size, where it is known before it is read. */
  size_bytes: number | null;
}

/** A file that comes in: exactly one of the three. */
export interface FileInput {
  /** A file on this computer (window and command line only). */
  path?: string | null;
  /** A file sent to `POST /uploads` before. */
  upload_id?: UploadId | null;
  /** An address to fetch it from; private addresses are refused. */
  url?: string | null;
}

/** A proposal: one time, one picture, one or several accounts of a character. */
export interface FillRow {
  character_id: CharacterId;
  character_name: string;
  accounts: AccountMark[];
  account_ids: AccountId[];
  /** The slots that it fills, one an account. */
  slot_ids: SlotId[];
  /** The rule whose firing it is; that rule does not fire for it again once it is planned. */
  rule_id: RuleId | null;
  scheduled_at: string;
  /** What the accounts' clocks show then. */
  wall_time: string;
  timezone: string;
  post_type: string;
  /** The proposed picture; `null` when none fits. */
  content_id: ContentId | null;
  /** Others from the shelf that would fit, at most 5. */
  alternatives: ContentId[];
  /** The drafted caption. */
  caption: string;
  hashtags: string[];
  /** Why this picture, or why none, in words. */
  reason: string;
  /** Whether it can be planned as it stands. */
  is_ready: boolean;
}

/** The proposal, or what was planned. */
export interface FilledCalendar {
  is_preview: boolean;
  from_date: string;
  to_date: string;
  timezone: string;
  /** The proposals; empty when rows were planned. */
  rows: FillRow[];
  /** How many of them have a picture. */
  ready: number;
  /** Approved pictures of each character that stay on the shelf after this. */
  shelf_left: Record<string, number>;
  /** The posts that were planned. */
  created: ScheduledPost[];
  /** Rows that could not be planned, each with why. */
  refused: RefusedRow[];
  /** How this computer must be awake for it, in a sentence. */
  message: string;
}

/** One finding. */
export interface Finding {
  /** Its word: `text_too_long`, `ratio`, … */
  code: string;
  /** How much it weighs. */
  severity: Severity;
  /** What it is about: `text`, `title`, `media`, `media[0]`, `account`. */
  field: string;
  /** What, why, what to do. */
  message: string;
  /** The button that mends it. */
  fix: Fix | null;
}

/** One firing of a rule, past or to come. */
export interface Firing {
  rule_id: RuleId;
  rule_name: string;
  character_id: CharacterId;
  character_name: string;
  account_ids: AccountId[];
  /** The instant. */
  scheduled_at: string;
  /** What the clocks of the rule's zone show then. */
  wall_time: string;
  /** The rule's IANA zone. */
  timezone: string;
  /** What a clock change does to this one, in words. */
  clock_change: string | null;
  outcome: FiringOutcome;
  /** What it makes, or why not, in words. */
  what: string;
  /** The picture that it takes. */
  content_id: ContentId | null;
  /** The posts that it planned. */
  group_id: GroupId | null;
  /** The job that makes its picture. */
  job_id: JobId | null;
  /** Until when its posts wait for approval. */
  approve_until: string | null;
}

/** One firing of a rule. */
export type FiringId = string;

/** What will come of a firing. */
export type FiringOutcome = "planned" | "making" | "from_shelf" | "makes" | "nothing_left" | "left_out" | "paused" | "failed" | "asking";

/** How far a firing is. */
export type FiringState = "making" | "planned" | "skipped" | "failed" | "asking";

/** What mends a finding with one press. */
export type Fix = {
  kind: "crop";
  /** At least. */
  min_ratio: number;
  /** At most. */
  max_ratio: number;
} | {
  kind: "reencode";
  /** The type. */
  mime_type: string;
  /** Bytes, where limited. */
  max_bytes: number | null;
  /** Pixels, where limited. */
  max_width: number | null;
} | {
  kind: "shorten";
  /** The most. */
  max: number;
} | {
  kind: "drop_hashtags";
  /** The most. */
  max: number;
} | {
  kind: "drop_media";
  /** The most. */
  max: number;
} | {
  kind: "reconnect";
} | {
  kind: "choose_upload_place";
} | {
  kind: "rate";
} | {
  kind: "write_alt_text";
} | {
  kind: "allow";
  /** The word by which the agreement is given, such as `other_character`. */
  what: string;
};

/** Follows one account with an account of yours, where the platform has that call. */
export interface FollowUser {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
  /** The platform, where the account does not say it. */
  platform?: PlatformName | null;
}

/** What differs for one of the accounts. */
export interface ForAccount {
  /** The account. */
  account_id: AccountId;
  /** Other words. */
  caption?: string | null;
  /** Other hashtags. */
  hashtags?: string[] | null;
  /** Other mentions. */
  mentions?: string[] | null;
  /** Another form. */
  post_type?: PostType | null;
  /** Another title. */
  title?: string | null;
  /** Another first comment. */
  first_comment?: string | null;
  /** Other parts of the files, in their order. */
  crops?: (Crop | null)[] | null;
  /** The platform's own fields, laid over those of all. */
  fields?: Record<string, unknown>;
  /** Another choice of the AI label. */
  ai_label?: boolean | null;
  /** What you agree to for this account. */
  allowed?: string[];
}

/** Takes back an answer that held for every further call: from now on the agent asks again. */
export interface ForgetAgentAnswer {
  agent_id: AgentId;
  /** The operation's name, such as `posts.publish`. */
  operation: string;
}

/** Forgets items whose file is missing, for good. An item whose file is there is refused: delete it instead. */
export interface ForgetContent {
  /** The items. */
  content_ids: ContentId[];
}

/** What was forgotten. */
export interface ForgottenContent {
  /** The items that are gone. */
  forgotten: ContentId[];
  /** Items that were not in the library. */
  not_found: ContentId[];
}

/** A format: a named size. */
export interface Format {
  id: FormatId;
  name: string;
  /** What it is good for. */
  description: string;
  /** Width in pixels. */
  width: number;
  /** Height in pixels. */
  height: number;
  /** Slugs of the platforms that it fits. */
  platforms: string[];
}

/** A named size. */
export type FormatId = string;

/** A page of formats. */
export interface FormatList {
  formats: Format[];
  total: number;
  limit: number;
  offset: number;
}

/** A ComfyUI that answers. */
export interface FoundComfyui {
  address: string;
  version: string | null;
  /** Its main device. */
  device: string | null;
  memory_total_bytes: number | null;
  /** Whether it is among the servers already. */
  is_named: boolean;
}

/** A model that a link leads to, before anything of it is fetched. */
export interface FoundModel {
  /** Whose link it is. */
  source: ModelSource;
  /** Where the file is fetched from. */
  url: string;
  /** The page that describes it. */
  page_url: string | null;
  /** Its name on that page. */
  title: string;
  /** The file's name. */
  file_name: string;
  /** The folder that it belongs into, as far as the page tells. */
  folder: string | null;
  /** The file's size, as the host says it. */
  size_bytes: number | null;
  /** The file's SHA-256, as the page says it. */
  sha256: string | null;
  /** The licence in the page's words; `null` when it says none. */
  licence: string | null;
  /** The family, in the page's words. */
  base_model: string | null;
  /** Words that wake what it learned. */
  trigger_words: string[];
  /** A picture made with it. */
  preview_url: string | null;
  /** Whether the host wants a key or a consent first. */
  is_gated: boolean;
  /** Why it is not installed, in words; `null` when nothing is against it. */
  refused: string | null;
}

/** A way to start a service that was found on this computer. */
export interface FoundProgram {
  /** The program. */
  command: string;
  /** Its arguments. */
  arguments: string[];
  /** The folder that it works in. */
  folder: string | null;
}

/** A text engine that answers. */
export interface FoundTextEngine {
  name: string;
  address: string;
  /** How many models it has. */
  models: number;
}

/** A coming time of a slot. */
export interface FreeSlot {
  /** The weekly slot. */
  slot_id: SlotId;
  account_id: AccountId;
  /** What the account's clocks show then. */
  wall_time: string;
  /** The account's IANA zone. */
  timezone: string;
  /** The instant. */
  scheduled_at: string;
  /** What is posted then. */
  post_type: string;
}

/**
 * Writes captions for a picture or a prompt, in the character's voice and within the platform's limit as the platform
 * counts. What was posted lately is not said again.
 */
export interface GenerateCaption {
  /** An item of the library; its character speaks when none is named. */
  content_id?: ContentId | null;
  /** The address of a picture; private addresses are refused. */
  image_url?: string | null;
  /** What the picture shows, in words: a prompt will do. */
  prompt?: string | null;
  /** Whose voice. */
  character_id?: CharacterId | null;
  /** The story of the moment; else the character's own. */
  narrative?: string | null;
  /** Further words, such as "for the morning" or "say that it rained". */
  context?: string | null;
  /** The platform: its limit and its habits. */
  platform?: PlatformName | null;
  /** Another tone than the character's. */
  tone?: string | null;
  /** The language, such as `German`; else the one that the character's own words are in. */
  language?: string | null;
  /** The longest caption, within the platform's limit. */
  max_length?: number | null;
  /** How many to choose from, 1 to 10 (3). */
  count?: number | null;
  /** Captions that it must not say again, besides what was posted and planned lately; at most 50. */
  avoid?: string[];
  /** Where the hashtags come from. */
  hashtags?: HashtagSource;
  /** The same seed gives the same words, where the engine can. */
  seed?: number | null;
  /** The model; else the engine's chosen one. */
  model?: string | null;
}

/**
 * Makes pictures of a character: its words, its style, its model and its LoRAs are added to the
 * prompt.
 */
export interface GenerateCharacterImage {
  /** The character. */
  character_id: CharacterId;
  /** What the picture shows. */
  prompt?: string;
  /** A style of the character's; else its default style. */
  style_id?: StyleId | null;
  /** What it must not show. */
  negative_prompt?: string;
  /** Width in pixels, 64 to 4096. */
  width?: number | null;
  /** Height in pixels, 64 to 4096. */
  height?: number | null;
  /** Sampling steps, 1 to 150. */
  steps?: number | null;
  /** How closely the prompt is followed, 0 to 30. */
  cfg_scale?: number | null;
  /** Seed of the first picture; absent or -1: random for each. */
  seed?: number | null;
  /** How many pictures, 1 to 500 (1). */
  count?: number | null;
  /** Wait this many seconds for the pictures, at most 300. */
  wait?: number | null;
}

/** Writes a text in a character's voice. */
export interface GenerateContent {
  character_id: CharacterId;
  /** The kind of text. */
  content_type?: TextType;
  /** What it is about, such as "Instagram post about a morning routine". */
  context?: string;
  /** Another tone than the character's. */
  tone?: string | null;
  /** The longest text, in letters. */
  max_length?: number | null;
  /** For a caption: the platform whose limit holds. */
  platform?: PlatformName | null;
  /** The language, such as `German`; else the one that the character's own words are in. */
  language?: string | null;
  /** The same seed gives the same words, where the engine can. */
  seed?: number | null;
  /** The model; else the engine's chosen one. */
  model?: string | null;
}

/** Makes content of a kind: pictures so far. */
export interface GenerateContent2 {
  /** The kind. */
  content_type: GeneratedType;
  /** The character in it. */
  character_id?: CharacterId | null;
  /** What it shows. */
  prompt?: string;
  /** What it must not show. */
  negative_prompt?: string;
  /** The parameters. */
  settings?: ContentSettings;
  /** What it is for: `post` (the default), `story`, `reel` … */
  category?: string | null;
  /** Whether it is not safe for work. */
  is_nsfw?: boolean;
  /** Wait this many seconds for it, at most 300. */
  wait?: number | null;
}

/**
 * Makes pictures from a prompt. A character adds its words (its name and age, where it has none of its own), its style, its model and its LoRAs; the
 * answer is the job, at once, or with `wait` the finished job.
 */
export interface GenerateImage {
  /** What the picture shows. Wildcards (`__colour__`) and choices (`{warm|cold}`) are drawn anew for each picture. */
  prompt?: string;
  /** What it must not show. */
  negative_prompt?: string;
  /** The prompt of the book that this one is; its pictures are shown there. */
  prompt_id?: SavedPromptId | null;
  /** The character in it. */
  character_id?: CharacterId | null;
  /** A style of the character's; else its default style. */
  style_id?: StyleId | null;
  /** Leave the character's default style out. */
  without_style?: boolean;
  /** A prompt frame. */
  template_id?: TemplateId | null;
  /** Named generation parameters, for what the request leaves open. */
  preset_id?: PresetId | null;
  /** A named size. */
  format_id?: FormatId | null;
  /** Width in pixels, 64 to 4096. */
  width?: number | null;
  /** Height in pixels, 64 to 4096. */
  height?: number | null;
  /** Sampling steps, 1 to 150. */
  steps?: number | null;
  /** How closely the prompt is followed, 0 to 30. */
  cfg_scale?: number | null;
  /** Sampler, as ComfyUI lists it. */
  sampler_name?: string | null;
  /** Noise schedule, as ComfyUI lists it. */
  scheduler?: string | null;
  /** Seed of the first picture, 0 to 2^53 − 1; the next ones count up. Absent or -1: random for each. */
  seed?: number | null;
  /** How many pictures, 1 to 500 (1). */
  count?: number | null;
  /** Checkpoint, as ComfyUI lists it. */
  model?: string | null;
  /** LoRAs beside the character's and the style's. */
  loras?: LoraInput[];
  /** The workflow. */
  workflow_id?: string | null;
  /** How the character's face is kept the same; else as the character says. */
  face_consistency_method?: FaceConsistency | null;
  /** What the pictures are for: `post` (the default), `story`, `reel` … */
  category?: string | null;
  /** Whether the pictures are not safe for work. */
  is_nsfw?: boolean;
  /** Wait this many seconds for the pictures, at most 300. */
  wait?: number | null;
}

/**
 * Makes a whole sheet of pictures: each entry is a job of its own. All are checked before the first is
 * queued, so that a sheet is queued whole or not at all.
 */
export interface GenerateImageBatch {
  /** The requests, 1 to 400. */
  items: GenerateImage[];
}

/**
 * Makes pictures for a draft post. Those that are made while the call waits are added to the post, as many as its
 * platform takes.
 */
export interface GeneratePostImages {
  post_id: PostId;
  /** What the pictures show; without it the caption. */
  prompt?: string | null;
  /** How many, 1 to 500 (1). */
  count?: number | null;
  /** Wait this many seconds for the pictures, at most 300. */
  wait?: number | null;
}

/**
 * Writes new prompts for a character from its story, its topics and what it posted lately, and keeps them in the book.
 * None repeats what was used before.
 */
export interface GeneratePrompts {
  /** For whom. */
  character_id: CharacterId;
  /** What they should be about, such as "a rainy week in autumn". */
  context?: string;
  /** How many, 1 to 20 (5). */
  count?: number | null;
  /** The same seed gives the same words, where the engine can. */
  seed?: number | null;
  /** The model; else the engine's chosen one. */
  model?: string | null;
}

/**
 * Writes words with the first text engine that can, in a character's voice where one is named. Over REST the answer
 * streams when it is asked for with `Accept: text/event-stream`.
 */
export interface GenerateText {
  /** What to write. */
  prompt: string;
  /** The model; else the engine's chosen one. */
  model?: string | null;
  /** Whose voice. */
  character_id?: CharacterId | null;
  /** An item of the library that it is about. */
  content_id?: ContentId | null;
  /** The most tokens, 1 to 32,000; absent: the engine's own limit. */
  max_tokens?: number | null;
  /** How freely it writes, 0 to 2; else the character's, else the engine's. */
  temperature?: number | null;
  /** The same seed gives the same words, where the engine can. */
  seed?: number | null;
  /** A word of yours: while it is written, events `generation_progress` carry it and the text so far. */
  stream_id?: string | null;
}

/** Captions to choose from. */
export interface GeneratedCaptions {
  /** The first of them, without hashtags and disclosure line. */
  caption: string;
  /** All of them. */
  captions: Caption[];
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  /** Its name. */
  engine: string;
  /** Its kind. */
  kind: TextEngineKind;
  /** The model. */
  model: string;
  /** Whether the model looked at the picture itself; else it was told the picture's prompt. */
  saw_picture: boolean;
  /** Tokens that were read. */
  input_tokens: number;
  /** Tokens that were written. */
  output_tokens: number;
  /** What it cost in US dollars; `null` where no price is known. */
  cost_usd: number | null;
  /** Engines before it in the order that could not write. */
  passed_over: PassedOver[];
}

/** A text in a character's voice. */
export interface GeneratedContent {
  content_type: TextType;
  /** The words. */
  text: string;
  /** Hashtags of a caption, without their sign. */
  hashtags: string[];
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  /** Its name. */
  engine: string;
  /** Its kind. */
  kind: TextEngineKind;
  /** The model. */
  model: string;
  /** Whether the model looked at the picture itself; else it was told the picture's prompt. */
  saw_picture: boolean;
  /** Tokens that were read. */
  input_tokens: number;
  /** Tokens that were written. */
  output_tokens: number;
  /** What it cost in US dollars; `null` where no price is known. */
  cost_usd: number | null;
  /** Engines before it in the order that could not write. */
  passed_over: PassedOver[];
}

/** The new prompts. */
export interface GeneratedPrompts {
  prompts: SavedPrompt[];
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  /** Its name. */
  engine: string;
  /** Its kind. */
  kind: TextEngineKind;
  /** The model. */
  model: string;
  /** Whether the model looked at the picture itself; else it was told the picture's prompt. */
  saw_picture: boolean;
  /** Tokens that were read. */
  input_tokens: number;
  /** Tokens that were written. */
  output_tokens: number;
  /** What it cost in US dollars; `null` where no price is known. */
  cost_usd: number | null;
  /** Engines before it in the order that could not write. */
  passed_over: PassedOver[];
}

/** What was written. */
export interface GeneratedText {
  text: string;
  /** Whether it was cut off at the limit of tokens. */
  was_cut: boolean;
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  /** Its name. */
  engine: string;
  /** Its kind. */
  kind: TextEngineKind;
  /** The model. */
  model: string;
  /** Whether the model looked at the picture itself; else it was told the picture's prompt. */
  saw_picture: boolean;
  /** Tokens that were read. */
  input_tokens: number;
  /** Tokens that were written. */
  output_tokens: number;
  /** What it cost in US dollars; `null` where no price is known. */
  cost_usd: number | null;
  /** Engines before it in the order that could not write. */
  passed_over: PassedOver[];
}

/** What `content.generate` can make so far. */
export type GeneratedType = "image";

/** A generation of content. */
export interface Generation {
  /** The job's id. */
  id: JobId;
  status: State;
  character_id: CharacterId | null;
  /** `image`: the kind that this program makes so far. */
  content_type: string;
  /** What the creator typed. */
  prompt: string;
  generated_content_ids: ContentId[];
  success_count: number;
  failure_count: number;
  started_at: string | null;
  completed_at: string | null;
  duration_seconds: number | null;
  error_message: string | null;
}

/** Generation parameters, each of which may be left open. */
export interface GenerationParameters {
  /** The workflow. */
  workflow_id?: string | null;
  /** Checkpoint, as ComfyUI lists it. */
  model?: string | null;
  /** LoRAs in the order in which they are applied. */
  loras?: Lora[];
  /** Words of the negative prompt. */
  negative_prompt?: string | null;
  /** Width in pixels, 64 to 4096. */
  width?: number | null;
  /** Height in pixels, 64 to 4096. */
  height?: number | null;
  /** Sampling steps, 1 to 150. */
  steps?: number | null;
  /** How closely the prompt is followed, 0 to 30. */
  cfg_scale?: number | null;
  /** Sampler, as ComfyUI lists it. */
  sampler_name?: string | null;
  /** Noise schedule, as ComfyUI lists it. */
  scheduler?: string | null;
  /** Seed, 0 to 2^53 − 1; absent or -1 is random. */
  seed?: number | null;
}

/** Generation parameters, each of which may be left open. */
export interface GenerationParametersInput {
  /** The workflow. */
  workflow_id?: string | null;
  /** Checkpoint, as ComfyUI lists it. */
  model?: string | null;
  /** LoRAs in the order in which they are applied. */
  loras?: LoraInput[];
  /** Words of the negative prompt. */
  negative_prompt?: string | null;
  /** Width in pixels, 64 to 4096. */
  width?: number | null;
  /** Height in pixels, 64 to 4096. */
  height?: number | null;
  /** Sampling steps, 1 to 150. */
  steps?: number | null;
  /** How closely the prompt is followed, 0 to 30. */
  cfg_scale?: number | null;
  /** Sampler, as ComfyUI lists it. */
  sampler_name?: string | null;
  /** Noise schedule, as ComfyUI lists it. */
  scheduler?: string | null;
  /** Seed, 0 to 2^53 − 1; absent or -1 is random. */
  seed?: number | null;
}

/** How pictures are made. */
export interface GenerationSettings {
  /** The checkpoint for when nobody chooses one; `null`: the first that ComfyUI has. */
  default_model: string | null;
  /** What to do when the GPU's memory runs out. */
  on_out_of_memory: OnOutOfMemory;
  /** Jobs that will take more than ten minutes are made in these hours of this computer's time only; `null`: always. */
  long_jobs_only_in: QuietHours | null;
  /** Text models stay in the graphics card's memory, also when it is short for pictures. */
  keeps_text_models: boolean;
}

/** How pictures are made. */
export interface GenerationSettingsInput {
  /** The checkpoint for when nobody chooses one; `null`: the first that ComfyUI has. */
  default_model?: string | null;
  /** What to do when the GPU's memory runs out. */
  on_out_of_memory?: OnOutOfMemory;
  /** Jobs that will take more than ten minutes are made in these hours of this computer's time only; `null`: always. */
  long_jobs_only_in?: QuietHours | null;
  /** Text models stay in the graphics card's memory, also when it is short for pictures. */
  keeps_text_models?: boolean;
}

/** Bytes of generated things. */
export interface GenerationStorage {
  kinds: StorageKind[];
  /** What emptying the trash would free. */
  trash_bytes: number;
  /** What clearing the thumbnails would free; they are made again when they are needed. */
  thumbnails_bytes: number;
}

/**
 * One account: whether it works and until when, its followers, the posts that its platform still takes, and the
 * posts that wait for it.
 */
export interface GetAccountStatus {
  /** The account. */
  account_id: AccountId;
}

/** One question of an agent and what became of it. An agent sees its own alone. */
export interface GetApproval {
  approval_id: ApprovalId;
  /** Wait this many seconds for the creator's answer and its end, at most 300. */
  wait?: number | null;
}

/** How far a login is that was begun: ask until it no longer waits. */
export interface GetAttempt {
  /** The login. */
  attempt_id: AttemptId;
}

/** The batches that wait or are being made, in the order in which they go, with counts by state. */
export type GetBatchQueue = Record<string, never>;

/** What a batch came to: how many were made, what failed and why, how long it took. */
export interface GetBatchSummary {
  /** The batch, which is a job. */
  job_id: JobId;
}

/** A range of days as a calendar shows it: posts in their groups, the firings of rules to come, crowded hours. */
export interface GetCalendar {
  /** The first day, such as `2026-11-16`. */
  from_date: string;
  /** The last day; at most 100 days after the first. */
  to_date: string;
  /** The IANA zone whose days these are; else the character's, else UTC. */
  timezone?: string | null;
  /** Of one character. */
  character_id?: CharacterId | null;
  /** Of one account. */
  account_id?: AccountId | null;
}

/** Everything about one character, with its styles, references, accounts and numbers. */
export interface GetCharacter {
  character_id: CharacterId;
}

/** What is still to do after a move to this computer: accounts to be connected again, models to be fetched. */
export type GetChecklist = Record<string, never>;

/** How the clock of this rehearsal goes. The creator's own library keeps to the computer's. */
export type GetClock = Record<string, never>;

/** The ComfyUI that pictures are made with: whether it answers, its version and memory. */
export type GetComfyuiStatus = Record<string, never>;

/** One item with its recipe, its lineage, its tags and the facts of its file. */
export interface GetContent {
  /** The item, in the trash or not. */
  content_id: ContentId;
}

/** How much the library holds, by state, type and character. */
export type GetContentStats = Record<string, never>;

/** One error: its code, message and details, the operation and input that met it, and what to try. */
export interface GetError {
  /** The error. */
  error_id: ErrorId;
}

/** One format. */
export interface GetFormat {
  /** The format. */
  format_id: FormatId;
}

/** Where a generation stands and what it made. */
export interface GetGeneration {
  /** The generation, which is a job. */
  generation_id: JobId;
}

/**
 * What generated things take, by kind, the oldest of each, and what emptying the trash and clearing
 * thumbnails would free.
 */
export type GetGenerationStorage = Record<string, never>;

/** The GPU: as NVIDIA's driver reports it where ComfyUI runs on this computer, else as ComfyUI does. */
export type GetGpu = Record<string, never>;

/** Whether the program is healthy, with the state of each part. */
export type GetHealth = Record<string, never>;

/**
 * One generation job: its state, progress, previews, place in the queue, when it will be done, its
 * pictures or its error.
 */
export interface GetImageJob {
  /** The job. */
  job_id: JobId;
}

/** Counts, success rate and time per picture by model and size. */
export type GetImageStats = Record<string, never>;

/** What this program is: its name and version, and where its documentation, health and status are. */
export type GetInfo = Record<string, never>;

/** The memory of this computer and of this program. */
export type GetMemory = Record<string, never>;

/**
 * What is measured now and was over time: GPU, memory, disk, queue, pictures a minute; jobs by state; what became of
 * posts, by platform.
 */
export interface GetMetrics {
  /** How many minutes back, 1 to 129,600 (30). More than six hours are shown by the hour. */
  minutes?: number | null;
  /** Only these measures, such as `gpu_memory_used_bytes`; else all. */
  names?: string[];
}

/** One model, with what its file says of itself, where it came from and where it is used. */
export interface GetModel {
  /** The model's id, as the list tells it. */
  model_id: string;
}

/** How long answers take since the start: of each operation, and of each program and platform that Troupe asks. */
export type GetPerformance = Record<string, never>;

/** One post with every attempt: when, what was sent, what came back. */
export interface GetPost {
  post_id: PostId;
}

/** One preset. */
export interface GetPreset {
  /** The preset. */
  setting_id: PresetId;
}

/** One prompt of the book. */
export interface GetPrompt {
  prompt_id: SavedPromptId;
}

/** One example. */
export interface GetPromptExample {
  /** The example. */
  example_id: ExampleId;
}

/** What is being made, what waits, what is held and why, in order, with times. */
export type GetQueue = Record<string, never>;

/** One rule. */
export interface GetRule {
  rule_id: RuleId;
}

/** The newest preview frame of a picture that is being made, as a file. */
export interface GetRunPreview {
  /** The run. */
  run_id: RunId;
}

/** All settings. Keys and tokens are not among them. */
export type GetSettings = Record<string, never>;

/** Counts of characters, content and posts; storage used and free. */
export type GetStats = Record<string, never>;

/**
 * What Monitoring shows: every service, how long the queue is, the configuration in force. There are
 * no secrets in it.
 */
export type GetStatus = Record<string, never>;

/** How the scheduler stands. */
export type GetStatus2 = Record<string, never>;

/** The disk that holds the library, and what the library takes of it. */
export type GetStorage = Record<string, never>;

/** A character's posting plan; one that asks for nothing while none was written. */
export interface GetStrategy {
  character_id: CharacterId;
}

/** One style of a character. */
export interface GetStyle {
  character_id: CharacterId;
  style_id: StyleId;
}

/** One template. */
export interface GetTemplate {
  /** The template. */
  style_id: TemplateId;
}

/** Whether words can be written at the moment: each engine in use with its state. */
export type GetTextHealth = Record<string, never>;

/** What was written this month, and what it cost. */
export interface GetTextUsage {
  /** Another month, as `2026-11`. */
  month?: string | null;
}

/** One workflow with its inputs. */
export interface GetWorkflow {
  /** The workflow. */
  workflow_id: string;
}

/**
 * Goes back to a daily copy, in safe mode: the damaged database is kept aside, the copy takes its
 * place, and the program has to be started again. Pictures that were made since then are found by the
 * check at the start.
 */
export interface GoBack {
  /** The copy's name, as the list tells it. */
  copy: string;
}

/** Devices that compute. */
export interface Gpu {
  /** The main one first; empty when nobody tells. */
  devices: GpuDevice[];
  /** Where the figures come from: `nvml`, `comfyui`, or `none`. */
  source: string;
  /** What that means. */
  message: string;
}

/** A device that computes. */
export interface GpuDevice {
  name: string;
  kind: string;
  memory_total_bytes: number;
  memory_free_bytes: number;
  memory_used_bytes: number;
  /** How busy it is, 0 to 100; `null` where nobody tells. */
  busy_percent: number | null;
  /** Its temperature in degrees Celsius; `null` where nobody tells. */
  temperature_c: number | null;
  /** What it draws in watts; `null` where nobody tells. */
  power_w: number | null;
}

/** Posts made together. */
export type GroupId = string;

/** Where the hashtags of a caption come from. */
export type HashtagSource = "auto" | "plan" | "engine" | "none";

/** How a rule chooses the hashtags of a post. */
export type HashtagStrategy = "template" | "fixed" | "rotate";

/** The program's health. */
export interface Health {
  /** `healthy`; `degraded` when something that is set up does not work; `down` without a library. */
  status: HealthStatus;
  version: string;
  services: ServiceHealth[];
  uptime_seconds: number;
}

/** How well the program works. */
export type HealthStatus = "healthy" | "degraded" | "down";

/** Hides a comment on a post of ours, or shows it again. */
export interface HideComment {
  /** The post. */
  post_id: PostId;
  /** The comment. */
  comment_id: CommentId;
  /** False shows it again (true). */
  hide?: boolean;
}

/** The jobs of a sheet. */
export interface ImageBatch {
  batch_id: BatchId;
  job_ids: JobId[];
  /** How many pictures they make. */
  total: number;
}

/** A generation job. */
export interface ImageJob {
  /** The job's id. */
  job_id: JobId;
  /** The same id, as `content.generation` names it. */
  generation_id: JobId;
  /** What it makes. */
  kind: JobKind;
  /** Where it stands. */
  status: State;
  /** Why it waits although it is its turn. */
  held_reason: string | null;
  /** A few words to know it by. */
  title: string;
  /** The batch sheet that it belongs to. */
  batch_id: BatchId | null;
  /** The character whose pictures these are. */
  character_id: CharacterId | null;
  /** The job that this one makes again. */
  retry_of: JobId | null;
  /** How many pictures were asked for. */
  total: number;
  /** How many are made. */
  success_count: number;
  /** How many failed. */
  failure_count: number;
  /** From 0 to 1, over all pictures. */
  progress: number;
  /** How many jobs go before it; `null` once it is final. */
  queue_position: number | null;
  /** When it will probably be done, once enough is known to say so. */
  estimated_completion: string | null;
  /** When the button was pressed. */
  created_at: string;
  /** When its first picture was begun. */
  started_at: string | null;
  /** When its last picture ended. */
  finished_at: string | null;
  /** What went wrong, when it failed: code, message, details. */
  error: unknown;
  /** Its pictures, one run each. */
  runs: JobRun[];
  /** What is in the library of it, newest last. */
  content_ids: ContentId[];
}

/** A page of generation jobs. */
export interface ImageJobList {
  jobs: ImageJob[];
  total: number;
  limit: number;
  offset: number;
}

/** Figures of generation. */
export interface ImageStats {
  /** Jobs by state. */
  jobs: StateCount[];
  /** Pictures made. */
  made: number;
  /** Pictures that failed. */
  failed: number;
  /** Made of all that ended, 0 to 1; `null` before the first. */
  success_rate: number | null;
  /** The most used models and sizes. */
  by_model: ModelStats[];
}

/**
 * Brings characters in: a character's file (as `characters.export` writes it), or a list of characters
 * as JSON, as a file or in `characters`. Each row is checked and made whole or not at all; the answer says
 * which were made and which were refused, and why.
 */
export interface ImportCharacters {
  /** A file of this computer (window and command line only). */
  path?: string | null;
  /** A file sent to `POST /uploads` before. */
  upload_id?: UploadId | null;
  /** An address to fetch it from; private addresses are refused. */
  url?: string | null;
  /** The list itself, in place of a file. */
  characters?: unknown[] | null;
  /** The consent of this library for faces that rest on one; consents do not travel in a character's file. */
  consent_id?: ConsentId | null;
  /** Whether the pictures in a character's file come in too (true). */
  with_content?: boolean;
}

/**
 * Takes a document of `prompts.export` in. Prompts that are in the book already are left out; a character is found by
 * its name, and a prompt whose character is not here becomes anybody's. Words of a wildcard are added to those that it
 * has.
 */
export interface ImportPrompts {
  /** The document. */
  book: PromptBookInput;
}

/** What was made and what was refused. */
export interface ImportReport {
  made: ImportedCharacter[];
  refused: RefusedCharacter[];
}

/** A character that was made. */
export interface ImportedCharacter {
  /** Its place in the list, from 0. */
  index: number;
  character_id: CharacterId;
  name: string;
  /** What was left out. */
  notes: string[];
}

/** What came in. */
export interface ImportedPrompts {
  /** How many prompts are new. */
  added: number;
  /** How many were in the book already. */
  known: number;
  /** How many wildcards are new or have more words now. */
  wildcards: number;
  /** Names of characters that are not here. */
  missing_characters: string[];
}

/** The program. */
export interface Info {
  /** Always `Troupe`. */
  name: string;
  /** The program's version. */
  version: string;
  /** Where the interface is documented. */
  docs: string;
  /** Where its health is answered. */
  health: string;
  /** Where its status is answered. */
  status: string;
  /** Whether this is a rehearsal: nothing is made by a model and nothing leaves the computer. */
  is_rehearsal: boolean;
  /**
   * In a rehearsal, where the stand-ins answer, such as `http://127.0.0.1:43123`: `/sandbox/sign-up` below it makes an
   * account to rehearse with, `/platforms` shows what was published.
   */
  sandbox_url: string | null;
  /** Why the library could not be opened, when the program runs without it. */
  safe_mode: string | null;
}

/**
 * Looks at a pasted link of Hugging Face, Civitai or another host: the file, its size, its licence, where it belongs.
 * Nothing is fetched yet.
 */
export interface InspectModel {
  /** The address of the model's page or of its file. */
  link: string;
}

/** Models on their way. */
export interface InstallList {
  installs: ModelInstall[];
  total: number;
}

/** Fetches every model that a workflow lacks, as far as it is known where to get it. */
export interface InstallMissing {
  /** The workflow. */
  workflow_id: string;
}

/**
 * Fetches a model into ComfyUI's folder: resumed after a break, checked by its SHA-256. Files that can carry a
 * program (Python pickles) are refused.
 */
export interface InstallModel {
  /** The address of the model's page or of its file. */
  link: string;
  /** The folder that it goes into, such as `checkpoints` or `loras`; else the one that its page tells. */
  folder?: string | null;
  /** A folder below it, such as `characters`. */
  subfolder?: string | null;
  /** Another name for the file. */
  file_name?: string | null;
  /** The SHA-256 that it must have; else the one that its page says. */
  sha256?: string | null;
}

/** How far a model's way onto this computer is. */
export type InstallState = "queued" | "running" | "done" | "failed" | "cancelled";

/** The interface for other programs (REST). */
export interface InterfaceSettings {
  /** Whether other programs on this computer may use it with the token. */
  is_enabled: boolean;
  /** Its port on this computer, 1024 to 65535. */
  port: number;
  /** Calls a minute. */
  rate_limits: RateLimits;
}

/** The interface for other programs (REST). */
export interface InterfaceSettingsInput {
  /** Whether other programs on this computer may use it with the token. */
  is_enabled?: boolean;
  /** Its port on this computer, 1024 to 65535. */
  port?: number;
  /** Calls a minute. */
  rate_limits?: RateLimitsInput;
}

/** One press of a button: pictures, an upscale, a workflow. */
export type JobId = string;

/** What a job makes. */
export type JobKind = "image" | "upscale" | "workflow" | "graph";

/** One picture of a job. */
export interface JobRun {
  /** The run's id. */
  run_id: RunId;
  /** Its number within the job, from 1. */
  number: number;
  /** Where it stands. */
  status: State;
  /** Its seed. */
  seed: number;
  /** Width in pixels, where the recipe says it. */
  width: number | null;
  /** Height in pixels, where the recipe says it. */
  height: number | null;
  /** From 0 to 1. */
  progress: number;
  /** The sampling step that it is at. */
  step: number | null;
  /** How many sampling steps there are. */
  steps: number | null;
  /** The number of its newest preview frame; read it as a file of kind `preview`. */
  preview: number | null;
  /** The picture, once it is in the library. */
  content_id: ContentId | null;
  /** What went wrong. */
  error: unknown;
  /** What was made smaller than asked, and why. */
  notes: string[];
}

/** Where a secret is kept. */
export type Kept = "keychain" | "this_run";

/** How the keychain is. */
export type KeychainState = "unknown" | "ready" | "locked" | "absent" | "failing";

/** How this platform marks posts as made with AI. */
export interface Label {
  /** The platform's flag, or a line. */
  kind: LabelKind;
  /** The flag's name in the interface. */
  field: string | null;
  /** What that means, in the creator's words. */
  words: string;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** How an AI-made post is marked. */
export type LabelKind = "flag" | "line";

/** A model that a workflow lacks. */
export interface LackingModel {
  folder: string;
  name: string;
  /** Where it can be fetched; `null` when that is not known. */
  url: string | null;
}

/** How grave a line is. */
export type Level = "debug" | "info" | "warning" | "error";

/** Where rows and files do not agree. */
export interface LibraryFindings {
  /** When they were compared. */
  checked_at: string;
  /** Files that belong to no row, relative to the media folder: `library.adopt` makes them items. */
  files_without_row: string[];
  /** Items whose file is missing: put the file back, or `library.forget` them. */
  content_without_file: ContentWithoutFile[];
  /** References whose file is missing: put the file back, or `references.delete` them. */
  references_without_file: ReferenceWithoutFile[];
}

/** Likes a post on Instagram. Its official interface has no such call: the answer says what it has. */
export interface LikeOnInstagram {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
}

/**
 * Likes one post with an account. Where the platform's official interface lacks the call, the answer says what it
 * has.
 */
export interface LikePost {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
  /** The platform, where the account does not say it. */
  platform?: PlatformName | null;
}

/** Every account with how it is: of one character, of one platform, those that work or those that do not. */
export interface ListAccounts {
  /** Of one character. */
  character_id?: CharacterId | null;
  /** Of one platform. */
  platform?: PlatformName | null;
  /** Those that work, or those that do not. */
  is_connected?: boolean | null;
}

/** The likes, comments, reposts and follows that were clicked, newest first. */
export interface ListActions {
  character_id?: CharacterId | null;
  platform?: PlatformName | null;
  action_type?: ActionType | null;
  status?: ActionStatus | null;
  /** At most this many (50). */
  limit?: number | null;
  offset?: number | null;
}

/** The agents by name, with the answers that they were given for every further call. */
export interface ListAgents {
  /** Also those that were turned away (no). */
  with_revoked?: boolean;
}

/** What agents asked for and may not do alone, the newest first. */
export interface ListApprovals {
  /** In this state; `asked` are those that wait for you. */
  state?: ApprovalState | null;
  /** Of this agent. */
  agent_id?: AgentId | null;
  /** At most this many, 1 to 200 (50). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The backups in the folder for backups, newest first. */
export type ListBackups = Record<string, never>;

/** The characters by name, with what a card shows. */
export interface ListCharacters {
  /** Only with this status. */
  status?: CharacterStatus | null;
  /** Beginnings of words in name or bio; all of them must be there. */
  search?: string | null;
  /** True lists the deleted ones, which can be restored, in place of the others. */
  is_deleted?: boolean;
  /** At most this many, 1 to 200 (20). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/**
 * The comments on a post, oldest first. The platform is asked at most once a minute, and only where asking is free or
 * `refresh` says so; else those of the last look are shown.
 */
export interface ListComments {
  /** The post. */
  post_id: PostId;
  /** Ask the platform now, also where that costs; false asks it not at all. */
  refresh?: boolean | null;
  /** At most this many (100). */
  limit?: number | null;
  offset?: number | null;
}

/** The origins of faces, voices and training sets, newest first. */
export interface ListConsents {
  /** At most this many, 1 to 200 (50). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** A page of the library, filtered and searched. What lies in the trash is not in it. */
export interface ListContent {
  /** In which order, `newest` when left out. */
  sort?: ContentSort | null;
  /** At most this many, 1 to 200; 20 when left out. */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
  /** `next_cursor` of the page before: goes on after its last item, whatever came or went since. */
  cursor?: ContentId | null;
  /** Only of this character. */
  character_id?: CharacterId | null;
  /** Only of this type. Also `type`. */
  content_type?: ContentType | null;
  /** Only in this state. Also `status`. */
  approval_status?: ApprovalStatus | null;
  /** Only approved ones, or only those that are not. */
  is_approved?: boolean | null;
  /** Only with this rating. */
  rating?: Rating | null;
  /** Only explicit ones, or only those that are not rated so. */
  is_nsfw?: boolean | null;
  /** Only meant for this: `post`, `story`, `reel` and the like. Also `content_category`. */
  category?: string | null;
  /** Only generated, imported or derived ones. */
  source?: ContentSource | null;
  /** Only with this tag; several with commas between mean all of them. Also `tags`. */
  tag?: string | null;
  /** Only in this folder; an empty text means in none. Also `folder_path`. */
  folder?: string | null;
  /** Only made with this checkpoint. */
  model?: string | null;
  /** Only made with this LoRA. */
  lora?: string | null;
  /** Only made with this seed. */
  seed?: number | null;
  /** Only made by this job. */
  job_id?: JobId | null;
  /** Only derived from this item. */
  parent_id?: ContentId | null;
  /** Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name. Also `search`. */
  q?: string | null;
  /** Only those that never went out in a post, or only those that did. */
  never_posted?: boolean | null;
  /** Made at or after this moment. */
  created_from?: string | null;
  /** Made at or before this moment. */
  created_to?: string | null;
  /** Measured quality at least this, 0 to 1. */
  min_quality?: number | null;
  /** Measured quality at most this, 0 to 1. */
  max_quality?: number | null;
  /** Measured likeness at least this, 0 to 1. */
  min_identity?: number | null;
  /** Measured likeness at most this, 0 to 1. */
  max_identity?: number | null;
}

/** The values of each filter, with how many items each has under the other filters. */
export interface ListContentFacets {
  /** Counts the days of this zone too, e.g. `Europe/Lisbon`. */
  time_zone?: string | null;
  /** Only of this character. */
  character_id?: CharacterId | null;
  /** Only of this type. Also `type`. */
  content_type?: ContentType | null;
  /** Only in this state. Also `status`. */
  approval_status?: ApprovalStatus | null;
  /** Only approved ones, or only those that are not. */
  is_approved?: boolean | null;
  /** Only with this rating. */
  rating?: Rating | null;
  /** Only explicit ones, or only those that are not rated so. */
  is_nsfw?: boolean | null;
  /** Only meant for this: `post`, `story`, `reel` and the like. Also `content_category`. */
  category?: string | null;
  /** Only generated, imported or derived ones. */
  source?: ContentSource | null;
  /** Only with this tag; several with commas between mean all of them. Also `tags`. */
  tag?: string | null;
  /** Only in this folder; an empty text means in none. Also `folder_path`. */
  folder?: string | null;
  /** Only made with this checkpoint. */
  model?: string | null;
  /** Only made with this LoRA. */
  lora?: string | null;
  /** Only made with this seed. */
  seed?: number | null;
  /** Only made by this job. */
  job_id?: JobId | null;
  /** Only derived from this item. */
  parent_id?: ContentId | null;
  /** Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name. Also `search`. */
  q?: string | null;
  /** Only those that never went out in a post, or only those that did. */
  never_posted?: boolean | null;
  /** Made at or after this moment. */
  created_from?: string | null;
  /** Made at or before this moment. */
  created_to?: string | null;
  /** Measured quality at least this, 0 to 1. */
  min_quality?: number | null;
  /** Measured quality at most this, 0 to 1. */
  max_quality?: number | null;
  /** Measured likeness at least this, 0 to 1. */
  min_identity?: number | null;
  /** Measured likeness at most this, 0 to 1. */
  max_identity?: number | null;
}

/** A page of the pictures, searched. */
export interface ListContentImages {
  /** Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name. */
  q?: string | null;
  /** In which order, `newest` when left out. */
  sort?: ContentSort | null;
  /** At most this many, 1 to 200; 48 when left out. */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The daily copies of the library's database, newest first. */
export type ListCopies = Record<string, never>;

/** The deleted references of all characters; what was deleted last comes first. */
export interface ListDeletedReferences {
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The text engines in the order in which they are asked. */
export type ListEngines = Record<string, never>;

/** Recent errors, newest first, grouped by cause. */
export interface ListErrors {
  /** At most this many, 1 to 200 (50). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The formats, in the order in which they are offered. */
export interface ListFormats {
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The generation jobs that were not cleared, newest first. */
export interface ListImageJobs {
  /** Only jobs in this state. */
  status?: State | null;
  /** Only jobs of this character. */
  character_id?: CharacterId | null;
  /** At most this many, 1 to 200 (20). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The models that are or were on their way, newest first. */
export interface ListInstalls {
  /** At most this many, 1 to 200 (50). */
  limit?: number | null;
}

/** Lines of the log, newest first. */
export interface ListLogs {
  /** Only this grave or graver. */
  level?: Level | null;
  /** Only of this part of the program, such as `queue` or `comfyui`. */
  service?: string | null;
  /** Only lines that hold this text. */
  search?: string | null;
  /** At most this many, 1 to 200 (100). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The models that a workflow needs and ComfyUI lacks, with where each can be fetched. */
export interface ListMissing {
  /** The workflow. */
  workflow_id: string;
}

/**
 * The checkpoints, LoRAs, VAEs, text encoders, upscalers, control nets, samplers and schedulers that
 * ComfyUI has.
 */
export interface ListModels {
  /** Only of this type, such as `checkpoints` or `loras`. */
  type?: string | null;
  /** Only those whose name holds this. */
  search?: string | null;
  /** Ask ComfyUI anew, for models that were added since. */
  refresh?: boolean;
  /** `all`, which is the default, or `files`: without the sampler's choices. */
  show?: string | null;
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/**
 * Every platform: what it can do, its limits, prices and warnings, what it demands of AI accounts, and its logins
 * with their steps and fields; each line with its source and date.
 */
export type ListPlatforms = Record<string, never>;

/** Lists posts, the newest first. */
export interface ListPosts {
  /** Of one character. */
  character_id?: CharacterId | null;
  /** Of one account. */
  account_id?: AccountId | null;
  /** Of one platform. */
  platform?: PlatformName | null;
  /** In this state. */
  status?: PostStatus | null;
  /** In one of these states. */
  statuses?: PostStatus[];
  /** Of one group. */
  group_id?: GroupId | null;
  /** Planned by this rule. */
  rule_id?: RuleId | null;
  /** Planned from this moment on. */
  from_date?: string | null;
  /** Planned before this moment. */
  to_date?: string | null;
  /** By their planned time, the earliest first. */
  by_time?: boolean;
  /** At most this many, 1 to 200 (20). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The presets, by name. */
export interface ListPresets {
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The examples, by category and title. */
export interface ListPromptExamples {
  /** Only those of this category. */
  category?: string | null;
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The prompt book, the newest first. */
export interface ListPrompts {
  /** Words that all stand in the prompt or its title. */
  search?: string | null;
  /** Those of one character. */
  character_id?: CharacterId | null;
  /** Favourites only. */
  is_favourite?: boolean;
  /** Those of one source. */
  source?: PromptSource | null;
  /** At most this many, 1 to 200 (50). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/**
 * A character's reference pictures, the primary one first, with size, sharpness, whether a face was
 * found, and suggestions.
 */
export interface ListReferences {
  character_id: CharacterId;
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The rules that plan posts by themselves, by name. */
export interface ListRules {
  /** Of one character. */
  character_id?: CharacterId | null;
  /** Enabled ones, or the others. */
  is_enabled?: boolean | null;
}

/** The posts that have a planned time, the earliest first. */
export interface ListScheduled {
  /** Of one character. */
  character_id?: CharacterId | null;
  /** Of one account. */
  account_id?: AccountId | null;
  /** In this state; else every state but drafts and cancelled ones. */
  status?: PostStatus | null;
  /** From this time on: a date or a time in `timezone`, or an instant. */
  from_date?: string | null;
  /** Before this time; a date counts whole. */
  to_date?: string | null;
  /** The IANA zone of the dates; else the character's, else UTC. */
  timezone?: string | null;
  /** At most so many, 1 to 200 (50). */
  limit?: number | null;
  /** After so many. */
  offset?: number | null;
}

/** The names of the keys that were given, and how the keychain is; never the keys. */
export type ListSecrets = Record<string, never>;

/** Every ComfyUI that was named: address, state, version, memory, what it may do. */
export type ListServers = Record<string, never>;

/** Every service: ComfyUI, Ollama and what else was named, each with its state and its last lines. */
export interface ListServices {
  /** Look at each now, in place of what was last seen. */
  refresh?: boolean;
}

/** The posting slots of an account, or of all, by weekday and time. */
export interface ListSlots {
  /** One account's; else those of all. */
  account_id?: AccountId | null;
}

/** The styles of a character, the default first. */
export interface ListStyles {
  character_id: CharacterId;
}

/** The templates, by name. */
export interface ListTemplates {
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The models of every text engine that is in use, as they list them now. */
export interface ListTextModels {
  /** Those of one engine. */
  engine_id?: TextEngineId | null;
}

/** What lies in the trash, since when, and from where; what was deleted last comes first. */
export interface ListTrash {
  /** At most this many, 1 to 200; 48 when left out. */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** The wildcards by name. */
export interface ListWildcards {
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/**
 * The workflows: those that come with the program and the creator's own, each runnable here or with
 * what is missing.
 */
export interface ListWorkflows {
  /** At most this many, 1 to 200 (200). */
  limit?: number | null;
  /** After this many. */
  offset?: number | null;
}

/** A line of the log. */
export interface LogEntry {
  timestamp: string;
  level: Level;
  /** The part of the program: `operations`, `queue`, `comfyui` … */
  service: string;
  message: string;
  /** What else the line says. */
  fields: Record<string, unknown>;
}

/** A page of the log. */
export interface LogList {
  logs: LogEntry[];
  /** How many were found so far; there may be more. */
  total: number;
  has_more: boolean;
  limit: number;
  offset: number;
}

/** A login: begun, waiting, or over. */
export interface Login {
  /** What to ask `accounts.attempt` for. */
  attempt_id: AttemptId;
  platform: PlatformName;
  /** The login's slug. */
  login: string;
  /** How far it is. */
  state: AttemptState;
  /** What that means and what to do. */
  message: string;
  /** The page to open in the browser; null once it is over, and where nothing is to be opened. */
  authorize_url: string | null;
  /** When it ends by itself. */
  expires_at: string;
  /** The accounts to choose from (`accounts.choose`), where the login opens several. */
  choices: AccountChoice[];
  /** What was connected. */
  accounts: ConnectedAccount[];
  /** The first of them. */
  account_id: AccountId | null;
  /** The first one's name. */
  account_username: string | null;
  /** The first one's state. */
  connection_status: ConnectionStatus | null;
  /** Where what opens them lies: `this_run` is lost when the program ends. */
  kept: Kept | null;
}

/** The kinds of login. */
export type LoginKind = "oauth" | "token" | "app_password" | "hand_off";

/** One way to connect an account. */
export interface LoginWay {
  /** Its word in calls, unique within the platform. */
  slug: string;
  /** Its name on the screen. */
  name: string;
  /** The kind. */
  kind: LoginKind;
  /** For whom it is and what it gives, in a sentence. */
  summary: string;
  /** What to do at the platform, step by step. */
  steps: SetupStep[];
  /** What is then typed or pasted here. */
  fields: SetupField[];
  /**
   * For OAuth: the port of the loopback redirect when it must be one that is registered; 0 lets the system choose.
   * One that is registered lies below those that systems hand out by themselves (Linux from 32768, others from 49152),
   * so that no other connection holds it.
   */
  redirect_port: number;
  /** For OAuth: the path of the loopback redirect. */
  redirect_path: string;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** How the window looks. */
export interface Look {
  /** Dark, light, or as the system says. */
  theme: Theme;
}

/** How the window looks. */
export interface LookInput {
  /** Dark, light, or as the system says. */
  theme?: Theme;
}

/** A LoRA and how strongly it is applied. */
export interface Lora {
  /** The file's name as ComfyUI lists it. */
  name: string;
  /** From -2 to 2; 1 is the strength that it was trained for. */
  strength: number;
}

/** A LoRA and how strongly it is applied. */
export interface LoraInput {
  /** The file's name as ComfyUI lists it. */
  name: string;
  /** From -2 to 2; 1 is the strength that it was trained for. */
  strength?: number;
}

/**
 * Makes a picture again from the recipe that it carries: the same one, or with a new seed a variation
 * of it.
 */
export interface MakeAgain {
  /** The picture. */
  content_id: ContentId;
  /** Which seed. */
  seed?: SeedChoice;
  /** How many, 1 to 100 (1); more than one only with new seeds. */
  count?: number | null;
  /** Wait this many seconds for the pictures, at most 300. */
  wait?: number | null;
}

/**
 * Makes a bundle for the report of a fault: versions, settings, services, errors and the last of the log, as a ZIP to
 * be looked through before it is sent. There are no secrets in it, and no prompts or captions unless `with_prompts`.
 */
export interface MakeDiagnostics {
  /** Also what jobs and posts that failed were asked with: prompts and captions. */
  with_prompts?: boolean;
}

/** How sure a line is. */
export type Mark = "documented" | "code" | "secondary" | "unverified";

/** Picture or clip. */
export type MediaKind = "image" | "video";

/** What a file must be like. What is absent is not limited. */
export interface MediaRule {
  /** Picture or clip. */
  kind: MediaKind;
  /** Media types taken; the first is the one to which others are made over. */
  mime_types: string[];
  /** Bytes. */
  max_bytes: number | null;
  /** Width divided by height, at least. */
  min_ratio: number | null;
  /** Width divided by height, at most. */
  max_ratio: number | null;
  /** Pixels. */
  min_width: number | null;
  /** Pixels; wider ones are made smaller. */
  max_width: number | null;
  /** Pixels. */
  min_height: number | null;
  /** Pixels. */
  max_height: number | null;
  /** Width and height together, in pixels. */
  max_sides: number | null;
  /** Milliseconds. */
  min_duration_ms: number | null;
  /** Milliseconds. */
  max_duration_ms: number | null;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** Memory in bytes. */
export interface Memory {
  total_bytes: number;
  available_bytes: number;
  used_bytes: number;
  /** What this program holds; `null` when the system does not say. */
  program_bytes: number | null;
}

/** Counts of a post; `None` is "not given" by this platform. */
export interface Metrics {
  /** How often it was shown or played. */
  views: number | null;
  /** How many people saw it. */
  reach: number | null;
  /** Likes, favourites, reactions. */
  likes: number | null;
  /** Comments and replies. */
  comments: number | null;
  /** Shares, reposts, quotes. */
  shares: number | null;
  /** How often it was saved or bookmarked. */
  saves: number | null;
  /** Clicks on a link. */
  clicks: number | null;
}

/** What is measured. */
export interface Metrics2 {
  measured_at: string;
  /** How things are now, by name. What nobody tells is left out. */
  gauges: Record<string, number>;
  /** Jobs by state. */
  jobs: Record<string, number>;
  /** What became of posts since then. */
  posts: PostCount[];
  /** Seconds from one point to the next: 60 or 3600. */
  step_seconds: number;
  /** How things were, by name. */
  series: Series[];
}

/** What happened after a time at which the scheduler could not look. */
export interface MissedSummary {
  /** When that was found. */
  at: string;
  /** In a sentence: `While this computer slept, or Troupe was closed or paused: 2 go out late, 1 asks.` */
  message: string;
  went_late: PostId[];
  moved: PostId[];
  asked: PostId[];
  skipped: PostId[];
}

/** Models that a workflow lacks. */
export interface MissingList {
  models: LackingModel[];
  total: number;
  /** How many of them can be fetched with one press. */
  installable: number;
}

/** A model file, or a choice of the sampler. */
export interface Model {
  /** Its id: type and name. */
  id: string;
  /** Its name, as ComfyUI lists it. */
  name: string;
  /** `checkpoints`, `loras`, `vae`, `upscale_models` …; `samplers` and `schedulers` for the sampler's choices. */
  type: string;
  /** The family that it belongs to, as far as its name tells: `sd15`, `sdxl` … */
  base_model: unknown;
  /** Its size; `null` until it was read, and for what is no file. */
  size_bytes: number | null;
  /** When the file was last changed. */
  modified_at: string | null;
  /** Its SHA-256; it is read late, in the background, where the file lies on this computer. */
  sha256: string | null;
}

/** A model in full. */
export interface ModelDetail {
  /** Its id: type and name. */
  id: string;
  /** Its name, as ComfyUI lists it. */
  name: string;
  /** `checkpoints`, `loras`, `vae`, `upscale_models` …; `samplers` and `schedulers` for the sampler's choices. */
  type: string;
  /** The family that it belongs to, as far as its name tells: `sd15`, `sdxl` … */
  base_model: unknown;
  /** Its size; `null` until it was read, and for what is no file. */
  size_bytes: number | null;
  /** When the file was last changed. */
  modified_at: string | null;
  /** Its SHA-256; it is read late, in the background, where the file lies on this computer. */
  sha256: string | null;
  /** What the file says of itself (safetensors metadata), when it says anything. */
  metadata: unknown;
  /** How the family was told: `metadata` or `file_name`. */
  base_model_from: unknown;
  /** Words that wake what it learned: as its page says, else as its file does. */
  trigger_words: string[];
  /** A picture made with it, on the host that it came from. */
  preview_url: string | null;
  /** Where it was fetched from, when that was done here. */
  origin: ModelOrigin | null;
  /** How many pictures in the library were made with it. */
  picture_count: number;
  /** The characters and styles that name it. */
  used_by: ModelUse[];
}

/** Who named the model. */
export type ModelFrom = "request" | "style" | "character" | "server";

/** A model on its way onto this computer. */
export interface ModelInstall {
  id: ModelInstallId;
  /** How far it is. */
  state: InstallState;
  source: ModelSource;
  /** Its name on its page. */
  title: string;
  page_url: string | null;
  licence: string | null;
  /** The folder that it goes into. */
  folder: string;
  /** The file's name within the folder. */
  name: string;
  /** The file's size, once it is known. */
  size_bytes: number | null;
  /** How much of it is there. */
  done_bytes: number;
  /** How much of it is there, from 0 to 1; `null` while the size is not known. */
  fraction: number | null;
  sha256: string | null;
  /** Why it failed and what to do. */
  error: string | null;
  created_at: string;
  finished_at: string | null;
}

/** A model that is fetched from the network. */
export type ModelInstallId = string;

/** A page of models. */
export interface ModelList {
  models: Model[];
  total: number;
  limit: number;
  offset: number;
  /** How many there are of each type, whatever is searched for. */
  types: Record<string, number>;
  /** Whether sizes and times were read; they follow the names after a moment. */
  has_sizes: boolean;
}

/** Where a model was fetched from. */
export interface ModelOrigin {
  source: ModelSource;
  title: string;
  page_url: string | null;
  licence: string | null;
  /** The family, in the page's words. */
  base_model: string | null;
}

/** Where a model is fetched from. */
export type ModelSource = "hugging_face" | "civitai" | "url";

/** Figures of one model at one size. */
export interface ModelStats {
  model: string;
  width: number;
  height: number;
  made: number;
  failed: number;
  /** Mean seconds of a picture, from when ComfyUI began with it. */
  mean_seconds: number | null;
}

/** A model to be fetched. */
export interface ModelToFetch {
  folder: string;
  name: string;
  /** Its SHA-256, where it was read on the other computer. */
  sha256: string | null;
  /** Where it was fetched from, or is known to lie. */
  url: string | null;
}

/** A character, or a style of one, that names a model. */
export interface ModelUse {
  character_id: CharacterId;
  character_name: string;
  style_id: StyleId | null;
  style_name: string | null;
}

/** Moves a waiting job: to the front, to the end, or before another. */
export interface MoveJob {
  /** The job that moves. */
  job_id: JobId;
  /** Where to; not needed when `before` is given. */
  to?: QueuePlace | null;
  /** Right before this job. */
  before?: JobId | null;
}

/** The posts as they stand now, and as they stood. */
export interface MovedPosts {
  /** The post that was named. */
  post: ScheduledPost;
  /** Those that moved with it. */
  others: ScheduledPost[];
  /** Where each of them stood. */
  previous: PreviousPlan[];
}

/** A text engine that the creator named. */
export interface NamedEngine {
  /** Its id; `null` for the stand-in of a rehearsal, which is never stored. */
  id: TextEngineId | null;
  /** The creator's name for it. */
  name: string;
  /** Its kind. */
  kind: TextEngineKind;
  /** Its address. */
  address: string;
  /** The model that writes; `null`: the first that it has, on an own computer. */
  model: string | null;
  /** Whether the model looks at pictures; `null`: as the engine says. */
  sees: boolean | null;
  /** US dollars for a million tokens that are read; `null` is not known. */
  input_usd_per_million: number | null;
  /** US dollars for a million tokens that are written; `null` is not known. */
  output_usd_per_million: number | null;
  /** Whether it is asked at all. */
  is_enabled: boolean;
  /** Whether nothing that it is told leaves this computer and its own network. */
  is_local: boolean;
  /** Whether a key was given for it. */
  has_key: boolean;
}

/** The next firing. */
export interface NextFiring {
  rule_id: RuleId;
  rule_name: string;
  character_id: CharacterId;
  scheduled_at: string;
}

/** The next free slot. */
export interface NextFreeSlot {
  /** `null` when the account has no slots, or none is free within 90 days. */
  slot: FreeSlot | null;
  /** Why there is none, and what to do. */
  message: string | null;
}

/** The next post. */
export interface NextPost {
  post_id: PostId;
  group_id: GroupId;
  account_id: AccountId;
  account_handle: string;
  platform: string;
  character_id: CharacterId | null;
  character_name: string | null;
  scheduled_at: string;
  /** What the clocks of its zone show then. */
  wall_time: string;
  timezone: string;
}

/** The next planned post of a character. */
export interface NextPostOfCharacter {
  post_id: PostId;
  scheduled_at: string;
  /** The IANA zone in which it was planned. */
  timezone: string | null;
  /** Whether the creator's word is there, without which it is not sent. */
  is_approved: boolean;
}

/** The next free slot of an account: the earliest of its coming slots that no post takes. */
export interface NextSlot {
  account_id: AccountId;
  /** After this moment; else from now on. */
  after?: string | null;
  /** Only slots for posts of this form. */
  post_type?: PostType | null;
}

/** A further fact in words, with a figure where there is one. */
export interface Note {
  /** Its word in code, such as `posts_per_day`. */
  key: string;
  /** In words. */
  text: string;
  /** The figure, where there is one. */
  value: number | null;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** What the system's notifications tell while the window is hidden. */
export interface NotificationSettings {
  /** Pictures are done. */
  generation_done: boolean;
  /** Posts are up, and were seen there. */
  published: boolean;
  /** Something needs attention. */
  needs_attention: boolean;
}

/** What the system's notifications tell while the window is hidden. */
export interface NotificationSettingsInput {
  /** Pictures are done. */
  generation_done?: boolean;
  /** Posts are up, and were seen there. */
  published?: boolean;
  /** Something needs attention. */
  needs_attention?: boolean;
}

/** What to do when the GPU's memory runs out. */
export type OnOutOfMemory = "smaller" | "fail";

/** Whose face, voice or training set it is. */
export type Origin = "fictional" | "own_likeness" | "consent";

/** What became of a file. */
export type Outcome = "added" | "already_there" | "refused";

/** How a step ended. */
export type Outcome2 = "done" | "refused" | "absent";

/** An engine that was not asked, or that could not write. */
export interface PassedOver {
  /** Its name. */
  engine: string;
  /** Why. */
  reason: string;
}

/** A pause. */
export interface Pause {
  /** Since when. */
  since: string;
  /** Until when; `null`: until it is resumed. */
  until: string | null;
  /** Why, in the creator's words. */
  reason: string | null;
}

/** Stops a character's automation at once; nothing is lost. Pausing a paused character changes until when. */
export interface PauseCharacter {
  character_id: CharacterId;
  /** Until when, RFC 3339; absent pauses it until it is resumed. */
  until?: string | null;
  /** Why, for the card. */
  reason?: string | null;
}

/** Pauses the queue: nothing new starts, the picture that is being made is finished. */
export type PauseQueue = Record<string, never>;

/** Pauses a rule, until a moment or until it is resumed; what it planned already stays in the plan. */
export interface PauseRule {
  rule_id: RuleId;
  /** Until when, RFC 3339; absent pauses it until it is resumed. */
  until?: string | null;
}

/**
 * Pauses everything at once, or one account: nothing is sent and no rule fires until it is resumed, or until the
 * moment that is given. Nothing is lost.
 */
export interface PauseScheduler {
  /** Until when, RFC 3339; absent pauses it until it is resumed. */
  until?: string | null;
  /** Why, for yourself. */
  reason?: string | null;
  /** Only this account. */
  account_id?: AccountId | null;
}

/** How long answers take. */
export interface Performance {
  /** Since when it is counted. */
  since: string;
  operations: Timing[];
  /** The hosts that were asked, such as `127.0.0.1:8188`. */
  services: Timing[];
}

/** How a character speaks and thinks. The five traits run from 0 to 1. */
export interface Personality {
  /** From reserved (0) to outgoing (1). */
  extroversion: number;
  /** From down to earth (0) to full of ideas (1). */
  creativity: number;
  /** From earnest (0) to playful (1). */
  humor: number;
  /** From casual (0) to businesslike (1). */
  professionalism: number;
  /** From staged (0) to frank (1). */
  authenticity: number;
  /** How it talks, in a word or a sentence. */
  communication_style: string;
  /** What it likes to talk about. */
  preferred_topics: string[];
  /** The tone of its captions. */
  content_tone: string;
  /** How freely a text engine writes for it, 0 to 2. */
  temperature: number;
  /** Instructions to a text engine, in the creator's words. */
  llm_prompt: string;
}

/** How a character speaks and thinks. What is absent stays, or is the middle of its scale. */
export interface PersonalityFields {
  /** From reserved (0) to outgoing (1). */
  extroversion?: number | null;
  /** From down to earth (0) to full of ideas (1). */
  creativity?: number | null;
  /** From earnest (0) to playful (1). */
  humor?: number | null;
  /** From casual (0) to businesslike (1). */
  professionalism?: number | null;
  /** From staged (0) to frank (1). */
  authenticity?: number | null;
  /** How it talks, in a word or a sentence. */
  communication_style?: string | null;
  /** What it likes to talk about. */
  preferred_topics?: string[] | null;
  /** The tone of its captions. */
  content_tone?: string | null;
  /** How freely a text engine writes for it, 0 to 2. */
  temperature?: number | null;
  /** Instructions to a text engine, in the creator's words. */
  llm_prompt?: string | null;
}

/** A picture: exactly one of the four. */
export interface PictureFile {
  /** A file on this computer (window and command line only). */
  path?: string | null;
  /** A file sent to `POST /uploads` before. */
  upload_id?: UploadId | null;
  /** An address to fetch it from; private addresses are refused. */
  url?: string | null;
  /** A reference of the character. */
  reference_id?: ReferenceId | null;
}

/** A picture: a file, or a text that is a reference's id, an address, or base64 data. */
export type PictureInput = string | PictureFile;

/** The planned posts. */
export interface PlannedPosts {
  group_id: GroupId;
  /** The first one. */
  post: ScheduledPost;
  /** All of them, one an account. */
  posts: ScheduledPost[];
}

/** An account at a platform, and how it is. */
export interface PlatformAccount {
  /** Its id. */
  id: AccountId;
  /** The platform. */
  platform: PlatformName;
  /** Whose it is. */
  character_id: CharacterId | null;
  /** The character's name. */
  character_name: string | null;
  /** The creator's word for it; empty when there is none. */
  label: string;
  /** By which of the platform's logins it was connected. */
  login: string;
  /** The platform's id of it. */
  external_id: string;
  /** Its name in addresses, without an at sign. */
  account_username: string;
  /** Its name for people. */
  display_name: string;
  /** Its page. */
  account_url: string | null;
  /** Whether it works. */
  is_connected: boolean;
  /** How it is. */
  connection_status: ConnectionStatus;
  /** What that means and what to do. */
  message: string;
  /** The button that mends it; null where nothing is to be done. */
  fix: AccountFix | null;
  /** Until when its login holds if nothing is done; null: it has no end by time. */
  login_ends_at: string | null;
  /** When its login is renewed by itself. */
  login_renews_at: string | null;
  /** Where its tokens lie; `this_run` is lost when the program ends. */
  kept: Kept;
  /** Whether pictures that are not safe for work may go there. */
  allows_nsfw: boolean;
  /** The IANA zone of its slots. */
  timezone: string;
  /** How pictures reach a platform that only fetches them. */
  upload_place: UploadPlace | null;
  /** The bucket that was set, without its keys. */
  bucket: BucketSettings | null;
  /** The items of the platform's checklist for AI accounts that were ticked, by their text. */
  demands_met: string[];
  /** Whether nothing is sent there for now. */
  is_paused: boolean;
  paused_reason: string | null;
  /** Until when; null until it is resumed. */
  paused_until: string | null;
  /** No post goes out before this moment, because the platform asked for it. */
  held_until: string | null;
  held_reason: string | null;
  /** Followers at the last look; null is not given. */
  follower_count: number | null;
  /** Posts that the platform still takes in its window, at the last look; null is not given. */
  posts_left: number | null;
  /** When its login was last renewed. */
  refreshed_at: string | null;
  /** When it was last tested. */
  tested_at: string | null;
  /** What the last test or renewal met. */
  test_error: string | null;
  /** When its counts were last read. */
  last_synced_at: string | null;
  created_at: string;
  updated_at: string;
}

/** The platforms, in the order in which they are shown. */
export interface PlatformList {
  platforms: PlatformView[];
  total: number;
}

/** A platform. Its slug is the word used in every layer. */
export type PlatformName = "instagram" | "x" | "facebook" | "youtube" | "telegram" | "bluesky" | "mastodon" | "threads" | "tiktok" | "pinterest" | "onlyfans" | "fanvue";

/** A platform. */
export interface PlatformView {
  /** Its name as people write it. */
  name: string;
  /** The platform. */
  platform: PlatformName;
  /** What it is good for and what to expect, in a sentence or two. */
  summary: string;
  /** The page that is opened for a post by hand. */
  home: string;
  /** The ways to connect an account. */
  logins: LoginWay[];
  /** What its official interface can do. */
  capabilities: Capabilities;
  /** How the words of a post are counted and limited. */
  text: TextRule;
  /** The forms of a post that it takes. */
  posts: PostRule[];
  /** What it takes from a public address alone; absent where the bytes are sent to it. */
  fetches: FetchRule | null;
  /** What files must be like, by the name that the post rules use. */
  media: Record<string, MediaRule>;
  /** Its own fields of a post. */
  fields: PostField[];
  /** How a post is marked as made with AI. */
  label: Label;
  /** What it costs. */
  prices: Price[];
  /** What it demands of accounts that show AI-made characters. */
  demands: Demand[];
  /** What will not work, said before anything is typed. */
  warnings: Note[];
  /** Further limits, such as posts a day. */
  limits: Note[];
  /** What its codes mean. */
  refusals: RefusalRule[];
}

/** A stretch of time. */
export interface Point {
  at: string;
  /** The mean. */
  value: number;
  least: number;
  most: number;
}

/** A post of one account. */
export interface Post {
  id: PostId;
  /** The posts that were made with it. */
  group_id: GroupId;
  /** Where it goes. */
  account_id: AccountId;
  /** That account's name in addresses. */
  account_handle: string;
  platform: PlatformName;
  character_id: CharacterId | null;
  character_name: string | null;
  /** The form. */
  post_type: PostType;
  status: PostStatus;
  /** The first file. */
  content_id: ContentId | null;
  /** The files in their order. */
  media: PostMedia[];
  /** The words without hashtags and disclosure line; `posts.preflight` shows the words as they are sent. */
  caption: string;
  /** Without their sign. */
  hashtags: string[];
  /** Without their sign. */
  mentions: string[];
  title: string | null;
  /** A comment of our own right after it. */
  first_comment: string | null;
  /** The platform's own fields. */
  fields: Record<string, unknown>;
  /** Whether it is marked as made with AI. */
  ai_label: boolean;
  /** What the creator agreed to for this once. */
  allowed: string[];
  /** When it is planned for. */
  scheduled_at: string | null;
  /** The same as wall-clock time in its zone. */
  wall_time: string | null;
  /** The IANA zone of the planned time. */
  timezone: string | null;
  /** Whether the platform itself publishes it then. */
  at_platform: boolean;
  slot_id: SlotId | null;
  rule_id: RuleId | null;
  /** What happens when its time is missed. */
  when_missed: WhenMissed;
  /** How late it may still go out, in minutes. */
  late_minutes: number;
  /** The creator's word that it may go out; null waits for it. */
  approved_at: string | null;
  /** When it is next taken up. */
  next_attempt_at: string | null;
  /** Why it waits although it is due, in words. */
  waiting_reason: string | null;
  /** The platform's id, once it is there. */
  platform_post_id: string | null;
  /** Its address for people. */
  platform_post_url: string | null;
  /** Who sees it: `public`, `unlisted`, `followers`, `private`, `unknown`. */
  visibility: string | null;
  published_at: string | null;
  /** When the platform last showed it to us. */
  read_back_at: string | null;
  /** What is known and the choices, when it needs attention. */
  attention: Attention | null;
  /** What it failed with: `code`, `message`, `details`, and `fix`, the button that mends it. */
  error: unknown;
  /** Null is not given. */
  likes_count: number | null;
  /** Null is not given. */
  comments_count: number | null;
  /** Null is not given. */
  shares_count: number | null;
  /** Null is not given. */
  views_count: number | null;
  /** All counts of the last look. */
  metrics: Metrics | null;
  /** When the counts were read. */
  synced_at: string | null;
  /** When its status last changed. */
  state_changed_at: string;
  created_at: string;
  updated_at: string;
}

/** A comment on a post of ours. Its words come from outside. */
export interface PostComment {
  id: CommentId;
  post_id: PostId;
  /** The platform's id. */
  external_id: string;
  /** The platform's id of the comment that it answers. */
  parent_id: string | null;
  author: string;
  text: string;
  /** Likes on it; null is not given. */
  likes: number | null;
  is_hidden: boolean;
  /** Whether our account wrote it. */
  is_ours: boolean;
  url: string | null;
  /** When it was written, where the platform says. */
  written_at: string | null;
  /** When it was last seen. */
  seen_at: string;
}

/** Posts of a platform in one state. */
export interface PostCount {
  platform: string;
  status: string;
  count: number;
}

/** A post and its ledger. */
export interface PostDetail {
  /** The post. */
  post: Post;
  /** Its tries, the first one first. */
  attempts: Attempt[];
}

/** One of a platform's own fields of a post. Every one may be left out. */
export interface PostField {
  /** Its word in `fields`. */
  name: string;
  /** Its name on the screen. */
  label: string;
  /** What it does, and what holds when it is left out. */
  help: string;
  /** What it holds. */
  kind: FieldKind;
  /** The choices of a choice. */
  choices: FieldChoice[];
  /** The most characters of words, entries of a list, or the largest number. */
  max: number | null;
  /** The forms of a post that have it; empty is all. */
  post_types: PostType[];
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** A post: one account's. */
export type PostId = string;

/** The job that makes the pictures, and the post as it is now. */
export interface PostImages {
  job: ImageJob;
  post: Post;
}

/** A page of posts. */
export interface PostList {
  posts: Post[];
  total: number;
  limit: number;
  offset: number;
}

/** A file of a post. */
export interface PostMedia {
  /** The library's item. */
  id: ContentId;
  content_type: ContentType;
  /** Of the library's item, in pixels. */
  width: number | null;
  /** Of the library's item, in pixels. */
  height: number | null;
  rating: Rating;
  /** Words for those who do not see it. */
  alt_text: string;
  /** The part that is sent; null is the whole. */
  crop: Crop | null;
  /** The very file that is sent, once it was made. */
  prepared: PreparedFile | null;
}

/** Posts on a Facebook Page now. */
export interface PostOnFacebook {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** Posts on Instagram now: a picture, or several to leaf through. */
export interface PostOnInstagram {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** A form of a post. */
export interface PostRule {
  /** The form. */
  post_type: PostType;
  /** Its name at this platform. */
  name: string;
  /** The fewest files. */
  min_items: number;
  /** The most files. */
  max_items: number;
  /** Which media rule pictures meet; `None` refuses pictures. */
  image: string | null;
  /** Which media rule clips meet; `None` refuses clips. */
  video: string | null;
  /** The most clips, where there may be fewer of them than files. */
  max_clips: number | null;
  /** Whether pictures and clips may stand in one post. */
  mixed: boolean;
  /** Whether it has a caption. */
  has_text: boolean;
  /** How it is marked as made with AI, where that differs from the platform's other forms. */
  label: LabelKind | null;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** How far a post is. */
export type PostStatus = "draft" | "scheduled" | "publishing" | "published" | "failed" | "needs_attention" | "cancelled";

/** The forms of a post. Each platform's facts say which it takes. */
export type PostType = "post" | "carousel" | "story" | "reel" | "video";

/** What preflight found, one entry an account. */
export interface Preflight {
  /** Whether all of them could be sent as they are. */
  is_ready: boolean;
  posts: CheckedPost[];
}

/**
 * Looks at posts that are being composed: what each platform would refuse, with the fix, and the very words and files
 * that would be sent. Nothing is kept.
 */
export type PreflightPosts = CreatePosts;

/** The very file that is sent. Read it as the file `prepared` of this id. */
export interface PreparedFile {
  id: string;
  /** As `image/jpeg`. */
  mime_type: string;
  /** Pixels; 0 where it is as the library's item. */
  width: number;
  /** Pixels; 0 where it is as the library's item. */
  height: number;
  size_bytes: number;
  /** Milliseconds; pictures have none. */
  duration_ms: number | null;
}

/** A preset: generation parameters under a name. */
export interface Preset {
  id: PresetId;
  name: string;
  /** What it is good for. */
  description: string;
  /** The parameters. */
  value: GenerationParameters;
}

/** Named generation parameters. */
export type PresetId = string;

/** A page of presets. */
export interface PresetList {
  settings: Preset[];
  total: number;
  limit: number;
  offset: number;
}

/** The item's picture, made smaller: the file is kept, so that the next time is quick. */
export interface PreviewContent {
  /** The item. */
  content_id: ContentId;
  /**
   * The longer edge in pixels, 640 when left out. It is rounded up to 160, 320, 640, 1280 or 2048; above that, and
   * for smaller pictures, the file itself is answered.
   */
  size?: number | null;
}

/**
 * Fills in a prompt's wildcards, choices and variables: exactly what would be sent, with the character's, the style's
 * and the template's words around it.
 */
export interface PreviewPrompt {
  /** The prompt; else one of the book. */
  prompt?: string | null;
  /** A prompt of the book. */
  prompt_id?: SavedPromptId | null;
  /** The character in it; else the book's. */
  character_id?: CharacterId | null;
  /** A style of the character's. */
  style_id?: StyleId | null;
  /** A prompt frame around it. */
  template_id?: TemplateId | null;
  /** The same seed gives the same draw; absent draws anew. */
  seed?: number | null;
}

/**
 * The next firings of a rule in local time, with what each would make, what is left out and why, and what a clock
 * change does.
 */
export interface PreviewRule {
  rule_id: RuleId;
  /** How many, 1 to 100 (20). */
  count?: number | null;
}

/** One draw. */
export interface PreviewedPrompt {
  /** The prompt with everything filled in. */
  prompt: string;
  /** All words as they would be sent, and where each came from. */
  composed: ComposedPrompt;
  /** The wildcards in it, with their words. */
  wildcards: PromptWildcard[];
  /** How many prompts can come of it; `null` beyond a thousand million. */
  combinations: number | null;
  /** The seed of this draw. */
  seed: number;
}

/** Where a post stood: the fields of `scheduling.update` that put it back. */
export interface PreviousPlan {
  post_id: PostId;
  scheduled_at: string | null;
  timezone: string | null;
  caption: string;
  when_missed: WhenMissed;
  late_minutes: number;
  slot_id: SlotId | null;
}

/** A price. */
export interface Price {
  /** What is paid for: `post`, `post_with_link`, `reply`, `read`. */
  what: string;
  /** What that means, in words. */
  words: string;
  /** US dollars each. */
  usd: number;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** How the program starts and ends. */
export interface ProgramSettings {
  /** Start with the system, in the tray. */
  start_with_system: boolean;
  /** Closing the window keeps the queue going in the tray. */
  close_keeps_running: boolean;
  /** The welcome was gone through. */
  is_set_up: boolean;
}

/** How the program starts and ends. */
export interface ProgramSettingsInput {
  /** Start with the system, in the tray. */
  start_with_system?: boolean;
  /** Closing the window keeps the queue going in the tray. */
  close_keeps_running?: boolean;
  /** The welcome was gone through. */
  is_set_up?: boolean;
}

/** The book. */
export interface PromptBook {
  /** The version of this document: 1. */
  version: number;
  /** The prompts, the newest first. */
  prompts: BookPrompt[];
  /** The wildcards that they use, and the others. */
  wildcards: Wildcard[];
}

/** The book. */
export interface PromptBookInput {
  /** The version of this document: 1. */
  version: number;
  /** The prompts, the newest first. */
  prompts: BookPromptInput[];
  /** The wildcards that they use, and the others. */
  wildcards?: WildcardInput[];
}

/** How many prompts there are. */
export interface PromptCounts {
  all: number;
  favourites: number;
  /** Those that a text engine wrote. */
  ai: number;
  /** By character; `null` is anybody's. */
  characters: CharacterCount[];
}

/** An example of a prompt. */
export interface PromptExample {
  id: ExampleId;
  /** What it shows. */
  title: string;
  prompt: string;
  /** Words of the negative prompt that go with it. */
  negative_prompt: string;
  /** A word to group it by. */
  category: string;
}

/** A page of examples. */
export interface PromptExampleList {
  prompt_examples: PromptExample[];
  total: number;
  limit: number;
  offset: number;
}

/** A page of the book. */
export interface PromptList {
  prompts: SavedPrompt[];
  total: number;
  limit: number;
  offset: number;
  /** How many there are of each kind, whatever was asked for. */
  counts: PromptCounts;
}

/** Some words and where they come from. */
export interface PromptPart {
  /** Where they come from. */
  from: WordsFrom;
  /** The words. */
  text: string;
}

/** Where a prompt comes from. */
export type PromptSource = "written" | "ai" | "imported";

/** A wildcard of a prompt. */
export interface PromptWildcard {
  name: string;
  /** What it stands for; empty when it is not known yet. */
  words: string[];
}

/** Publishes a post now, whatever its time. */
export interface PublishPost {
  post_id: PostId;
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** The queue. */
export interface Queue {
  /** Nothing new starts while it is paused. */
  is_paused: boolean;
  /** Jobs that ComfyUI has. */
  running: ImageJob[];
  /** Jobs that wait, in the order in which they go; each says what holds it. */
  waiting: ImageJob[];
  /** Pictures that are still to be made. */
  pictures_left: number;
  /** When all of it will probably be done, once enough is known to say so. */
  estimated_completion: string | null;
}

/** Queues a graph in ComfyUI's API format, as it is. */
export interface QueueGraph {
  /** The graph: node ids with class_type and inputs. */
  prompt: Record<string, unknown>;
  /** Wait this many seconds for it, at most 300. */
  wait?: number | null;
}

/** An end of the queue. */
export type QueuePlace = "front" | "end";

/** Whether the queue is paused. */
export interface QueueState {
  is_paused: boolean;
}

/** Hours of the day in which nothing is sent by itself. */
export interface QuietHours {
  /** Their first minute, `HH:MM`. */
  from: string;
  /** The first minute after them, `HH:MM`; earlier than `from` is the next day. */
  to: string;
}

/** What was started. */
export interface RanNow {
  started: ExecutedRule[];
  /** Rules that could not run, each with why. */
  refused: RefusedRule[];
}

/** How many calls of each class a minute takes. */
export interface RateLimits {
  /** Everything else. */
  general: number;
  /** Making pictures. */
  image: number;
  /** Making words. */
  text: number;
  /** The content library. */
  content: number;
  /** Characters. */
  characters: number;
}

/** How many calls of each class a minute takes. */
export interface RateLimitsInput {
  /** Everything else. */
  general?: number;
  /** Making pictures. */
  image?: number;
  /** Making words. */
  text?: number;
  /** The content library. */
  content?: number;
  /** Characters. */
  characters?: number;
}

/** How much an item shows. Unknown counts as not allowed where a rating matters. */
export type Rating = "unknown" | "safe" | "suggestive" | "nsfw";

/** A restore that waits for the next start. */
export interface ReadyRestore {
  name: string;
  made_at: string;
  /** How many files are put in place with it. */
  file_count: number;
  /** How many files are nowhere to be found. */
  missing_count: number;
  /** The folder within the library's that its present database goes to. */
  kept_aside: string;
  /** What to do now. */
  message: string;
}

/** Why the creator's word is needed. */
export type Reason = "publishes" | "engages" | "deletes" | "spends" | "settings" | "disclosure" | "accounts";

/** Posts a reel on Instagram now. */
export interface ReelOnInstagram {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** A reference picture. */
export interface Reference {
  id: ReferenceId;
  character_id: CharacterId;
  /** The name that it came with. */
  name: string;
  mime_type: string;
  /** Width in pixels. */
  width: number;
  /** Height in pixels. */
  height: number;
  size_bytes: number;
  /** A caption for training. */
  caption: string;
  /** Whether it is the character's first reference. */
  is_primary: boolean;
  use_for_training: boolean;
  /** Whose face it is. */
  origin: Origin;
  /** The consent that it rests on. */
  consent_id: ConsentId | null;
  /** How it came in. */
  source: ReferenceSource;
  /** Whether a face was found. */
  face: Face;
  /** How sharp it is: variance of the Laplacian, below 100 a photograph is soft; null is not measured. */
  sharpness: number | null;
  /** Whether a camera or phone left its data in the file. */
  has_camera_data: boolean;
  /** What would make it a better reference, or what it asks. */
  suggestions: ReferenceSuggestion[];
  created_at: string;
  updated_at: string;
}

/** One reference to add: exactly one of path, upload_id, url and content_id. */
export interface ReferenceFile {
  /** A file on this computer (window and command line only). */
  path?: string | null;
  /** A file sent to `POST /uploads` before. */
  upload_id?: UploadId | null;
  /** An address to fetch it from; private addresses are refused. */
  url?: string | null;
  /** A picture of the library. */
  content_id?: ContentId | null;
  /** A caption for training. */
  caption?: string | null;
}

/** A reference picture of a character. */
export type ReferenceId = string;

/** A deleted reference. */
export interface ReferenceInTrash {
  reference: Reference;
  /** Whose it was. */
  character_name: string;
  deleted_at: string;
  /** When it goes for good. */
  expires_at: string;
}

/** A page of references. */
export interface ReferenceList {
  references: Reference[];
  total: number;
  limit: number;
  offset: number;
}

/** How a reference came in. */
export type ReferenceSource = "file" | "upload" | "url" | "content" | "import";

/** A suggestion about a reference. */
export interface ReferenceSuggestion {
  code: SuggestionCode;
  /** The suggestion in words. */
  message: string;
}

/** A reference whose file is missing. */
export interface ReferenceWithoutFile {
  /** The reference. */
  reference_id: ReferenceId;
  /** Where its file should be, relative to the media folder. */
  file: string;
}

/** What a refusal means for what comes next. */
export type RefusalKind = "token_expired" | "token_revoked" | "rate_limited" | "daily_limit" | "spam" | "restricted" | "transient" | "media_rejected" | "media_unreachable" | "text_rejected" | "duplicate" | "permission" | "unpaid" | "gone" | "not_ready" | "not_found" | "other";

/** What a code of the platform means. */
export interface RefusalRule {
  /**
   * The code as the platform's file reads it from an answer: `190`, `9/2207042`, `duplicate`, `401`; or a code or
   * status with words, in lower case, that the platform's sentence holds: `400/chat not found`.
   */
  code: string;
  /** What it means. */
  kind: RefusalKind;
  /** The sentence for the creator: what, why, what to do. */
  words: string;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/** A row that was refused. */
export interface RefusedCharacter {
  /** Its place in the list, from 0. */
  index: number;
  /** Its name, where it has one. */
  name: string | null;
  /** Why, and what to do. */
  reason: string;
  /** The same for programs: `{ code, message, details }`. */
  error: unknown;
}

/** A file that could not be adopted. */
export interface RefusedFile {
  /** The file, relative to the media folder. */
  file: string;
  /** Why, and what to do. */
  message: string;
}

/** A row that could not be planned. */
export interface RefusedRow {
  /** Its place among the rows that were sent, from 0. */
  row: number;
  message: string;
}

/** A rule that could not run. */
export interface RefusedRule {
  rule_id: RuleId;
  rule_name: string;
  message: string;
}

/** How the clock of a rehearsal goes. */
export interface RehearsalClock {
  /** The present moment of this library and of its stand-ins. */
  now: string;
  /** How many seconds it is ahead of the computer's. */
  ahead_seconds: number;
  /** Whether it stands still until it is moved. */
  stands_still: boolean;
}

/** Rejects an item: it is not to be used. It stays in the library. */
export interface RejectContent {
  /** The item. */
  content_id: ContentId;
  /** Why, in the creator's words. */
  reason?: string | null;
}

/** Rejects many items. */
export interface RejectManyContent {
  /** The items, 5,000 at most. */
  content_ids?: ContentId[] | null;
  /** Instead of ids: all items that these filters show. */
  filter?: ContentFilter | null;
  /** Why, in the creator's words. */
  reason?: string | null;
}

/** An item that another one is derived from, or is derived from it. */
export interface RelatedContent {
  /** The item's id. */
  id: ContentId;
  /** Its file's name. */
  filename: string;
  /** Width in pixels. */
  width: number | null;
  /** Height in pixels. */
  height: number | null;
  /** The workflow that made it. */
  workflow_id: string | null;
  /** What the creator decided. */
  approval_status: ApprovalStatus;
  /** When it was made. */
  created_at: string;
  /** When it went to the trash; null when it is not there. */
  deleted_at: string | null;
}

/** Makes a new token for an agent, shown this once. The one before lets nobody in any more. */
export interface RenewAgentToken {
  agent_id: AgentId;
}

/** Puts the text engines into another order: the first that can write is asked. */
export interface ReorderEngines {
  /** Every engine, the first choice first. */
  engine_ids: TextEngineId[];
}

/** Replies to a post on X. */
export interface ReplyOnX {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
  /** The words. */
  comment_text: string;
}

/** Comments on a post of ours, or answers a comment on it. The words are written or agreed by the creator. */
export interface ReplyToComment {
  /** The post. */
  post_id: PostId;
  /** The comment that is answered; absent comments on the post itself. */
  comment_id?: CommentId | null;
  /** The words. */
  text: string;
}

/** Reposts one post with an account, where the platform has that call. */
export interface RepostPost {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
  /** The platform, where the account does not say it. */
  platform?: PlatformName | null;
}

/** Settles an error: it is met again only when it happens again. */
export interface ResolveError {
  /** The error. */
  error_id: ErrorId;
}

/**
 * Says what became of a post that needs attention: it is up (with its address), send it again, look again, or leave
 * it.
 */
export interface ResolvePost {
  post_id: PostId;
  /** What you found. */
  choice: Choice;
  /** Its address, when it is up. */
  url?: string | null;
}

/**
 * Lays a backup ready: it is checked first and put in place at the next start. The library's present database is kept
 * aside. Nothing is sent by itself then until each post that was due since the backup has been looked for on its
 * platform.
 */
export interface RestoreBackup {
  /** The backup's name, as the list tells it. */
  name?: string | null;
  /** Or the whole path of a backup's file on this computer; from the window and the command line only. */
  path?: string | null;
  /** Restore although some pictures are in earlier backups that are not there. */
  without_missing?: boolean;
}

/** Undoes the deletion of a character. */
export interface RestoreCharacter {
  character_id: CharacterId;
}

/** Takes a cancel or a deletion back, while the post's time is ahead. */
export interface RestorePost {
  post_id: PostId;
}

/** Undoes the deletion of a prompt. */
export interface RestorePrompt {
  prompt_id: SavedPromptId;
}

/**
 * Takes a deleted reference out of the trash. It is again what it was: primary if it was that, and shown for its
 * character where nothing else is shown now.
 */
export interface RestoreReference {
  character_id: CharacterId;
  reference_id: ReferenceId;
}

/** Takes a thing out of the trash, back to where it was. */
export interface RestoreTrashItem {
  /** The thing. */
  item_id: ContentId;
}

/** Takes many things out of the trash, back to where they were. */
export interface RestoreTrashItems {
  /** The things, 5,000 at most. */
  item_ids: ContentId[];
}

/** What was taken out of the trash. */
export interface RestoredTrash {
  /** What is back. */
  restored: ContentId[];
  /** What was not in the trash: not deleted, or gone for good. */
  not_found: ContentId[];
}

/** Lets a character's automation go on. */
export interface ResumeCharacter {
  character_id: CharacterId;
}

/** What becomes of the posts that failed or wait. */
export type ResumeChoice = "now" | "next_slot" | "drop";

/**
 * The one question after an account was connected again: its posts that failed or wait go out now, go into its next
 * free slots, or are dropped.
 */
export interface ResumePosts {
  /** The account. */
  account_id: AccountId;
  /** What becomes of them. */
  choice: ResumeChoice;
}

/** Lets the queue go on. */
export type ResumeQueue = Record<string, never>;

/** Lets a paused rule go on. */
export interface ResumeRule {
  rule_id: RuleId;
}

/**
 * Lets everything, or one account, go on. What was missed meanwhile does what each post says: late, the next slot,
 * ask, or left out.
 */
export interface ResumeScheduler {
  /** Only this account. */
  account_id?: AccountId | null;
}

/** What became of the posts. */
export interface ResumedPosts {
  /** The posts that the choice reached. */
  post_ids: PostId[];
  /** Posts for which the account has no free slot; they stay as they are. */
  without_slot: number;
  /** The same in words. */
  message: string;
}

/** Makes a job again by its own recipes: with the same seeds, or with new ones. */
export interface RetryImageJob {
  /** The job. */
  job_id: JobId;
  /** Which seeds. */
  seed?: SeedChoice;
  /** Only what failed or was cancelled. */
  only_failed?: boolean;
  /** Wait this many seconds for the pictures, at most 300. */
  wait?: number | null;
}

/** Fetches a model again that failed or was called off; it goes on where it broke off. */
export interface RetryInstall {
  /** The install. */
  install_id: ModelInstallId;
}

/** Sends a failed post again, or takes a waiting one up at once. What was prepared and is still there is used. */
export interface RetryPost {
  post_id: PostId;
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** Reposts a post on X. */
export interface Retweet {
  /** As whom, where the account is not named. */
  character_id?: CharacterId | null;
  /** With which account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The platform's id of the post or the account. */
  target_id?: string | null;
  /** Its address, in place of the id. */
  target_url?: string | null;
  /** What it is; checked only. */
  target_type?: TargetType | null;
}

/** Turns an agent away for good: its token lets nobody in any more, and what it asked is declined. What it made stays. */
export interface RevokeAgent {
  agent_id: AgentId;
}

/** A rule that plans posts by itself. */
export interface Rule {
  id: RuleId;
  character_id: CharacterId;
  character_name: string;
  name: string;
  description: string;
  trigger_type: TriggerType;
  trigger_config: TriggerConfig;
  /** Where it posts to. */
  accounts: AccountMark[];
  account_ids: AccountId[];
  /** The platforms of these accounts, each once. */
  platforms: string[];
  post_type: string;
  /** `image` or `video`. */
  content_type: string;
  content_category: string;
  content_source: ContentFrom;
  prompt_template: string;
  caption_template: string;
  hashtag_strategy: HashtagStrategy;
  hashtags: string[];
  /** Whether its posts wait for the creator's word. */
  needs_approval: boolean;
  max_posts_per_day: number | null;
  cooldown_minutes: number | null;
  quiet_hours: QuietHours | null;
  /** What happens when its time is missed. */
  when_missed: WhenMissed;
  late_minutes: number;
  /** How long before its time a fresh picture is begun. */
  lead_minutes: number;
  is_enabled: boolean;
  is_paused: boolean;
  /** Until when it is paused; `null` while paused: until it is resumed. */
  paused_until: string | null;
  /** Its next firing. */
  next_at: string | null;
  /** The same, as the clocks of its zone show it. */
  next_wall_time: string | null;
  /** Its last firing, and what came of it. */
  last_at: string | null;
  last_outcome: string | null;
  created_at: string;
  updated_at: string;
}

/** What happens, for a rule that waits for it. */
export type RuleEvent = "content_approved" | "nothing_planned";

/** A rule that plans posts by itself. */
export type RuleId = string;

/** Rules. */
export interface RuleList {
  rules: Rule[];
  total: number;
}

/** The next firings. */
export interface RulePreview {
  firings: Firing[];
  /** What there is to say when there are none, or of all of them. */
  message: string | null;
}

/** One picture of a job: one ComfyUI prompt. */
export type RunId = string;

/**
 * Runs every active rule at once, or one, whatever its time: each makes or takes its picture and stops where approval
 * begins.
 */
export interface RunNow {
  /** One rule; else every enabled one that is not paused. */
  rule_id?: RuleId | null;
}

/** Runs a workflow with values for its inputs, by the names that `workflows.get` tells. */
export interface RunWorkflow {
  /** The workflow. */
  workflow_id: string;
  /**
   * Values by the names of its inputs; what is left out has the workflow's default. A seed that is
   * left out or -1 is random.
   */
  inputs?: Record<string, unknown>;
  /** LoRAs in the order in which they are applied. */
  loras?: LoraInput[];
  /** The character that it shows. */
  character_id?: CharacterId | null;
  /** How many times, each with a seed of its own, 1 to 500 (1). */
  count?: number | null;
  /** Wait this many seconds for it, at most 300. */
  wait?: number | null;
}

/** A backup that is being made. */
export interface RunningBackup {
  name: string;
  done_bytes: number;
  total_bytes: number;
}

/** A prompt of the book, and what came of it. */
export interface SavedPrompt {
  id: SavedPromptId;
  /** Whose it is; `null` is anybody's. */
  character_id: CharacterId | null;
  /** A few words to know it by; may be empty. */
  title: string;
  /** The prompt, with its wildcards. */
  prompt: string;
  /** Words of the negative prompt that go with it. */
  negative_prompt: string;
  /** Where it comes from. */
  source: PromptSource;
  is_favourite: boolean;
  /** How many pictures it made. */
  times_used: number;
  /** How many of them were approved. */
  approved_count: number;
  /** The latest of them, the newest first, at most three. */
  latest: ContentId[];
  created_at: string;
  updated_at: string;
}

/** A prompt of the prompt book. */
export type SavedPromptId = string;

/**
 * Plans posts, one for each account, at a time or in each account's next free slot. Refused, with every reason and its
 * fix, when one of them could not be published as it is.
 */
export type SchedulePosts = CreatePosts;

/** How far ahead the platform itself can publish. */
export interface ScheduleRule {
  /** Minutes ahead at least. */
  min_minutes: number;
  /** Days ahead at most. */
  max_days: number;
}

/** Planned posts. */
export interface ScheduledList {
  scheduled_posts: ScheduledPost[];
  total: number;
  limit: number;
  offset: number;
}

/** A post with a planned time. */
export interface ScheduledPost {
  id: PostId;
  /** The posts that were made with it. */
  group_id: GroupId;
  account_id: AccountId;
  /** The account's name at the platform. */
  account_handle: string;
  platform: string;
  character_id: CharacterId | null;
  character_name: string | null;
  post_type: string;
  status: PostStatus;
  /** What is posted, in its order; the first is shown. */
  content_ids: ContentId[];
  caption: string;
  /** The instant. */
  scheduled_at: string | null;
  /** What the clocks of its zone show then. */
  wall_time: string | null;
  /** Its IANA zone. */
  timezone: string | null;
  /** Whether the platform itself publishes it then. */
  at_platform: boolean;
  slot_id: SlotId | null;
  /** The rule that planned it. */
  rule_id: RuleId | null;
  /** What happens when its time is missed. */
  when_missed: WhenMissed;
  late_minutes: number;
  /** Whether it may go out. */
  is_approved: boolean;
  /** Until when it waits for approval; then it takes the next slot. */
  approve_until: string | null;
  /** Whether its time has passed and it is not out. */
  is_late: boolean;
  /** Why it waits although it is due. */
  waiting_reason: string | null;
  /** Until when it waits, where that is known. */
  waiting_until: string | null;
  platform_post_url: string | null;
  published_at: string | null;
  /** Who can see it; `private` is up, but not published. */
  visibility: string | null;
  created_at: string;
  updated_at: string;
}

/** Whether it is paused. */
export interface SchedulerState {
  /** Everything, or the account that was named. */
  is_paused: boolean;
  pause: Pause | null;
  /** What it was before; pausing or resuming with that undoes it. */
  previous: Pause | null;
}

/** How the scheduler stands. */
export interface SchedulerStatus {
  /** Whether everything is paused. */
  is_paused: boolean;
  pause: Pause | null;
  /** The next post that goes out. */
  next_post: NextPost | null;
  /** The next firing of a rule. */
  next_firing: NextFiring | null;
  /** When a post was last taken up. */
  last_run_at: string | null;
  /** Posts on their way. */
  publishing: number;
  /** Posts planned. */
  scheduled: number;
  /** Posts that need the creator. */
  needs_attention: number;
  /** Posts that failed and were not settled yet. */
  failed: number;
  /** Accounts that their platform no longer lets in: to be connected again, or looked at there. */
  accounts_to_mend: number;
  /** What agents asked for that waits for the creator's word; `approvals.list` shows it. */
  approvals_waiting: number;
  /**
   * All that the creator should look at: posts that need attention or failed or stand still, firings that ask,
   * accounts to mend, and what agents asked for.
   */
  needs_you: number;
  /** Planned posts without the creator's word. */
  waiting_for_approval: number;
  /** Due posts that are not out yet. */
  late: number;
  /** Due posts that wait, with the reason and until when. */
  waiting: WaitingPost[];
  /** Due posts that stand still without a reason: an alarm. */
  standing_still: PostId[];
  /** What was missed while nothing could go out; `scheduler.dismiss` puts it away. */
  missed: MissedSummary | null;
  /** Firings of rules whose time was missed and that ask; `automation.execute` fires one now. */
  asking: AskingFiring[];
  /** When this computer must be awake within 48 hours. */
  must_be_awake: AwakeTime[];
  awake: AwakeReport;
}

/** When posts go out, and who is told when they do not. */
export interface SchedulingSettings {
  /** Keep this computer from falling asleep by itself shortly before a post is due. */
  keep_awake: boolean;
  /** Wake this computer two minutes before a post, where the system has a timer for that and lets Troupe set it. */
  wake_for_posts: boolean;
  /** Nothing is sent by itself in these hours of each character's time zone. A time that was chosen by hand stands. */
  quiet_hours: QuietHours | null;
  /** Where alarms go besides the window. */
  alarms: AlarmSettings;
}

/** When posts go out, and who is told when they do not. */
export interface SchedulingSettingsInput {
  /** Keep this computer from falling asleep by itself shortly before a post is due. */
  keep_awake?: boolean;
  /** Wake this computer two minutes before a post, where the system has a timer for that and lets Troupe set it. */
  wake_for_posts?: boolean;
  /** Nothing is sent by itself in these hours of each character's time zone. A time that was chosen by hand stands. */
  quiet_hours?: QuietHours | null;
  /** Where alarms go besides the window. */
  alarms?: AlarmSettingsInput;
}

/** Where it is kept now. */
export interface SecretKept {
  name: string;
  is_set: boolean;
  /** `keychain`, or `this_run` where no keychain runs; `null` when it was taken away. */
  kept: Kept | null;
  /** What that means and what to do. */
  message: string;
}

/** Names of keys. */
export interface SecretList {
  secrets: SecretName[];
  total: number;
  /** How the keychain was when it was last needed. */
  keychain: KeychainState;
  /** What that means and what to do. */
  message: string;
}

/** A key that was given. */
export interface SecretName {
  name: string;
  is_set: boolean;
  /** Where it is kept. */
  kept: Kept;
  /** When it was last given; `null` for one that is held for this run only. */
  updated_at: string | null;
}

/** Which seed a picture that is made again gets. */
export type SeedChoice = "same" | "new";

/** Sends words, pictures or clips to a Telegram channel or group now. */
export interface SendToTelegram {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** One measure over time. */
export interface Series {
  name: string;
  /** `bytes`, `percent`, `jobs` … */
  unit: string;
  points: Point[];
}

/** A ComfyUI that the creator named. */
export type ServerId = string;

/** The servers, the default first. */
export interface ServerList {
  servers: ComfyServer[];
  total: number;
}

/** How a server is. */
export type ServerState = "unknown" | "running" | "off" | "unusable";

/**
 * Says how a service is started, and when it ends; a name that is new names a new service. What runs goes on as it
 * was started. Only the window and the command line may: what is named here runs as a program.
 */
export interface ServiceChange {
  /** Its name: small letters, digits, `-` and `_`, at most 40. */
  service_name: string;
  /** The name on the screen. */
  title?: string | null;
  /** The program: a whole path, a path within the folder, or a name that the system finds. */
  command?: string | null;
  /** Its arguments; the whole list is replaced. */
  arguments?: string[] | null;
  /** The folder that it works in. */
  folder?: string | null;
  /** Where it answers. */
  address?: string | null;
  /** Start it with Troupe. */
  start_with_program?: boolean | null;
  /** Start it again when it dies. */
  restart?: boolean | null;
  /** What happens to it when Troupe ends. */
  when_program_ends?: WhenProgramEnds | null;
  /** Seconds that it has to end by itself once asked. */
  stop_within_seconds?: number | null;
}

/** A service in full. */
export interface ServiceDetail {
  /** Its name, such as `comfyui`. */
  name: string;
  /** Its name on the screen. */
  title: string;
  /** How it is. */
  state: ServiceState;
  /** What that means and what to do. */
  message: string;
  /** Who started it, while it runs. */
  started_by: StartedBy | null;
  /** Its version, as far as it says. */
  version: string | null;
  /** Where it answers. */
  address: string | null;
  /** How long its last answer took, in milliseconds. */
  answer_ms: number | null;
  /** When it was last looked at. */
  looked_at: string | null;
  /** The number of its process, when Troupe started it. */
  process_id: number | null;
  /** Since when it runs, when Troupe started it. */
  started_at: string | null;
  /** How often it died since it last started well. */
  deaths: number;
  /** When it is started again by itself. */
  starts_again_at: string | null;
  /** Whether it can be started from here. */
  can_start: boolean;
  /** Whether it can be stopped from here. */
  can_stop: boolean;
  /** Whether it can be forgotten. */
  can_delete: boolean;
  /** Its last lines, oldest first. */
  log_tail: string[];
  /** How it is started. */
  settings: ServiceSettings;
  /** Ways to start it that were found on this computer. */
  found: FoundProgram[];
}

/** One part of the program. */
export interface ServiceHealth {
  /** `database`, `comfyui`, `keychain` or `accounts`. */
  name: string;
  /** `running`, `off`, `not_set_up` … */
  state: string;
  /** What that means and what to do. */
  message: string;
  /** Whether it counts against the health. */
  is_fault: boolean;
}

/** The services. */
export interface ServiceList {
  services: ServiceView[];
  total: number;
}

/** One service, looked at now, with its last 200 lines. */
export interface ServiceLook {
  /** Its name, such as `comfyui` or `ollama`. */
  service_name: string;
}

/** Forgets a service that was named. It has to be stopped first. */
export interface ServiceRemoval {
  /** Its name. */
  service_name: string;
}

/** What was forgotten. */
export interface ServiceRemoved {
  service_name: string;
}

/** Stops a service that Troupe started, and starts it again. */
export interface ServiceRestart {
  /** Its name, such as `comfyui`. */
  service_name: string;
  /** Seconds to wait for it to run or to be off again, at most 300 (0). */
  wait?: number;
}

/** How a service is started, watched and ended. */
export interface ServiceSettings {
  /** The name on the screen; else the service's own. */
  title: string | null;
  /**
   * The program: a whole path, a path within the folder, or a name that the system finds. `null`: Troupe does not
   * start it.
   */
  command: string | null;
  /** Its arguments, one a part. */
  arguments: string[];
  /** The folder that it works in. */
  folder: string | null;
  /** Where it answers, such as `http://127.0.0.1:11434`. ComfyUI answers at the server's address. */
  address: string | null;
  /** Start it with Troupe. */
  start_with_program: boolean;
  /** Start it again when it dies. */
  restart: boolean;
  /** What happens to it when Troupe ends. */
  when_program_ends: WhenProgramEnds;
  /** Seconds that it has to end by itself once asked; then it is ended by force. 1 to 120. */
  stop_within_seconds: number;
}

/** Starts a service. One that runs already is left as it is. */
export interface ServiceStart {
  /** Its name, such as `comfyui`. */
  service_name: string;
  /** Seconds to wait for it to run or to be off again, at most 300 (0). */
  wait?: number;
}

/** How a service is. */
export type ServiceState = "off" | "starting" | "running" | "stopping" | "waiting" | "failed";

/** Stops a service that Troupe started, and waits for its end: it is asked, and ended by force when it does not listen. */
export interface ServiceStop {
  /** Its name, such as `comfyui`. */
  service_name: string;
}

/** A program that Troupe works with, how it is, and how it is started. */
export interface ServiceView {
  /** Its name, such as `comfyui`. */
  name: string;
  /** Its name on the screen. */
  title: string;
  /** How it is. */
  state: ServiceState;
  /** What that means and what to do. */
  message: string;
  /** Who started it, while it runs. */
  started_by: StartedBy | null;
  /** Its version, as far as it says. */
  version: string | null;
  /** Where it answers. */
  address: string | null;
  /** How long its last answer took, in milliseconds. */
  answer_ms: number | null;
  /** When it was last looked at. */
  looked_at: string | null;
  /** The number of its process, when Troupe started it. */
  process_id: number | null;
  /** Since when it runs, when Troupe started it. */
  started_at: string | null;
  /** How often it died since it last started well. */
  deaths: number;
  /** When it is started again by itself. */
  starts_again_at: string | null;
  /** Whether it can be started from here. */
  can_start: boolean;
  /** Whether it can be stopped from here. */
  can_stop: boolean;
  /** Whether it can be forgotten. */
  can_delete: boolean;
  /** Its last lines, oldest first. */
  log_tail: string[];
  /** How it is started. */
  settings: ServiceSettings;
}

/**
 * Puts a key or a token into the system's keychain; an empty value takes it away. It is never read
 * back.
 */
export interface SetSecret {
  /** Its name, such as `civitai` or `huggingface`: lower-case letters, digits, `_`, `-` and `.`. */
  name: string;
  /** The key itself, at most 2,500 bytes; empty to take it away. */
  value: string;
}

/**
 * Keeps a character's posting plan: how often, what mix, quiet hours, captions to begin with. The whole plan is
 * replaced.
 */
export interface SetStrategy {
  character_id: CharacterId;
  strategy: StrategyInput;
}

/** Keeps a wildcard: what `__name__` in a prompt stands for. Its words may hold other wildcards. */
export interface SetWildcard {
  /** Its name: letters, digits, spaces, dashes and slashes. */
  name: string;
  /** What it stands for; empty ones and repeats are left out. */
  words: string[];
}

/** Every setting. Keys and tokens are not among them: those lie in the keychain. */
export interface Settings {
  /** How the window looks. */
  look: Look;
  /** How pictures are made. */
  generation: GenerationSettings;
  /** The interface for other programs. */
  interface: InterfaceSettings;
  /** What the system's notifications tell. */
  notifications: NotificationSettings;
  /** How the program starts and ends. */
  program: ProgramSettings;
  /** When posts go out, and who is told when they do not. */
  scheduling: SchedulingSettings;
  /** What is kept and for how long. */
  storage: StorageSettings;
  /** Who writes words, and what that may cost. */
  text: TextSettings;
}

/** What was found. */
export interface Setup {
  /** ComfyUI servers that answer on this computer. */
  comfyui: FoundComfyui[];
  /** Text engines that answer on this computer. */
  text_engines: FoundTextEngine[];
  /** How the keychain is. */
  keychain: KeychainState;
  /** What that means and what to do. */
  keychain_message: string;
  /** Where the library lies, in words for the screen. */
  library_folder: string;
  /** Room on its disk; `null` when the system does not say. */
  free_bytes: number | null;
  /** Whether a server is named already. */
  has_server: boolean;
  /** Whether the welcome was gone through. */
  is_set_up: boolean;
}

/** One thing that is typed or pasted. */
export interface SetupField {
  /** Its word in calls, such as `token` or `client_id`. */
  name: string;
  /** Its name on the screen. */
  label: string;
  /** What it looks like and where it is found. */
  help: string;
  /** Whether it is hidden while it is typed. */
  is_secret: boolean;
  /** Whether it may stay empty. */
  is_optional: boolean;
}

/** One step at the platform. */
export interface SetupStep {
  /** What to do. */
  text: string;
  /** The page to open for it. */
  url: string | null;
}

/** How much a finding weighs. */
export type Severity = "note" | "warns" | "blocks";

/** An engine that could not be asked. */
export interface SilentEngine {
  engine_id: TextEngineId | null;
  engine: string;
  /** Why, and what to do. */
  message: string;
}

/** A weekly time at which an account posts. */
export interface Slot {
  id: SlotId;
  account_id: AccountId;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** `HH:MM`, as the account's clocks show it. */
  time: string;
  /** The account's IANA zone. */
  timezone: string;
  /** What is posted then. */
  post_type: string;
  is_enabled: boolean;
  /** Its next time, whether a post takes it or not; `null` while it is not enabled. */
  next_at: string | null;
  created_at: string;
  updated_at: string;
}

/** A weekly time at which an account posts. */
export type SlotId = string;

/** Posting slots. */
export interface SlotList {
  slots: Slot[];
  total: number;
}

/** An answer that holds for every further call of an operation. */
export interface StandingAnswer {
  operation: string;
  answer: Answer;
  decided_at: string;
}

/** Starts ComfyUI. One that runs already is left as it is. */
export interface StartComfyui {
  /** Seconds to wait for it to run or to be off again, at most 300 (0). */
  wait?: number;
}

/** Who started a service. */
export type StartedBy = "troupe" | "other";

/** A generation that was started. */
export interface StartedGeneration {
  /** The job's id. */
  generation_id: JobId;
  status: State;
  estimated_completion: string | null;
  /** The job as it is now. */
  job: ImageJob;
}

/** Where a job or a run stands. */
export type State = "queued" | "submitted" | "running" | "done" | "failed" | "cancelled";

/** How many jobs are in a state. */
export interface StateCount {
  state: State;
  count: number;
}

/** How much there is. */
export interface Stats {
  total_characters: number;
  active_characters: number;
  total_content: number;
  /** Posts that are up. */
  total_posts: number;
  storage_used_bytes: number;
  storage_available_bytes: number | null;
  storage_used_gb: number;
  storage_available_gb: number | null;
}

/** The program's state. */
export interface Status {
  services: ServiceHealth[];
  /** The ComfyUI in use: state, version, devices, memory. */
  comfyui: unknown;
  /** Jobs in the queue. */
  queue_depth: number;
  /** Pictures that are still to be made. */
  pictures_left: number;
  is_queue_paused: boolean;
  /** Pictures that wait for the creator's decision. */
  pending_count: number;
  /** Every account that is not disconnected, and how it is. */
  accounts: PlatformAccount[];
  started_at: string;
  uptime_seconds: number;
  is_rehearsal: boolean;
  settings: Settings;
}

/** What a step does. */
export type StepKind = "stage" | "upload" | "describe" | "container" | "process" | "publish" | "comment" | "clean";

/** Room in bytes. */
export interface Storage {
  /** Free on the disk; `null` when the system does not say. */
  free_bytes: number | null;
  /** The disk's size; `null` when the system does not say. */
  total_bytes: number | null;
  /** What the library takes, by part. */
  parts: StoragePart[];
  /** What the library takes in all. */
  library_bytes: number;
  /** Whether it is time to make room: less than 2 GB are free. */
  is_short: boolean;
}

/** One kind of file. */
export interface StorageKind {
  /** `image`, `video`, `audio`, `text`, or `trash`. */
  kind: string;
  count: number;
  size_bytes: number;
  /** When the oldest was made. */
  oldest: string | null;
}

/** A part of the library's folder. */
export interface StoragePart {
  /** `media`, `thumbnails`, `database`, `copies`, `backups`, `uploads` or `logs`. */
  name: string;
  size_bytes: number;
}

/** What is kept and for how long. */
export interface StorageSettings {
  /** Days that things lie in the trash, 1 to 365. */
  trash_days: number;
  /** Daily copies of the database that are kept, 1 to 60. */
  daily_copies: number;
  /** The folder that backups are written into, best on another disk; `null`: `backups` in the library's folder. */
  backup_folder: string | null;
}

/** What is kept and for how long. */
export interface StorageSettingsInput {
  /** Days that things lie in the trash, 1 to 365. */
  trash_days?: number;
  /** Daily copies of the database that are kept, 1 to 60. */
  daily_copies?: number;
  /** The folder that backups are written into, best on another disk; `null`: `backups` in the library's folder. */
  backup_folder?: string | null;
}

/** Shows a picture or a clip on Instagram for a day, now. */
export interface StoryOnInstagram {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** A posting plan. */
export interface Strategy {
  /** How many posts a week Fill week plans at most, 1 to 200; posts made together count once. `null`: every free slot. */
  posts_per_week: number | null;
  /** The share of each category, such as `{ "post": 0.7, "story": 0.3 }`; they need not add up to 1. */
  content_mix: Record<string, number>;
  /** Nothing of this character is sent by itself in these hours of its time zone. */
  quiet_hours: QuietHours | null;
  /** Captions to begin with, with variables such as `{weekday}`; one after the other is taken. */
  caption_templates: string[];
  /** Hashtags to choose from, without their sign. */
  hashtags: string[];
  /** What `{topic}` stands for, one after the other; else the character's preferred topics and interests. */
  topics: string[];
  /** What the creator wants to reach, in words. */
  goal: string;
}

/** A posting plan. */
export interface StrategyInput {
  /** How many posts a week Fill week plans at most, 1 to 200; posts made together count once. `null`: every free slot. */
  posts_per_week?: number | null;
  /** The share of each category, such as `{ "post": 0.7, "story": 0.3 }`; they need not add up to 1. */
  content_mix?: Record<string, number>;
  /** Nothing of this character is sent by itself in these hours of its time zone. */
  quiet_hours?: QuietHours | null;
  /** Captions to begin with, with variables such as `{weekday}`; one after the other is taken. */
  caption_templates?: string[];
  /** Hashtags to choose from, without their sign. */
  hashtags?: string[];
  /** What `{topic}` stands for, one after the other; else the character's preferred topics and interests. */
  topics?: string[];
  /** What the creator wants to reach, in words. */
  goal?: string;
}

/** A style of a character. */
export interface Style {
  id: StyleId;
  character_id: CharacterId;
  name: string;
  /** What it is good for. */
  description: string;
  /** Words before the character's. */
  prompt_prefix: string;
  /** Words at the end of the prompt. */
  prompt_suffix: string;
  /** Words of the negative prompt. */
  negative_prompt: string;
  /** A checkpoint in place of the character's. */
  model: string | null;
  /** LoRAs besides the character's. */
  loras: Lora[];
  /** Generation parameters of its own. */
  settings: GenerationParameters;
  /** Whether it is taken when a request names no style. */
  is_default: boolean;
  created_at: string;
  updated_at: string;
}

/** A style of a character. */
export type StyleId = string;

/** The styles of a character. */
export interface StyleList {
  styles: Style[];
  total: number;
}

/** What a consent is about. */
export type SubjectKind = "face" | "voice" | "training_set";

/** What a suggestion is about. */
export type SuggestionCode = "small" | "soft" | "whose_face";

/** Reads an account's name, followers and limits from its platform. */
export interface SyncAccount {
  /** The account. */
  account_id: AccountId;
}

/** Reads the counts of a published post from its platform. */
export interface SyncPost {
  post_id: PostId;
}

/** Adds tags to an item; those that it has stay. */
export interface TagContent {
  /** The item. */
  content_id: ContentId;
  /** The tags, 1 to 60 letters each, without commas. Capitals and a leading # are dropped. */
  tags: string[];
}

/** What an action is about. */
export type TargetType = "post" | "user";

/** A template: words around a prompt. */
export interface Template {
  id: TemplateId;
  name: string;
  /** What it is good for. */
  description: string;
  /** The frame, with `{prompt}` where the other words go. */
  prompt_template: string;
  /** Words of the negative prompt that go with it. */
  negative_prompt: string;
}

/** A prompt frame. */
export type TemplateId = string;

/** A page of templates. */
export interface TemplateList {
  styles: Template[];
  total: number;
  limit: number;
  offset: number;
}

/** Tests an account with one harmless call, and renews its login where that is due. Nothing is posted. */
export interface TestAccount {
  /** The account. */
  account_id: AccountId;
}

/** Sends a test alarm to the Telegram chat and the ntfy topic that the settings name. */
export type TestAlarm = Record<string, never>;

/** Asks a text engine how it is, and anew which models it has. */
export interface TestEngine {
  /** The engine. */
  engine_id: TextEngineId;
}

/** Asks a server how it is: one harmless call, and anew what nodes and models it has. */
export interface TestServer {
  /** The server. */
  server_id: ServerId;
}

/**
 * Tries an upload place before it is used: a small file is put there, fetched from outside and taken away. Of a bucket
 * that is given nothing is kept; without one the account's own is tried.
 */
export interface TestUploadPlace {
  /** The account. */
  account_id: AccountId;
  /** The bucket to try; absent keys are those that were kept. */
  bucket?: BucketInput | null;
}

/** How an engine is. */
export interface TestedEngine {
  engine: NamedEngine;
  /** Its version, where it says it. */
  version: string | null;
  /** The names of its models. */
  models: string[];
  /** What that means and what to do. */
  message: string;
}

/** A text engine that the creator named. */
export type TextEngineId = string;

/** What kind of engine it is. */
export type TextEngineKind = "ollama" | "gemini" | "openai_compatible";

/** How the text engines are. */
export interface TextHealth {
  /** `healthy` when the first answers, `degraded` when another does, `down` when none does, `not_set_up`. */
  status: string;
  /** What that means and what to do. */
  message: string;
  engines: EngineHealth[];
}

/** A model that writes. */
export interface TextModel {
  /** Its name, as `text.generate` takes it. */
  name: string;
  /** The engine; `null` for the stand-in of a rehearsal. */
  engine_id: TextEngineId | null;
  engine: string;
  kind: TextEngineKind;
  /** The size of its file in bytes. */
  size_bytes: number | null;
  /** How many parameters it has: `8.2B`. */
  parameters: string | null;
  /** How its numbers are stored: `Q4_K_M`. */
  quantization: string | null;
  /** Whether it looks at pictures; `null` when the engine does not say. */
  sees: boolean | null;
  /** The most tokens of question and answer together. */
  context_tokens: number | null;
  /** Whether nothing that it is told leaves this computer and its own network. */
  is_local: boolean;
  /** Whether it is the one that the engine writes with. */
  is_chosen: boolean;
}

/** Models, engine by engine in the order of preference. */
export interface TextModelList {
  models: TextModel[];
  total: number;
  /** Engines that could not be asked. */
  silent: SilentEngine[];
}

/** How the words of a post are counted and limited. */
export interface TextRule {
  /** The most that a post without files takes; `None` means that it takes no posts without files. */
  max: number | null;
  /** The most under files, where it differs. */
  max_with_media: number | null;
  /** How it counts. */
  counting: Counting;
  /** The most hashtags. */
  max_hashtags: number | null;
  /** The most mentions. */
  max_mentions: number | null;
  /** The longest title, in characters; `None` means that it has none. */
  max_title: number | null;
  /** The longest alt text, in characters; `None` means that it has none. */
  max_alt_text: number | null;
  /** The document or page, in words. */
  source: string;
  /** When it was looked up. */
  checked: string;
  /** How sure it is. */
  mark: Mark;
}

/**
 * Who writes words, and what that may cost. The engines themselves have operations of their own; keys lie in the
 * keychain.
 */
export interface TextSettings {
  /** Ask engines on this computer and in its own network only: no word and no picture leaves it. */
  is_local_only: boolean;
  /** What engines may cost a month, in US dollars, 0 to 10,000; `null` is no limit. */
  monthly_limit_usd: number | null;
}

/**
 * Who writes words, and what that may cost. The engines themselves have operations of their own; keys lie in the
 * keychain.
 */
export interface TextSettingsInput {
  /** Ask engines on this computer and in its own network only: no word and no picture leaves it. */
  is_local_only?: boolean;
  /** What engines may cost a month, in US dollars, 0 to 10,000; `null` is no limit. */
  monthly_limit_usd?: number | null;
}

/** The kinds of text. */
export type TextType = "caption" | "bio" | "story" | "comment" | "prompt";

/** A month's sums. */
export interface TextUsage {
  month: string;
  /** What it cost in US dollars, as far as prices are known. */
  cost_usd: number;
  /** The creator's limit for a month; `null` is none. */
  limit_usd: number | null;
  input_tokens: number;
  output_tokens: number;
  /** By engine and model. */
  parts: UsagePart[];
}

/** Dark or light. */
export type Theme = "system" | "dark" | "light";

/** How long the answers of one thing take: percentiles of its last 500. */
export interface Timing {
  name: string;
  /** How often since the start. */
  count: number;
  /** How often with an error. */
  failures: number;
  p50_ms: number;
  p95_ms: number;
  p99_ms: number;
  longest_ms: number;
}

/** One thing in the trash. */
export interface TrashItem {
  /** What `trash.restore` takes. */
  item_id: ContentId;
  /** What it is: `content`. */
  kind: string;
  /** Its name. */
  name: string;
  /** When it was deleted. */
  deleted_at: string;
  /** When it goes for good. */
  expires_at: string;
  /** The item, with the character and the folder that it comes from. */
  content: ContentItem;
}

/** A page of the trash. */
export interface TrashList {
  /** What lies there. */
  items: TrashItem[];
  /** How much lies there in all. */
  total: number;
  /** The page's size. */
  limit: number;
  /** How much was left out before it. */
  offset: number;
}

/** The fields of a trigger: `cron` and `timezone`, or `every_minutes` and `timezone`, or `event`. */
export interface TriggerConfig {
  /** A cron pattern of five fields: minute, hour, day of the month, month, day of the week (`0 19 * * TUE,THU`). */
  cron?: string | null;
  /** The IANA zone of the pattern's times and of the rule's quiet hours; else the character's. */
  timezone?: string | null;
  /** Minutes between two firings, 5 to 527,040 (a year). */
  every_minutes?: number | null;
  /** The first firing of an interval; else when the rule was made. */
  from?: string | null;
  /** What it waits for. */
  event?: RuleEvent | null;
}

/** What makes a rule fire. */
export type TriggerType = "schedule" | "interval" | "event";

/** Posts on X now. */
export interface Tweet {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/**
 * Takes the text models out of memory, so that the graphics card is free for pictures. They are loaded again when
 * words are next asked for.
 */
export type UnloadText = Record<string, never>;

/** What was taken out of memory. */
export interface UnloadedText {
  /** The models. */
  unloaded: string[];
}

/** Takes tags from an item. */
export interface UntagContent {
  /** The item. */
  content_id: ContentId;
  /** The tags to take away; those that it has not are no fault. */
  tags: string[];
}

/**
 * Changes an account: its label, whose it is, whether it takes NSFW, its zone, pausing it, what was done of the
 * platform's checklist, and its upload place. Setting `is_paused` to false lets it go on after a block, too.
 */
export interface UpdateAccount {
  /** The account. */
  account_id: AccountId;
  /** The creator's word for it. */
  label?: string | null;
  /** Whose it is. */
  character_id?: CharacterId | null;
  /** Whether pictures that are not safe for work may go there. */
  allows_nsfw?: boolean | null;
  /** The IANA zone of its slots. */
  timezone?: string | null;
  /** Whether nothing is sent there for now. */
  is_paused?: boolean | null;
  /** Until when; without it until it is resumed. */
  paused_until?: string | null;
  /** Why, for the board. */
  paused_reason?: string | null;
  /** The items of the platform's checklist for AI accounts that are done, by their text. */
  demands_met?: string[] | null;
  /** How pictures reach a platform that only fetches them. */
  upload_place?: UploadPlace | null;
  /** The creator's own bucket; `null` forgets it and its keys. */
  bucket?: BucketInput | null;
}

/** Renames an agent, or changes what it may do. It holds from its next call on. */
export interface UpdateAgent {
  agent_id: AgentId;
  /** The creator's name for it. */
  name?: string | null;
  /** What it may do at most. */
  scope?: AgentScope | null;
  /** The characters that it may touch; empty is all of them. */
  character_ids?: CharacterId[] | null;
}

/**
 * Changes a character; only the fields that are sent change, within personality, appearance and
 * disclosure too.
 */
export interface UpdateCharacter {
  character_id: CharacterId;
  name?: string | null;
  /** Who it is, in a few sentences. */
  bio?: string | null;
  /** 18 or over. */
  age?: number | null;
  location?: string | null;
  /** IANA time zone, such as Europe/Berlin; null is UTC. */
  timezone?: string | null;
  interests?: string[] | null;
  /** The picture shown as its face; a new one becomes a reference. */
  profile_image?: PictureInput | null;
  personality?: PersonalityFields;
  appearance?: AppearanceFields;
  /** Its story. */
  narrative?: string | null;
  /** Where it is meant to post, such as instagram. */
  platforms?: string[] | null;
  disclosure?: DisclosureFields;
  /** Whose face it has. */
  origin?: Origin | null;
  /** The consent that it rests on; needed for another person's face. */
  consent_id?: ConsentId | null;
}

/**
 * Changes a consent; only the fields that are sent change. Withdrawing it stops what rests on it: no
 * pictures are made any more of characters and with references that rest on it.
 */
export interface UpdateConsent {
  consent_id: ConsentId;
  /** The person's name. */
  subject_name?: string | null;
  /** What the person agreed to. */
  scope?: string | null;
  notes?: string | null;
  /** Until when it holds, RFC 3339; null has no end. */
  expires_at?: string | null;
  /** True withdraws it, false takes the withdrawal back. */
  is_withdrawn?: boolean | null;
  /** A new paper in place of the old one, which stays in the library's folder. */
  file?: FileInput | null;
}

/** Changes what the creator says of an item. What is left out stays, null clears. */
export interface UpdateContent {
  /** The item. */
  content_id: ContentId;
  /** The creator's words on it. */
  description?: string | null;
  /** Its tags; they take the place of those that it has. */
  tags?: string[] | null;
  /** The decision; null makes it pending. Also `status`. */
  approval_status?: ApprovalStatus | null;
  /** Why it is rejected. */
  rejected_reason?: string | null;
  /** Its quality, 0 to 1; null is not measured. */
  quality_score?: number | null;
  /** How much it shows. */
  rating?: Rating | null;
  /** Rates it explicit, or safe. */
  is_nsfw?: boolean | null;
  /** The folder to show it in: a label, never a place on the disk. Also `folder`. */
  folder_path?: string | null;
}

/** Changes a text engine: only the fields that are sent. */
export interface UpdateEngine {
  /** The engine. */
  engine_id: TextEngineId;
  name?: string | null;
  address?: string | null;
  /** A new key; `null` takes it away. */
  key?: string | null;
  model?: string | null;
  sees?: boolean | null;
  input_usd_per_million?: number | null;
  output_usd_per_million?: number | null;
  is_enabled?: boolean | null;
  /** Keep a new address although nothing answers there at the moment. */
  even_if_off?: boolean;
}

/** Changes a format: only the fields that are sent. */
export interface UpdateFormat {
  /** The format. */
  format_id: FormatId;
  name?: string | null;
  description?: string | null;
  width?: number | null;
  height?: number | null;
  platforms?: string[] | null;
}

/** Changes many items alike. What is left out stays. */
export interface UpdateManyContent {
  /** The items, 5,000 at most. */
  content_ids?: ContentId[] | null;
  /** Instead of ids: all items that these filters show. */
  filter?: ContentFilter | null;
  /** The decision; `pending` takes one back. */
  approval_status?: ApprovalStatus | null;
  /** Why they are rejected; only with `approval_status` rejected. */
  rejected_reason?: string | null;
  /** How much they show. */
  rating?: Rating | null;
  /** The folder to show them in; an empty text takes them out of any. */
  folder_path?: string | null;
  /** Tags to add. */
  add_tags?: string[];
  /** Tags to take away. */
  remove_tags?: string[];
}

/** Changes a post; only the fields that are sent change. One that is on its way or up can't be changed. */
export interface UpdatePost {
  post_id: PostId;
  /** The words, without hashtags and disclosure line. */
  caption?: string | null;
  /** With or without their sign; the whole list is replaced. */
  hashtags?: string[] | null;
  /** With or without their sign; the whole list is replaced. */
  mentions?: string[] | null;
  /** The form. */
  post_type?: PostType | null;
  title?: string | null;
  /** A comment of our own right after it. */
  first_comment?: string | null;
  /** The files in their order; the whole list is replaced, and what stays keeps its alt text and its part. */
  content_ids?: ContentId[] | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[] | null;
  /** The parts of the files that are sent, in their order; null is the whole. */
  crops?: (Crop | null)[] | null;
  /** The platform's own fields; the whole object is replaced. */
  fields?: Record<string, unknown> | null;
  /** Whether it is marked as made with AI. */
  ai_label?: boolean | null;
  /** What you agree to for this once; the whole list is replaced. */
  allowed?: string[] | null;
  /** When it goes out: wall-clock time in `timezone`, or with an offset an instant. Null makes it a draft again. */
  scheduled_at?: string | null;
  /** The IANA zone of `scheduled_at`; without it the post's, else its account's. */
  timezone?: string | null;
  /** Lets the platform itself publish it at that time, where it can. */
  at_platform?: boolean | null;
  /** Puts it into its account's next free slot. */
  next_slot?: boolean;
  /** What happens when its time is missed. */
  when_missed?: WhenMissed | null;
  /** How late it may still go out, in minutes. */
  late_minutes?: number | null;
  /** Refuses the change when the post changed since that moment: an undo takes nothing else back. */
  if_updated_at?: string | null;
}

/** Changes a preset: only the fields that are sent. */
export interface UpdatePreset {
  /** The preset. */
  setting_id: PresetId;
  name?: string | null;
  description?: string | null;
  /** The parameters: they replace the old ones as a whole. */
  value?: GenerationParametersInput | null;
}

/** Changes a prompt of the book: only the fields that are sent. */
export interface UpdatePrompt {
  prompt_id: SavedPromptId;
  prompt?: string | null;
  character_id?: CharacterId | null;
  title?: string | null;
  negative_prompt?: string | null;
  is_favourite?: boolean | null;
}

/** Changes an example: only the fields that are sent. */
export interface UpdatePromptExample {
  /** The example. */
  example_id: ExampleId;
  title?: string | null;
  prompt?: string | null;
  negative_prompt?: string | null;
  category?: string | null;
}

/** Changes a reference; only the fields that are sent change. */
export interface UpdateReference {
  character_id: CharacterId;
  reference_id: ReferenceId;
  /** True makes it the character's first reference. To take that away, make another one primary. */
  is_primary?: boolean | null;
  /** A caption for training. */
  caption?: string | null;
  use_for_training?: boolean | null;
  /** Whose face it is. */
  origin?: Origin | null;
  /** The consent that it rests on. */
  consent_id?: ConsentId | null;
}

/** Changes a rule; only the fields that are sent change. Posts that it planned already stay as they are. */
export interface UpdateRule {
  rule_id: RuleId;
  name?: string | null;
  /** What it is good for. */
  description?: string | null;
  /** `schedule`, `interval` or `event`; send `trigger_config` with it. */
  trigger_type?: TriggerType | null;
  /** The trigger's own fields; the whole object is replaced. */
  trigger_config?: TriggerConfig | null;
  /** Where it posts to; the whole list is replaced. */
  account_ids?: AccountId[] | null;
  /** The form of its posts. */
  post_type?: PostType | null;
  /** What it posts. */
  content_type?: ContentType | null;
  /** The category of what it takes and makes; empty takes any. */
  content_category?: string | null;
  /** Where it takes it from. */
  content_source?: ContentFrom | null;
  /** The prompt of fresh pictures. */
  prompt_template?: string | null;
  /** The caption. */
  caption_template?: string | null;
  /** How hashtags are chosen. */
  hashtag_strategy?: HashtagStrategy | null;
  /** The hashtags to choose from; the whole list is replaced. */
  hashtags?: string[] | null;
  /** Whether its posts wait for your word. */
  needs_approval?: boolean | null;
  /** At most so many posts a day. */
  max_posts_per_day?: number | null;
  /** Not within so many minutes of another post of the character. */
  cooldown_minutes?: number | null;
  /** It does not fire in these hours. */
  quiet_hours?: QuietHours | null;
  /** What happens when its time is missed. */
  when_missed?: WhenMissed | null;
  /** How late it may still go out, in minutes. */
  late_minutes?: number | null;
  /** How long before its time a fresh picture is begun, in minutes. */
  lead_minutes?: number | null;
  /** Whether it fires at all. */
  is_enabled?: boolean | null;
}

/**
 * Moves a planned post to another time, as by dragging it in the calendar, or changes what happens when its time is
 * missed. The answer tells what it replaced, so that sending that again undoes it.
 */
export interface UpdateScheduled {
  post_id: PostId;
  /** The new time: wall-clock time in `timezone` (`2026-11-20T19:00`), or an instant with its offset. */
  scheduled_at?: string | null;
  /** The IANA zone; else the one that it has. */
  timezone?: string | null;
  /** Takes the account's next free slot in place of a time. */
  next_slot?: boolean;
  /** Moves the posts that were made with it too, where they stand at the same time. */
  with_group?: boolean;
  /** The words; other fields of a post are changed with `posts.update`. */
  caption?: string | null;
  /** What happens when its time is missed. */
  when_missed?: WhenMissed | null;
  /** How late it may still go out, 0 to 40,320 minutes. */
  late_minutes?: number | null;
  /** The slot that it fills; `null` takes it out of its slot and leaves its time. */
  slot_id?: SlotId | null;
}

/** Changes a server: its name, its address, whether it is used, whether pictures are made there. */
export interface UpdateServer {
  /** The server. */
  server_id: ServerId;
  name?: string | null;
  address?: string | null;
  is_enabled?: boolean | null;
  is_default?: boolean | null;
  /** Keep a new address although it does not answer at the moment. */
  even_if_off?: boolean;
}

/** Changes settings: only the sections and fields that are sent. They hold at once, without a restart. */
export interface UpdateSettings {
  /** How the window looks. */
  look?: LookInput | null;
  /** How pictures are made. */
  generation?: GenerationSettingsInput | null;
  /** The interface for other programs. */
  interface?: InterfaceSettingsInput | null;
  /** What the system's notifications tell. */
  notifications?: NotificationSettingsInput | null;
  /** How the program starts and ends. */
  program?: ProgramSettingsInput | null;
  /** When posts go out, and who is told when they do not. */
  scheduling?: SchedulingSettingsInput | null;
  /** What is kept and for how long. */
  storage?: StorageSettingsInput | null;
  /** Who writes words, and what that may cost. */
  text?: TextSettingsInput | null;
}

/** Changes a slot; posts that fill it already keep their time. */
export interface UpdateSlot {
  slot_id: SlotId;
  /** 1 is Monday, 7 is Sunday. */
  weekday?: number | null;
  /** `HH:MM`, as the account's clocks show it. */
  time?: string | null;
  /** What is posted then. */
  post_type?: PostType | null;
  /** Whether it is filled. */
  is_enabled?: boolean | null;
}

/** Changes a style; only the fields that are sent change. */
export interface UpdateStyle {
  character_id: CharacterId;
  style_id: StyleId;
  name?: string | null;
  /** What it is good for. */
  description?: string | null;
  /** Words before the character's. */
  prompt_prefix?: string | null;
  /** Words at the end of the prompt. */
  prompt_suffix?: string | null;
  /** Words of the negative prompt. */
  negative_prompt?: string | null;
  /** A checkpoint in place of the character's. */
  model?: string | null;
  /** LoRAs besides the character's; the whole list is replaced. */
  loras?: LoraInput[] | null;
  /** Generation parameters of its own; the whole object is replaced. */
  settings?: GenerationParametersInput | null;
  /**
   * True makes it the one that is taken when a request names no style. To take that away, make
   * another style the default.
   */
  is_default?: boolean | null;
}

/** Changes a template: only the fields that are sent. */
export interface UpdateTemplate {
  /** The template. */
  style_id: TemplateId;
  name?: string | null;
  description?: string | null;
  prompt_template?: string | null;
  negative_prompt?: string | null;
}

/** A file that a browser sent, kept for 24 hours. */
export type UploadId = string;

/** How pictures reach a platform that only fetches them from an address. */
export type UploadPlace = "page_photo" | "bucket" | "hand_off";

/** A bucket that holds what a platform fetches. */
export interface UploadPlaceTest {
  /** What was done. */
  message: string;
  /** How long it took, in milliseconds. */
  took_ms: number;
}

/**
 * Lays files, words and a checklist ready for OnlyFans, which has no official interface: you post, and say when it
 * is done.
 */
export interface UploadToOnlyFans {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/** Uploads a clip to YouTube now. Uploads of apps that Google did not audit stay private. */
export interface UploadToYouTube {
  /** Whose post, where the account is not named. */
  character_id?: CharacterId | null;
  /** The account; absent where there is only one. */
  account_id?: AccountId | null;
  /** The picture or clip. */
  content_id?: ContentId | null;
  /** Several, in their order. */
  content_ids?: ContentId[];
  /** The words, without hashtags and disclosure line. */
  caption?: string;
  /** With or without their sign. */
  hashtags?: string[];
  /** With or without their sign. */
  mentions?: string[];
  /** The title, where the platform has one. */
  title?: string | null;
  /** A comment of our own right after it, where the platform has such a call. */
  first_comment?: string | null;
  /** Words for those who do not see the files, in their order. */
  alt_texts?: string[];
  /** The platform's own fields. */
  fields?: Record<string, unknown>;
  /** Whether it is marked as made with AI; without it as the character says. */
  ai_label?: boolean | null;
  /** What you agree to for this once: `other_character`, `repeat`, `without_label`. */
  allowed?: string[];
  /** Wait this many seconds until it is up, at most 300. */
  wait?: number | null;
}

/**
 * Makes larger pictures from pictures of the library: each becomes a new item that knows where it
 * comes from.
 */
export interface UpscaleImages {
  /** One picture. */
  content_id?: ContentId | null;
  /** Several pictures, up to 200. */
  content_ids?: ContentId[];
  /** The upscale model, as ComfyUI lists it; else the first that it has. */
  model?: string | null;
  /** How many times as wide and high, above 1 and up to 4 (2). */
  factor?: number | null;
  /** Wait this many seconds for the pictures, at most 300. */
  wait?: number | null;
}

/** The sum of one engine and model. */
export interface UsagePart {
  /** The engine's name; for one that is gone its id. */
  engine: string;
  model: string;
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

/** A due post that waits. */
export interface WaitingPost {
  post_id: PostId;
  account_handle: string;
  platform: string;
  character_name: string | null;
  /** Why, in a sentence. */
  reason: string;
  /** Until when, where that is known. */
  until: string | null;
}

/** Posts that an account could not send. */
export interface WaitingPosts {
  /** Those that failed because the account could not be used. */
  failed: number;
  /** Those whose time has passed and that still wait, or were begun and can't go on. */
  waiting: number;
}

/** Whether a timer is set that wakes the computer. */
export type WakeState = "not_needed" | "set" | "refused";

/** What was done. */
export interface WentBack {
  /** Where the damaged database lies now, within the library's folder. */
  kept_aside: string;
  /** What to do now. */
  message: string;
}

/** What happens to a post whose time passed while this computer was off. */
export type WhenMissed = "late" | "next_slot" | "ask" | "skip";

/** What happens to a service when Troupe ends. */
export type WhenProgramEnds = "stop" | "leave_running";

/** A wildcard. */
export interface Wildcard {
  /** Its name, without the signs around it. */
  name: string;
  /** What it stands for, one of them each time. */
  words: string[];
  /** When it last changed. */
  updated_at: string | null;
}

/** A wildcard. */
export interface WildcardInput {
  /** Its name, without the signs around it. */
  name: string;
  /** What it stands for, one of them each time. */
  words: string[];
  /** When it last changed. */
  updated_at?: string | null;
}

/** A page of wildcards. */
export interface WildcardList {
  wildcards: Wildcard[];
  total: number;
  limit: number;
  offset: number;
}

/** Where some words, a LoRA or a model come from. */
export type WordsFrom = "style_prefix" | "template_before" | "character_prefix" | "character_look" | "character_style" | "prompt" | "template_after" | "style_suffix" | "negative_prompt" | "style_negative" | "template_negative" | "character_negative";

/** A workflow in full. */
export interface WorkflowDetail {
  id: string;
  name: string;
  description: string;
  /** `text_to_image`, `upscale` … */
  kind: unknown;
  /** The families of models that it is made for. */
  base_models: unknown;
  /** Whether it comes with the program. */
  is_shipped: boolean;
  /** Whether ComfyUI has all that it needs; `null` when it could not be asked. */
  is_runnable: boolean | null;
  /** Nodes, models and choices that ComfyUI lacks. */
  missing: unknown;
  /** Its inputs: name, label, kind, default and limits. */
  inputs: unknown;
  /** Whether LoRAs can be put in. */
  takes_loras: boolean;
  /** The graph in ComfyUI's API format, before values are filled in. */
  graph: unknown;
}

/** A page of workflows. */
export interface WorkflowList {
  workflows: WorkflowSummary[];
  total: number;
  limit: number;
  offset: number;
}

/** A workflow, and whether it can run here. */
export interface WorkflowSummary {
  id: string;
  name: string;
  description: string;
  /** `text_to_image`, `upscale` … */
  kind: unknown;
  /** The families of models that it is made for. */
  base_models: unknown;
  /** Whether it comes with the program. */
  is_shipped: boolean;
  /** Whether ComfyUI has all that it needs; `null` when it could not be asked. */
  is_runnable: boolean | null;
  /** Nodes, models and choices that ComfyUI lacks. */
  missing: unknown;
}

/** Every operation by name, with what it takes and what it answers. */
export interface Operations {
  /** What this program is: its name and version, and where its documentation, health and status are. */
  "system.info": { input: GetInfo; output: Info };
  /** Whether the program is healthy, with the state of each part. */
  "system.health": { input: GetHealth; output: Health };
  /**
   * What Monitoring shows: every service, how long the queue is, the configuration in force. There are
   * no secrets in it.
   */
  "system.status": { input: GetStatus; output: Status };
  /** Counts of characters, content and posts; storage used and free. */
  "system.stats": { input: GetStats; output: Stats };
  /** Looks around on this computer for what Troupe can work with. */
  "setup.detect": { input: DetectSetup; output: Setup };
  /** Lines of the log, newest first. */
  "logs.list": { input: ListLogs; output: LogList };
  /** Recent errors, newest first, grouped by cause. */
  "errors.list": { input: ListErrors; output: ErrorList };
  /** One error: its code, message and details, the operation and input that met it, and what to try. */
  "errors.get": { input: GetError; output: ErrorDetail };
  /** Settles an error: it is met again only when it happens again. */
  "errors.resolve": { input: ResolveError; output: ErrorGroup };
  /** The GPU: as NVIDIA's driver reports it where ComfyUI runs on this computer, else as ComfyUI does. */
  "resources.gpu": { input: GetGpu; output: Gpu };
  /** The memory of this computer and of this program. */
  "resources.memory": { input: GetMemory; output: Memory };
  /** The disk that holds the library, and what the library takes of it. */
  "resources.storage": { input: GetStorage; output: Storage };
  /**
   * What generated things take, by kind, the oldest of each, and what emptying the trash and clearing
   * thumbnails would free.
   */
  "generation.storage": { input: GetGenerationStorage; output: GenerationStorage };
  /**
   * Makes a bundle for the report of a fault: versions, settings, services, errors and the last of the log, as a ZIP to
   * be looked through before it is sent. There are no secrets in it, and no prompts or captions unless `with_prompts`.
   */
  "system.diagnostics": { input: MakeDiagnostics; output: File };
  /** The daily copies of the library's database, newest first. */
  "library.copies": { input: ListCopies; output: CopyList };
  /**
   * Goes back to a daily copy, in safe mode: the damaged database is kept aside, the copy takes its
   * place, and the program has to be started again. Pictures that were made since then are found by the
   * check at the start.
   */
  "library.go_back": { input: GoBack; output: WentBack };
  /** Makes a character. Only a name and an age of 18 or over are needed; everything else can follow. */
  "characters.create": { input: CreateCharacter; output: Character };
  /** The characters by name, with what a card shows. */
  "characters.list": { input: ListCharacters; output: CharacterList };
  /** Everything about one character, with its styles, references, accounts and numbers. */
  "characters.get": { input: GetCharacter; output: Character };
  /**
   * Changes a character; only the fields that are sent change, within personality, appearance and
   * disclosure too.
   */
  "characters.update": { input: UpdateCharacter; output: Character };
  /** Deletes a character. It can be restored; its pictures stay. */
  "characters.delete": { input: DeleteCharacter; output: Character };
  /** Undoes the deletion of a character. */
  "characters.restore": { input: RestoreCharacter; output: Character };
  /** Stops a character's automation at once; nothing is lost. Pausing a paused character changes until when. */
  "characters.pause": { input: PauseCharacter; output: Character };
  /** Lets a character's automation go on. */
  "characters.resume": { input: ResumeCharacter; output: Character };
  /** Writes a text in a character's voice. */
  "characters.generate_content": { input: GenerateContent; output: GeneratedContent };
  /**
   * A character as one portable file: profile, styles, references, the names of its LoRAs, and with
   * `with_content` its pictures.
   */
  "characters.export": { input: ExportCharacter; output: File };
  /**
   * Brings characters in: a character's file (as `characters.export` writes it), or a list of characters
   * as JSON, as a file or in `characters`. Each row is checked and made whole or not at all; the answer says
   * which were made and which were refused, and why.
   */
  "characters.import": { input: ImportCharacters; output: ImportReport };
  /** Makes a style of a character. The first one is its default. */
  "styles.create": { input: CreateStyle; output: Style };
  /** The styles of a character, the default first. */
  "styles.list": { input: ListStyles; output: StyleList };
  /** One style of a character. */
  "styles.get": { input: GetStyle; output: Style };
  /** Changes a style; only the fields that are sent change. */
  "styles.update": { input: UpdateStyle; output: Style };
  /** Deletes a style. If it was the default, the oldest of the others becomes it. */
  "styles.delete": { input: DeleteStyle; output: DeletedStyle };
  /**
   * Adds reference pictures to a character: files of this computer, uploads, addresses, pictures of the
   * library. Each is taken or refused for itself; a picture that is there already is not added twice. The
   * first reference of a character is its primary one.
   */
  "references.add": { input: AddReferences; output: AddedReferences };
  /**
   * A character's reference pictures, the primary one first, with size, sharpness, whether a face was
   * found, and suggestions.
   */
  "references.list": { input: ListReferences; output: ReferenceList };
  /** Changes a reference; only the fields that are sent change. */
  "references.update": { input: UpdateReference; output: Reference };
  /**
   * Lays a reference into the trash, from which it can be restored. If it was primary, the oldest of the others becomes
   * it.
   */
  "references.delete": { input: DeleteReference; output: DeletedReference };
  /** The deleted references of all characters; what was deleted last comes first. */
  "references.deleted": { input: ListDeletedReferences; output: DeletedReferenceList };
  /**
   * Takes a deleted reference out of the trash. It is again what it was: primary if it was that, and shown for its
   * character where nothing else is shown now.
   */
  "references.restore": { input: RestoreReference; output: Reference };
  /** The origins of faces, voices and training sets, newest first. */
  "consents.list": { input: ListConsents; output: ConsentList };
  /**
   * Notes where a face, a voice or a training set comes from. Another person's needs the written consent:
   * its file, the person's name, and what was agreed to.
   */
  "consents.create": { input: CreateConsent; output: Consent };
  /**
   * Changes a consent; only the fields that are sent change. Withdrawing it stops what rests on it: no
   * pictures are made any more of characters and with references that rest on it.
   */
  "consents.update": { input: UpdateConsent; output: Consent };
  /** The signed paper of a consent, as a file. */
  "consents.download": { input: DownloadConsent; output: File };
  /**
   * Makes pictures from a prompt. A character adds its words (its name and age, where it has none of its own), its style, its model and its LoRAs; the
   * answer is the job, at once, or with `wait` the finished job.
   */
  "images.generate": { input: GenerateImage; output: ImageJob };
  /**
   * Shows what a request for pictures would send: the words with where each came from, the model, the
   * LoRAs, every parameter, what the server lacks, and how long it will probably take.
   */
  "images.compose": { input: ComposeImage; output: ComposedImage };
  /**
   * Makes a whole sheet of pictures: each entry is a job of its own. All are checked before the first is
   * queued, so that a sheet is queued whole or not at all.
   */
  "images.generate_batch": { input: GenerateImageBatch; output: ImageBatch };
  /**
   * Makes pictures of a character: its words, its style, its model and its LoRAs are added to the
   * prompt.
   */
  "characters.generate_image": { input: GenerateCharacterImage; output: ImageJob };
  /** Makes content of a kind: pictures so far. */
  "content.generate": { input: GenerateContent2; output: StartedGeneration };
  /** Where a generation stands and what it made. */
  "content.generation": { input: GetGeneration; output: Generation };
  /**
   * Makes a picture again from the recipe that it carries: the same one, or with a new seed a variation
   * of it.
   */
  "content.again": { input: MakeAgain; output: ImageJob };
  /** The generation jobs that were not cleared, newest first. */
  "images.jobs": { input: ListImageJobs; output: ImageJobList };
  /** Counts, success rate and time per picture by model and size. */
  "images.stats": { input: GetImageStats; output: ImageStats };
  /** The batches that wait or are being made, in the order in which they go, with counts by state. */
  "images.batch_queue": { input: GetBatchQueue; output: BatchQueue };
  /** What a batch came to: how many were made, what failed and why, how long it took. */
  "images.batch_summary": { input: GetBatchSummary; output: BatchSummary };
  /**
   * Makes larger pictures from pictures of the library: each becomes a new item that knows where it
   * comes from.
   */
  "images.upscale": { input: UpscaleImages; output: ImageJob };
  /**
   * One generation job: its state, progress, previews, place in the queue, when it will be done, its
   * pictures or its error.
   */
  "images.job": { input: GetImageJob; output: ImageJob };
  /**
   * Cancels a job: all of it, or with `after_current` only what has not begun. A job that has ended
   * stays as it is, so that it can be called again.
   */
  "images.cancel": { input: CancelImageJob; output: ImageJob };
  /** Makes a job again by its own recipes: with the same seeds, or with new ones. */
  "images.retry": { input: RetryImageJob; output: ImageJob };
  /**
   * Deletes a job and its pictures; the pictures go to the trash, from where they can be restored.
   * Without `confirm` it only says what would go.
   */
  "images.delete": { input: DeleteImageJob; output: DeletedImageJob };
  /** The picture of a job as a file; a job with several pictures is a ZIP, unless `number` chooses one. */
  "images.download": { input: DownloadImages; output: File };
  /** The newest preview frame of a picture that is being made, as a file. */
  "images.run_preview": { input: GetRunPreview; output: File };
  /** Clears the jobs that have ended from the list. What is in the library stays. */
  "images.clear": { input: ClearImageJobs; output: ClearedImageJobs };
  /** What is being made, what waits, what is held and why, in order, with times. */
  "queue.get": { input: GetQueue; output: Queue };
  /** Pauses the queue: nothing new starts, the picture that is being made is finished. */
  "queue.pause": { input: PauseQueue; output: QueueState };
  /** Lets the queue go on. */
  "queue.resume": { input: ResumeQueue; output: QueueState };
  /** Moves a waiting job: to the front, to the end, or before another. */
  "queue.move": { input: MoveJob; output: ImageJob };
  /** The presets, by name. */
  "images.settings_list": { input: ListPresets; output: PresetList };
  /** One preset. */
  "images.settings_get": { input: GetPreset; output: Preset };
  /** Keeps generation parameters under a name. */
  "images.settings_create": { input: CreatePreset; output: Preset };
  /** Changes a preset: only the fields that are sent. */
  "images.settings_update": { input: UpdatePreset; output: Preset };
  /** Deletes a preset. */
  "images.settings_delete": { input: DeletePreset; output: Preset };
  /** The templates, by name. */
  "images.styles_list": { input: ListTemplates; output: TemplateList };
  /** One template. */
  "images.styles_get": { input: GetTemplate; output: Template };
  /** Keeps a prompt frame. Without `{prompt}` in it the other words go to its end. */
  "images.styles_create": { input: CreateTemplate; output: Template };
  /** Changes a template: only the fields that are sent. */
  "images.styles_update": { input: UpdateTemplate; output: Template };
  /** Deletes a template. */
  "images.styles_delete": { input: DeleteTemplate; output: Template };
  /** The formats, in the order in which they are offered. */
  "images.formats_list": { input: ListFormats; output: FormatList };
  /** One format. */
  "images.formats_get": { input: GetFormat; output: Format };
  /** Keeps a size under a name. */
  "images.formats_create": { input: CreateFormat; output: Format };
  /** Changes a format: only the fields that are sent. */
  "images.formats_update": { input: UpdateFormat; output: Format };
  /** Deletes a format. */
  "images.formats_delete": { input: DeleteFormat; output: Format };
  /** The examples, by category and title. */
  "prompts.examples_list": { input: ListPromptExamples; output: PromptExampleList };
  /** One example. */
  "prompts.examples_get": { input: GetPromptExample; output: PromptExample };
  /** Keeps an example of a prompt. */
  "prompts.examples_create": { input: CreatePromptExample; output: PromptExample };
  /** Changes an example: only the fields that are sent. */
  "prompts.examples_update": { input: UpdatePromptExample; output: PromptExample };
  /** Deletes an example. */
  "prompts.examples_delete": { input: DeletePromptExample; output: PromptExample };
  /** The prompt book, the newest first. */
  "prompts.list": { input: ListPrompts; output: PromptList };
  /** One prompt of the book. */
  "prompts.get": { input: GetPrompt; output: SavedPrompt };
  /** Keeps a prompt in the book. Wildcards are written `__colour__`, choices `{warm|cold}`. */
  "prompts.create": { input: CreatePrompt; output: SavedPrompt };
  /** Changes a prompt of the book: only the fields that are sent. */
  "prompts.update": { input: UpdatePrompt; output: SavedPrompt };
  /** Deletes a prompt of the book. It can be restored for as long as the trash keeps things; its pictures stay. */
  "prompts.delete": { input: DeletePrompt; output: SavedPrompt };
  /** Undoes the deletion of a prompt. */
  "prompts.restore": { input: RestorePrompt; output: SavedPrompt };
  /**
   * Writes new prompts for a character from its story, its topics and what it posted lately, and keeps them in the book.
   * None repeats what was used before.
   */
  "prompts.generate": { input: GeneratePrompts; output: GeneratedPrompts };
  /**
   * Fills in a prompt's wildcards, choices and variables: exactly what would be sent, with the character's, the style's
   * and the template's words around it.
   */
  "prompts.preview": { input: PreviewPrompt; output: PreviewedPrompt };
  /** The prompt book as one document. */
  "prompts.export": { input: ExportPrompts; output: PromptBook };
  /**
   * Takes a document of `prompts.export` in. Prompts that are in the book already are left out; a character is found by
   * its name, and a prompt whose character is not here becomes anybody's. Words of a wildcard are added to those that it
   * has.
   */
  "prompts.import": { input: ImportPrompts; output: ImportedPrompts };
  /** The wildcards by name. */
  "prompts.wildcards_list": { input: ListWildcards; output: WildcardList };
  /** Keeps a wildcard: what `__name__` in a prompt stands for. Its words may hold other wildcards. */
  "prompts.wildcards_set": { input: SetWildcard; output: Wildcard };
  /** Takes a wildcard away. Prompts that hold it say so when they are used. */
  "prompts.wildcards_delete": { input: DeleteWildcard; output: Wildcard };
  /**
   * Writes words with the first text engine that can, in a character's voice where one is named. Over REST the answer
   * streams when it is asked for with `Accept: text/event-stream`.
   */
  "text.generate": { input: GenerateText; output: GeneratedText };
  /** The models of every text engine that is in use, as they list them now. */
  "text.models": { input: ListTextModels; output: TextModelList };
  /** Whether words can be written at the moment: each engine in use with its state. */
  "text.health": { input: GetTextHealth; output: TextHealth };
  /** What was written this month, and what it cost. */
  "text.usage": { input: GetTextUsage; output: TextUsage };
  /**
   * Takes the text models out of memory, so that the graphics card is free for pictures. They are loaded again when
   * words are next asked for.
   */
  "text.unload": { input: UnloadText; output: UnloadedText };
  /** The text engines in the order in which they are asked. */
  "engines.list": { input: ListEngines; output: EngineList };
  /**
   * Names a text engine, at the end of the order. It is tried at once; one that does not answer is kept only with
   * `even_if_off`. The key goes to the system's keychain and is never read back.
   */
  "engines.create": { input: CreateEngine; output: NamedEngine };
  /** Changes a text engine: only the fields that are sent. */
  "engines.update": { input: UpdateEngine; output: NamedEngine };
  /** Forgets a text engine and its key. What it wrote stays. */
  "engines.delete": { input: DeleteEngine; output: NamedEngine };
  /** Asks a text engine how it is, and anew which models it has. */
  "engines.test": { input: TestEngine; output: TestedEngine };
  /** Puts the text engines into another order: the first that can write is asked. */
  "engines.reorder": { input: ReorderEngines; output: EngineList };
  /**
   * Writes captions for a picture or a prompt, in the character's voice and within the platform's limit as the platform
   * counts. What was posted lately is not said again.
   */
  "captions.generate": { input: GenerateCaption; output: GeneratedCaptions };
  /**
   * Every platform: what it can do, its limits, prices and warnings, what it demands of AI accounts, and its logins
   * with their steps and fields; each line with its source and date.
   */
  "platforms.list": { input: ListPlatforms; output: PlatformList };
  /** Every account with how it is: of one character, of one platform, those that work or those that do not. */
  "accounts.list": { input: ListAccounts; output: AccountList };
  /**
   * Connects an account, or connects it again. A login in the browser answers at once with the page to open and an
   * attempt to ask for (`accounts.attempt`); what was pasted is tried at once. What opens the account goes to the
   * system's keychain and nowhere else. Passwords of platforms and browser sessions are refused.
   */
  "accounts.connect": { input: ConnectAccount; output: Login };
  /** How far a login is that was begun: ask until it no longer waits. */
  "accounts.attempt": { input: GetAttempt; output: Login };
  /** Connects the chosen accounts of a login that opens several. */
  "accounts.choose": { input: ChooseAccounts; output: Login };
  /** Ends a login that waits for the browser or for a choice; nothing is kept of it. */
  "accounts.cancel_attempt": { input: CancelAttempt; output: Login };
  /**
   * Disconnects an account: its login is taken back at the platform where it has such a call, and everything that opens
   * it is deleted here. Its posts stay; those that are planned wait until it is connected again.
   */
  "accounts.disconnect": { input: DisconnectAccount; output: DisconnectedAccount };
  /**
   * One account: whether it works and until when, its followers, the posts that its platform still takes, and the
   * posts that wait for it.
   */
  "accounts.status": { input: GetAccountStatus; output: AccountStatus };
  /** Reads an account's name, followers and limits from its platform. */
  "accounts.sync": { input: SyncAccount; output: PlatformAccount };
  /** Tests an account with one harmless call, and renews its login where that is due. Nothing is posted. */
  "accounts.test": { input: TestAccount; output: AccountTest };
  /**
   * Changes an account: its label, whose it is, whether it takes NSFW, its zone, pausing it, what was done of the
   * platform's checklist, and its upload place. Setting `is_paused` to false lets it go on after a block, too.
   */
  "accounts.update": { input: UpdateAccount; output: PlatformAccount };
  /**
   * The one question after an account was connected again: its posts that failed or wait go out now, go into its next
   * free slots, or are dropped.
   */
  "accounts.resume_posts": { input: ResumePosts; output: ResumedPosts };
  /**
   * Tries an upload place before it is used: a small file is put there, fetched from outside and taken away. Of a bucket
   * that is given nothing is kept; without one the account's own is tried.
   */
  "accounts.test_upload_place": { input: TestUploadPlace; output: UploadPlaceTest };
  /**
   * The comments on a post, oldest first. The platform is asked at most once a minute, and only where asking is free or
   * `refresh` says so; else those of the last look are shown.
   */
  "comments.list": { input: ListComments; output: CommentList };
  /** Comments on a post of ours, or answers a comment on it. The words are written or agreed by the creator. */
  "comments.reply": { input: ReplyToComment; output: PostComment };
  /** Hides a comment on a post of ours, or shows it again. */
  "comments.hide": { input: HideComment; output: PostComment };
  /** The likes, comments, reposts and follows that were clicked, newest first. */
  "engagement.actions": { input: ListActions; output: ActionList };
  /**
   * Likes one post with an account. Where the platform's official interface lacks the call, the answer says what it
   * has.
   */
  "engagement.like": { input: LikePost; output: EngagementAction };
  /** Comments on one post with an account: on one of its own, or on somebody else's where the platform has that call. */
  "engagement.comment": { input: CommentOnPost; output: EngagementAction };
  /** Follows one account with an account of yours, where the platform has that call. */
  "engagement.follow": { input: FollowUser; output: EngagementAction };
  /** Reposts one post with an account, where the platform has that call. */
  "engagement.repost": { input: RepostPost; output: EngagementAction };
  /** Likes a post on Instagram. Its official interface has no such call: the answer says what it has. */
  "instagram.like": { input: LikeOnInstagram; output: EngagementAction };
  /** Comments on a post of your own on Instagram; its official interface has no call for posts of others. */
  "instagram.comment": { input: CommentOnInstagram; output: EngagementAction };
  /** Reposts a post on X. */
  "twitter.retweet": { input: Retweet; output: EngagementAction };
  /** Replies to a post on X. */
  "twitter.reply": { input: ReplyOnX; output: EngagementAction };
  /** Posts on Instagram now: a picture, or several to leaf through. */
  "instagram.post": { input: PostOnInstagram; output: CreatedPosts };
  /** Shows a picture or a clip on Instagram for a day, now. */
  "instagram.story": { input: StoryOnInstagram; output: CreatedPosts };
  /** Posts a reel on Instagram now. */
  "instagram.reel": { input: ReelOnInstagram; output: CreatedPosts };
  /** Posts on X now. */
  "twitter.tweet": { input: Tweet; output: CreatedPosts };
  /** Posts on a Facebook Page now. */
  "facebook.post": { input: PostOnFacebook; output: CreatedPosts };
  /** Uploads a clip to YouTube now. Uploads of apps that Google did not audit stay private. */
  "youtube.upload": { input: UploadToYouTube; output: CreatedPosts };
  /** Sends words, pictures or clips to a Telegram channel or group now. */
  "telegram.send": { input: SendToTelegram; output: CreatedPosts };
  /**
   * Lays files, words and a checklist ready for OnlyFans, which has no official interface: you post, and say when it
   * is done.
   */
  "onlyfans.upload": { input: UploadToOnlyFans; output: CreatedPosts };
  /** Every ComfyUI that was named: address, state, version, memory, what it may do. */
  "servers.list": { input: ListServers; output: ServerList };
  /**
   * Names a ComfyUI. The address is tried at once; one that does not answer is kept only with
   * `even_if_off`.
   */
  "servers.create": { input: CreateServer; output: ComfyServer };
  /** Changes a server: its name, its address, whether it is used, whether pictures are made there. */
  "servers.update": { input: UpdateServer; output: ComfyServer };
  /** Forgets a server. Pictures that were made there stay. */
  "servers.delete": { input: DeleteServer; output: DeletedServer };
  /** Asks a server how it is: one harmless call, and anew what nodes and models it has. */
  "servers.test": { input: TestServer; output: ComfyServer };
  /** The ComfyUI that pictures are made with: whether it answers, its version and memory. */
  "comfyui.status": { input: GetComfyuiStatus; output: ComfyuiStatus };
  /** Every service: ComfyUI, Ollama and what else was named, each with its state and its last lines. */
  "services.list": { input: ListServices; output: ServiceList };
  /** One service, looked at now, with its last 200 lines. */
  "services.get": { input: ServiceLook; output: ServiceDetail };
  /**
   * Says how a service is started, and when it ends; a name that is new names a new service. What runs goes on as it
   * was started. Only the window and the command line may: what is named here runs as a program.
   */
  "services.update": { input: ServiceChange; output: ServiceView };
  /** Forgets a service that was named. It has to be stopped first. */
  "services.delete": { input: ServiceRemoval; output: ServiceRemoved };
  /** Starts a service. One that runs already is left as it is. */
  "services.start": { input: ServiceStart; output: ServiceView };
  /** Stops a service that Troupe started, and waits for its end: it is asked, and ended by force when it does not listen. */
  "services.stop": { input: ServiceStop; output: ServiceView };
  /** Stops a service that Troupe started, and starts it again. */
  "services.restart": { input: ServiceRestart; output: ServiceView };
  /** Starts ComfyUI. One that runs already is left as it is. */
  "comfyui.start": { input: StartComfyui; output: ServiceView };
  /** All settings. Keys and tokens are not among them. */
  "settings.get": { input: GetSettings; output: Settings };
  /** Changes settings: only the sections and fields that are sent. They hold at once, without a restart. */
  "settings.update": { input: UpdateSettings; output: Settings };
  /** The agents by name, with the answers that they were given for every further call. */
  "agents.list": { input: ListAgents; output: AgentList };
  /** Adds an agent and makes its token, which is shown this once. */
  "agents.create": { input: CreateAgent; output: AgentWithToken };
  /** Renames an agent, or changes what it may do. It holds from its next call on. */
  "agents.update": { input: UpdateAgent; output: AgentDetail };
  /** Makes a new token for an agent, shown this once. The one before lets nobody in any more. */
  "agents.renew_token": { input: RenewAgentToken; output: AgentWithToken };
  /** Turns an agent away for good: its token lets nobody in any more, and what it asked is declined. What it made stays. */
  "agents.revoke": { input: RevokeAgent; output: AgentDetail };
  /** Takes back an answer that held for every further call: from now on the agent asks again. */
  "agents.forget_answer": { input: ForgetAgentAnswer; output: AgentDetail };
  /** What agents asked for and may not do alone, the newest first. */
  "approvals.list": { input: ListApprovals; output: ApprovalList };
  /** One question of an agent and what became of it. An agent sees its own alone. */
  "approvals.get": { input: GetApproval; output: Approval };
  /** Answers a question of an agent, once or for every further call. Yes carries out what was asked, at once and once. */
  "approvals.decide": { input: DecideApproval; output: Approval };
  /**
   * Makes a backup while the program runs: the database, and by choice pictures and clips. Secrets stay in the
   * keychain. It goes on in the background; `backup.list` tells how far it is.
   */
  "backup.create": { input: CreateBackup; output: BegunBackup };
  /** The backups in the folder for backups, newest first. */
  "backup.list": { input: ListBackups; output: BackupList };
  /**
   * Lays a backup ready: it is checked first and put in place at the next start. The library's present database is kept
   * aside. Nothing is sent by itself then until each post that was due since the backup has been looked for on its
   * platform.
   */
  "backup.restore": { input: RestoreBackup; output: ReadyRestore };
  /** Takes a restore back that waits for the next start: the library stays as it is. */
  "backup.cancel_restore": { input: CancelRestore; output: CancelledRestore };
  /** Deletes a backup. One that a later backup needs stays. */
  "backup.delete": { input: DeleteBackup; output: DeletedBackup };
  /** What is still to do after a move to this computer: accounts to be connected again, models to be fetched. */
  "backup.checklist": { input: GetChecklist; output: Checklist };
  /** The names of the keys that were given, and how the keychain is; never the keys. */
  "secrets.list": { input: ListSecrets; output: SecretList };
  /**
   * Puts a key or a token into the system's keychain; an empty value takes it away. It is never read
   * back.
   */
  "secrets.set": { input: SetSecret; output: SecretKept };
  /**
   * The checkpoints, LoRAs, VAEs, text encoders, upscalers, control nets, samplers and schedulers that
   * ComfyUI has.
   */
  "models.list": { input: ListModels; output: ModelList };
  /** One model, with what its file says of itself, where it came from and where it is used. */
  "models.get": { input: GetModel; output: ModelDetail };
  /**
   * Looks at a pasted link of Hugging Face, Civitai or another host: the file, its size, its licence, where it belongs.
   * Nothing is fetched yet.
   */
  "models.inspect": { input: InspectModel; output: FoundModel };
  /**
   * Fetches a model into ComfyUI's folder: resumed after a break, checked by its SHA-256. Files that can carry a
   * program (Python pickles) are refused.
   */
  "models.install": { input: InstallModel; output: ModelInstall };
  /** The models that are or were on their way, newest first. */
  "models.installs": { input: ListInstalls; output: InstallList };
  /** Calls a model off that is on its way. What came of it stays, so that it can go on later. */
  "models.cancel_install": { input: CancelInstall; output: ModelInstall };
  /** Fetches a model again that failed or was called off; it goes on where it broke off. */
  "models.retry_install": { input: RetryInstall; output: ModelInstall };
  /** The models that a workflow needs and ComfyUI lacks, with where each can be fetched. */
  "models.missing": { input: ListMissing; output: MissingList };
  /** Fetches every model that a workflow lacks, as far as it is known where to get it. */
  "models.install_missing": { input: InstallMissing; output: BegunInstalls };
  /**
   * Deletes a model's file from this computer. It does not come back; a character or style that names it has to choose
   * another one then.
   */
  "models.delete": { input: DeleteModel; output: DeletedModel };
  /**
   * What is measured now and was over time: GPU, memory, disk, queue, pictures a minute; jobs by state; what became of
   * posts, by platform.
   */
  "monitoring.metrics": { input: GetMetrics; output: Metrics2 };
  /** How long answers take since the start: of each operation, and of each program and platform that Troupe asks. */
  "monitoring.performance": { input: GetPerformance; output: Performance };
  /**
   * The workflows: those that come with the program and the creator's own, each runnable here or with
   * what is missing.
   */
  "workflows.list": { input: ListWorkflows; output: WorkflowList };
  /** One workflow with its inputs. */
  "workflows.get": { input: GetWorkflow; output: WorkflowDetail };
  /** Runs a workflow with values for its inputs, by the names that `workflows.get` tells. */
  "workflows.run": { input: RunWorkflow; output: ImageJob };
  /** Queues a graph in ComfyUI's API format, as it is. */
  "comfyui.queue": { input: QueueGraph; output: ImageJob };
  /** A page of the library, filtered and searched. What lies in the trash is not in it. */
  "content.list": { input: ListContent; output: ContentList };
  /** The values of each filter, with how many items each has under the other filters. */
  "content.facets": { input: ListContentFacets; output: ContentFacets };
  /** How much the library holds, by state, type and character. */
  "content.stats": { input: GetContentStats; output: ContentStats };
  /** One item with its recipe, its lineage, its tags and the facts of its file. */
  "content.get": { input: GetContent; output: ContentDetails };
  /** The item's picture, made smaller: the file is kept, so that the next time is quick. */
  "content.preview": { input: PreviewContent; output: File };
  /** The item's file as it is, with its recipe and its AI mark. */
  "content.download": { input: DownloadContent; output: File };
  /** Changes what the creator says of an item. What is left out stays, null clears. */
  "content.update": { input: UpdateContent; output: ContentDetails };
  /** Lays an item into the trash, from where it can be restored. */
  "content.delete": { input: DeleteContent; output: DeletedContent };
  /**
   * Proposes the part of a picture to keep for a shape: the widest one, where most is to be seen, faces before all.
   * Nothing is changed; posts take it as one of their `crops`.
   */
  "content.crop": { input: CropContent; output: Crop };
  /**
   * Describes a picture: alt text for those who do not see it, a description and tags. With `save` an item of the
   * library keeps the description and the tags; tags that it has already stay.
   */
  "content.description_tags": { input: DescribeContent; output: DescribedContent };
  /**
   * Approves an item: it is good to be used. A picture that was made here, was asked for as safe for work and that nobody
   * rated yet is rated safe by it, unless its character has an account that takes what is not: then it is still to be
   * rated.
   */
  "content.approve": { input: ApproveContent; output: DecidedContent };
  /** Rejects an item: it is not to be used. It stays in the library. */
  "content.reject": { input: RejectContent; output: DecidedContent };
  /** Approves many items, and rates them as approving one does. */
  "content.batch_approve": { input: ApproveManyContent; output: ContentBatch };
  /** Rejects many items. */
  "content.batch_reject": { input: RejectManyContent; output: ContentBatch };
  /** Changes many items alike. What is left out stays. */
  "content.batch_update": { input: UpdateManyContent; output: ContentBatch };
  /** Lays many items into the trash. */
  "content.batch_delete": { input: DeleteManyContent; output: ContentBatch };
  /** Many items' files in one ZIP. */
  "content.batch_download": { input: DownloadManyContent; output: File };
  /** Adds tags to an item; those that it has stay. */
  "content.tag": { input: TagContent; output: ContentDetails };
  /** Takes tags from an item. */
  "content.untag": { input: UntagContent; output: ContentDetails };
  /** A page of the pictures, searched. */
  "content.images": { input: ListContentImages; output: ContentImages };
  /** Lays the picture of this name into the trash. */
  "content.image_delete": { input: DeleteContentImage; output: DeletedContentImages };
  /** Lays pictures into the trash. */
  "content.images_delete": { input: DeleteContentImages; output: DeletedContentImages };
  /** Pictures in one ZIP: those of these names, or all that a text finds. */
  "content.images_download": { input: DownloadContentImages; output: File };
  /** What lies in the trash, since when, and from where; what was deleted last comes first. */
  "trash.list": { input: ListTrash; output: TrashList };
  /** Takes a thing out of the trash, back to where it was. */
  "trash.restore": { input: RestoreTrashItem; output: RestoredTrash };
  /** Takes many things out of the trash, back to where they were. */
  "trash.restore_many": { input: RestoreTrashItems; output: RestoredTrash };
  /** Removes what lies in the trash for good, pictures and references, with their files and thumbnails. */
  "trash.empty": { input: EmptyTrash; output: EmptiedTrash };
  /** Lists posts, the newest first. */
  "posts.list": { input: ListPosts; output: PostList };
  /**
   * Makes posts, one for each account; those made together share a group. They stay drafts, or go out now, at a time, or
   * in the next slot.
   */
  "posts.create": { input: CreatePosts; output: CreatedPosts };
  /**
   * Looks at posts that are being composed: what each platform would refuse, with the fix, and the very words and files
   * that would be sent. Nothing is kept.
   */
  "posts.preflight": { input: PreflightPosts; output: Preflight };
  /** One post with every attempt: when, what was sent, what came back. */
  "posts.get": { input: GetPost; output: PostDetail };
  /** Changes a post; only the fields that are sent change. One that is on its way or up can't be changed. */
  "posts.update": { input: UpdatePost; output: Post };
  /**
   * Deletes a post: on its platform too where it is up and the platform has such a call, and here. `posts.restore` takes
   * back what was not up.
   */
  "posts.delete": { input: DeletePost; output: DeletedPost };
  /** Looks at a saved post as preflight does. */
  "posts.check": { input: CheckPost; output: CheckedPost };
  /** Publishes a post now, whatever its time. */
  "posts.publish": { input: PublishPost; output: Post };
  /** Sends a failed post again, or takes a waiting one up at once. What was prepared and is still there is used. */
  "posts.retry": { input: RetryPost; output: Post };
  /** The creator's word that a planned post may go out. It approves those of its pictures that were not decided on yet. */
  "posts.approve": { input: ApprovePost; output: Post };
  /** Takes a cancel or a deletion back, while the post's time is ahead. */
  "posts.restore": { input: RestorePost; output: Post };
  /**
   * Says what became of a post that needs attention: it is up (with its address), send it again, look again, or leave
   * it.
   */
  "posts.resolve": { input: ResolvePost; output: Post };
  /** Reads the counts of a published post from its platform. */
  "posts.sync": { input: SyncPost; output: Post };
  /**
   * Makes pictures for a draft post. Those that are made while the call waits are added to the post, as many as its
   * platform takes.
   */
  "posts.generate_images": { input: GeneratePostImages; output: PostImages };
  /**
   * Compares the library's rows with the files in its media folder, now. Nothing is deleted; a picture of ours whose
   * row was never written gets its row.
   */
  "library.check": { input: CheckLibrary; output: LibraryFindings };
  /**
   * Makes files that belong to no row items of the library. They stay where they are; a recipe inside, of whatever
   * program, is read.
   */
  "library.adopt": { input: AdoptFiles; output: AdoptedFiles };
  /** Forgets items whose file is missing, for good. An item whose file is there is refused: delete it instead. */
  "library.forget": { input: ForgetContent; output: ForgottenContent };
  /** The posting slots of an account, or of all, by weekday and time. */
  "slots.list": { input: ListSlots; output: SlotList };
  /** Makes a weekly slot of an account. Give several weekdays to make one on each. */
  "slots.create": { input: CreateSlot; output: SlotList };
  /** Changes a slot; posts that fill it already keep their time. */
  "slots.update": { input: UpdateSlot; output: Slot };
  /** Deletes a slot; posts that fill it already keep their time. `slots.create` makes it again. */
  "slots.delete": { input: DeleteSlot; output: Slot };
  /** The next free slot of an account: the earliest of its coming slots that no post takes. */
  "slots.next": { input: NextSlot; output: NextFreeSlot };
  /** The rules that plan posts by themselves, by name. */
  "rules.list": { input: ListRules; output: RuleList };
  /** Makes a rule that plans posts by itself: when it fires, what it takes or makes, and where it posts. */
  "rules.create": { input: CreateRule; output: Rule };
  /** One rule. */
  "rules.get": { input: GetRule; output: Rule };
  /** Changes a rule; only the fields that are sent change. Posts that it planned already stay as they are. */
  "rules.update": { input: UpdateRule; output: Rule };
  /** Deletes a rule; posts that it planned stay. `rules.create` makes it again. */
  "rules.delete": { input: DeleteRule; output: Rule };
  /** Switches a rule on. */
  "rules.enable": { input: EnableRule; output: Rule };
  /** Switches a rule off; posts that it planned stay. */
  "rules.disable": { input: DisableRule; output: Rule };
  /**
   * The next firings of a rule in local time, with what each would make, what is left out and why, and what a clock
   * change does.
   */
  "rules.preview": { input: PreviewRule; output: RulePreview };
  /** Pauses a rule, until a moment or until it is resumed; what it planned already stays in the plan. */
  "rules.pause": { input: PauseRule; output: Rule };
  /** Lets a paused rule go on. */
  "rules.resume": { input: ResumeRule; output: Rule };
  /**
   * Plans posts, one for each account, at a time or in each account's next free slot. Refused, with every reason and its
   * fix, when one of them could not be published as it is.
   */
  "scheduling.post": { input: SchedulePosts; output: PlannedPosts };
  /** The posts that have a planned time, the earliest first. */
  "scheduling.list": { input: ListScheduled; output: ScheduledList };
  /**
   * Moves a planned post to another time, as by dragging it in the calendar, or changes what happens when its time is
   * missed. The answer tells what it replaced, so that sending that again undoes it.
   */
  "scheduling.update": { input: UpdateScheduled; output: MovedPosts };
  /** Takes a planned post out of the plan. `posts.restore` puts it back while its time is ahead. */
  "scheduling.cancel": { input: CancelScheduled; output: ScheduledPost };
  /** How the scheduler stands. */
  "scheduler.status": { input: GetStatus2; output: SchedulerStatus };
  /**
   * Runs every active rule at once, or one, whatever its time: each makes or takes its picture and stops where approval
   * begins.
   */
  "scheduler.run_now": { input: RunNow; output: RanNow };
  /**
   * Pauses everything at once, or one account: nothing is sent and no rule fires until it is resumed, or until the
   * moment that is given. Nothing is lost.
   */
  "scheduler.pause": { input: PauseScheduler; output: SchedulerState };
  /**
   * Lets everything, or one account, go on. What was missed meanwhile does what each post says: late, the next slot,
   * ask, or left out.
   */
  "scheduler.resume": { input: ResumeScheduler; output: SchedulerState };
  /** Puts the summary away that tells what was missed. */
  "scheduler.dismiss": { input: DismissSummary; output: Dismissed };
  /** Sends a test alarm to the Telegram chat and the ntfy topic that the settings name. */
  "scheduler.test_alarm": { input: TestAlarm; output: AlarmSent };
  /** A range of days as a calendar shows it: posts in their groups, the firings of rules to come, crowded hours. */
  "calendar.get": { input: GetCalendar; output: Calendar };
  /**
   * Fills a range of days from slots, rules and approved pictures. First a preview: a row each of time, picture, caption
   * and accounts. Then send the rows that you accept, changed as you like: those are planned. No picture is taken twice.
   */
  "calendar.create": { input: CreateCalendar; output: FilledCalendar };
  /**
   * Keeps a character's posting plan: how often, what mix, quiet hours, captions to begin with. The whole plan is
   * replaced.
   */
  "automation.strategy_set": { input: SetStrategy; output: CharacterStrategy };
  /** A character's posting plan; one that asks for nothing while none was written. */
  "automation.strategy_get": { input: GetStrategy; output: CharacterStrategy };
  /**
   * Fires one rule now, whatever its time: it takes or makes its picture, and stops where approval begins. With
   * `dry_run` it only says what it would do.
   */
  "automation.execute": { input: ExecuteRule; output: ExecutedRule };
  /** How the clock of this rehearsal goes. The creator's own library keeps to the computer's. */
  "rehearsal.clock": { input: GetClock; output: RehearsalClock };
  /**
   * Lets time pass in a rehearsal, for the stand-ins too: a week of a plan takes seconds. It stops wherever something is
   * due until that is done, so that every post goes out at its time. Only in a rehearsal.
   */
  "rehearsal.advance": { input: Advance; output: Advanced };
}

export type OperationName = keyof Operations;

export const operationMeta: Readonly<Record<OperationName, OperationMeta>> = {
  "system.info": { effect: "read", tags: ["system"] },
  "system.health": { effect: "read", tags: ["system", "servers", "accounts"] },
  "system.status": { effect: "read", tags: ["system", "servers", "jobs", "accounts"] },
  "system.stats": { effect: "read", tags: ["content", "characters", "posts"] },
  "setup.detect": { effect: "read", tags: ["servers"] },
  "logs.list": {
    effect: "read",
    tags: ["logs"],
    rules: {
      level: { choices: ["debug", "info", "warning", "error"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "errors.list": { effect: "read", tags: ["errors"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "errors.get": { effect: "read", tags: ["errors"], rules: { error_id: { required: true } } },
  "errors.resolve": { effect: "write", tags: ["errors"], rules: { error_id: { required: true } } },
  "resources.gpu": { effect: "read", tags: ["servers"] },
  "resources.memory": { effect: "read", tags: ["servers"] },
  "resources.storage": { effect: "read", tags: ["content"] },
  "generation.storage": { effect: "read", tags: ["content"] },
  "system.diagnostics": { effect: "read", tags: ["system"] },
  "library.copies": { effect: "read", tags: ["library"] },
  "library.go_back": { effect: "write", tags: ["library"], rules: { copy: { required: true } } },
  "characters.create": {
    effect: "write",
    tags: ["characters", "references"],
    rules: {
      name: { required: true, min_length: 1, max_length: 200 },
      age: { required: true, minimum: 18, maximum: 1000 },
      origin: { choices: ["fictional", "own_likeness", "consent"] },
    },
  },
  "characters.list": {
    effect: "read",
    tags: ["characters", "content", "posts"],
    rules: {
      status: { choices: ["active", "paused", "error"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "characters.get": {
    effect: "read",
    tags: ["characters", "styles", "references", "accounts", "posts"],
    rules: { character_id: { required: true } },
  },
  "characters.update": {
    effect: "write",
    tags: ["characters", "references"],
    rules: { character_id: { required: true }, origin: { choices: ["fictional", "own_likeness", "consent"] } },
  },
  "characters.delete": { effect: "destroy", tags: ["characters"], rules: { character_id: { required: true } } },
  "characters.restore": { effect: "write", tags: ["characters"], rules: { character_id: { required: true } } },
  "characters.pause": { effect: "write", tags: ["characters"], rules: { character_id: { required: true } } },
  "characters.resume": { effect: "write", tags: ["characters"], rules: { character_id: { required: true } } },
  "characters.generate_content": {
    effect: "write",
    tags: ["text_usage"],
    rules: {
      character_id: { required: true },
      content_type: { choices: ["caption", "bio", "story", "comment", "prompt"] },
      context: { max_length: 5000 },
      tone: { max_length: 200 },
      max_length: { minimum: 10, maximum: 20000 },
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
      language: { max_length: 60 },
      seed: { minimum: 0 },
    },
  },
  "characters.export": { effect: "read", tags: ["characters"], rules: { character_id: { required: true } } },
  "characters.import": { effect: "write", tags: ["characters", "styles", "references", "content"] },
  "styles.create": {
    effect: "write",
    tags: ["styles"],
    rules: {
      character_id: { required: true },
      name: { required: true },
      "settings.width": { minimum: 64, maximum: 4096 },
      "settings.height": { minimum: 64, maximum: 4096 },
      "settings.steps": { minimum: 1, maximum: 150 },
      "settings.cfg_scale": { minimum: 0, maximum: 30 },
    },
  },
  "styles.list": { effect: "read", tags: ["styles"], rules: { character_id: { required: true } } },
  "styles.get": {
    effect: "read",
    tags: ["styles"],
    rules: { character_id: { required: true }, style_id: { required: true } },
  },
  "styles.update": {
    effect: "write",
    tags: ["styles"],
    rules: {
      character_id: { required: true },
      style_id: { required: true },
      "settings.width": { minimum: 64, maximum: 4096 },
      "settings.height": { minimum: 64, maximum: 4096 },
      "settings.steps": { minimum: 1, maximum: 150 },
      "settings.cfg_scale": { minimum: 0, maximum: 30 },
    },
  },
  "styles.delete": {
    effect: "destroy",
    tags: ["styles"],
    rules: { character_id: { required: true }, style_id: { required: true } },
  },
  "references.add": {
    effect: "write",
    tags: ["references", "characters"],
    rules: { character_id: { required: true }, origin: { choices: ["fictional", "own_likeness", "consent"] } },
  },
  "references.list": {
    effect: "read",
    tags: ["references"],
    rules: { character_id: { required: true }, limit: { minimum: 0 }, offset: { minimum: 0 } },
  },
  "references.update": {
    effect: "write",
    tags: ["references", "characters"],
    rules: {
      character_id: { required: true },
      reference_id: { required: true },
      origin: { choices: ["fictional", "own_likeness", "consent"] },
    },
  },
  "references.delete": {
    effect: "destroy",
    tags: ["references", "characters"],
    rules: { character_id: { required: true }, reference_id: { required: true } },
  },
  "references.deleted": { effect: "read", tags: ["references"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "references.restore": {
    effect: "write",
    tags: ["references", "characters"],
    rules: { character_id: { required: true }, reference_id: { required: true } },
  },
  "consents.list": { effect: "read", tags: ["consents"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "consents.create": {
    effect: "write",
    tags: ["consents"],
    rules: {
      subject_kind: { choices: ["face", "voice", "training_set"] },
      origin: { choices: ["fictional", "own_likeness", "consent"] },
    },
  },
  "consents.update": {
    effect: "write",
    tags: ["consents", "characters", "references"],
    rules: { consent_id: { required: true } },
  },
  "consents.download": { effect: "read", tags: ["consents"], rules: { consent_id: { required: true } } },
  "images.generate": {
    effect: "write",
    tags: ["jobs"],
    rules: {
      prompt: { max_length: 20000 },
      negative_prompt: { max_length: 20000 },
      width: { minimum: 64, maximum: 4096 },
      height: { minimum: 64, maximum: 4096 },
      steps: { minimum: 1, maximum: 150 },
      cfg_scale: { minimum: 0, maximum: 30 },
      count: { minimum: 1, maximum: 500 },
      face_consistency_method: { choices: ["none", "lora"] },
      wait: { minimum: 0 },
    },
  },
  "images.compose": {
    effect: "read",
    tags: ["jobs"],
    rules: {
      prompt: { max_length: 20000 },
      negative_prompt: { max_length: 20000 },
      width: { minimum: 64, maximum: 4096 },
      height: { minimum: 64, maximum: 4096 },
      steps: { minimum: 1, maximum: 150 },
      cfg_scale: { minimum: 0, maximum: 30 },
      count: { minimum: 1, maximum: 500 },
      face_consistency_method: { choices: ["none", "lora"] },
      wait: { minimum: 0 },
    },
  },
  "images.generate_batch": { effect: "write", tags: ["jobs"], rules: { items: { required: true } } },
  "characters.generate_image": {
    effect: "write",
    tags: ["jobs"],
    rules: {
      character_id: { required: true },
      width: { minimum: 0 },
      height: { minimum: 0 },
      steps: { minimum: 0 },
      count: { minimum: 0 },
      wait: { minimum: 0 },
    },
  },
  "content.generate": {
    effect: "write",
    tags: ["jobs"],
    rules: {
      content_type: { required: true, choices: ["image"] },
      "settings.steps": { minimum: 0 },
      "settings.width": { minimum: 0 },
      "settings.height": { minimum: 0 },
      "settings.count": { minimum: 0 },
      wait: { minimum: 0 },
    },
  },
  "content.generation": { effect: "read", tags: ["jobs"], rules: { generation_id: { required: true } } },
  "content.again": {
    effect: "write",
    tags: ["jobs"],
    rules: {
      content_id: { required: true },
      seed: { choices: ["same", "new"] },
      count: { minimum: 1, maximum: 100 },
      wait: { minimum: 0 },
    },
  },
  "images.jobs": {
    effect: "read",
    tags: ["jobs"],
    rules: {
      status: { choices: ["queued", "submitted", "running", "done", "failed", "cancelled"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "images.stats": { effect: "read", tags: ["jobs"] },
  "images.batch_queue": { effect: "read", tags: ["jobs"] },
  "images.batch_summary": { effect: "read", tags: ["jobs"], rules: { job_id: { required: true } } },
  "images.upscale": {
    effect: "write",
    tags: ["jobs"],
    rules: { factor: { minimum: 1, maximum: 4 }, wait: { minimum: 0 } },
  },
  "images.job": { effect: "read", tags: ["jobs"], rules: { job_id: { required: true } } },
  "images.cancel": { effect: "write", tags: ["jobs"], rules: { job_id: { required: true } } },
  "images.retry": {
    effect: "write",
    tags: ["jobs"],
    rules: { job_id: { required: true }, seed: { choices: ["same", "new"] }, wait: { minimum: 0 } },
  },
  "images.delete": { effect: "destroy", tags: ["jobs", "content"], rules: { job_id: { required: true } } },
  "images.download": { effect: "read", tags: ["jobs"], rules: { job_id: { required: true } } },
  "images.run_preview": { effect: "read", tags: ["jobs"], rules: { run_id: { required: true } } },
  "images.clear": { effect: "write", tags: ["jobs"] },
  "queue.get": { effect: "read", tags: ["jobs"] },
  "queue.pause": { effect: "write", tags: ["jobs"] },
  "queue.resume": { effect: "write", tags: ["jobs"] },
  "queue.move": {
    effect: "write",
    tags: ["jobs"],
    rules: { job_id: { required: true }, to: { choices: ["front", "end"] } },
  },
  "images.settings_list": { effect: "read", tags: ["presets"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "images.settings_get": { effect: "read", tags: ["presets"], rules: { setting_id: { required: true } } },
  "images.settings_create": {
    effect: "write",
    tags: ["presets"],
    rules: {
      name: { required: true, min_length: 1, max_length: 100 },
      description: { max_length: 1000 },
      "value.width": { minimum: 64, maximum: 4096 },
      "value.height": { minimum: 64, maximum: 4096 },
      "value.steps": { minimum: 1, maximum: 150 },
      "value.cfg_scale": { minimum: 0, maximum: 30 },
    },
  },
  "images.settings_update": {
    effect: "write",
    tags: ["presets"],
    rules: {
      setting_id: { required: true },
      "value.width": { minimum: 64, maximum: 4096 },
      "value.height": { minimum: 64, maximum: 4096 },
      "value.steps": { minimum: 1, maximum: 150 },
      "value.cfg_scale": { minimum: 0, maximum: 30 },
    },
  },
  "images.settings_delete": { effect: "destroy", tags: ["presets"], rules: { setting_id: { required: true } } },
  "images.styles_list": { effect: "read", tags: ["templates"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "images.styles_get": { effect: "read", tags: ["templates"], rules: { style_id: { required: true } } },
  "images.styles_create": {
    effect: "write",
    tags: ["templates"],
    rules: {
      name: { required: true, min_length: 1, max_length: 100 },
      description: { max_length: 1000 },
      prompt_template: { required: true, min_length: 1, max_length: 10000 },
      negative_prompt: { max_length: 10000 },
    },
  },
  "images.styles_update": { effect: "write", tags: ["templates"], rules: { style_id: { required: true } } },
  "images.styles_delete": { effect: "destroy", tags: ["templates"], rules: { style_id: { required: true } } },
  "images.formats_list": { effect: "read", tags: ["formats"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "images.formats_get": { effect: "read", tags: ["formats"], rules: { format_id: { required: true } } },
  "images.formats_create": {
    effect: "write",
    tags: ["formats"],
    rules: {
      name: { required: true, min_length: 1, max_length: 100 },
      description: { max_length: 1000 },
      width: { required: true, minimum: 64, maximum: 4096 },
      height: { required: true, minimum: 64, maximum: 4096 },
    },
  },
  "images.formats_update": {
    effect: "write",
    tags: ["formats"],
    rules: { format_id: { required: true }, width: { minimum: 0 }, height: { minimum: 0 } },
  },
  "images.formats_delete": { effect: "destroy", tags: ["formats"], rules: { format_id: { required: true } } },
  "prompts.examples_list": {
    effect: "read",
    tags: ["prompt_examples"],
    rules: { limit: { minimum: 0 }, offset: { minimum: 0 } },
  },
  "prompts.examples_get": { effect: "read", tags: ["prompt_examples"], rules: { example_id: { required: true } } },
  "prompts.examples_create": {
    effect: "write",
    tags: ["prompt_examples"],
    rules: {
      title: { required: true, min_length: 1, max_length: 200 },
      prompt: { required: true, min_length: 1, max_length: 10000 },
      negative_prompt: { max_length: 10000 },
      category: { max_length: 100 },
    },
  },
  "prompts.examples_update": { effect: "write", tags: ["prompt_examples"], rules: { example_id: { required: true } } },
  "prompts.examples_delete": { effect: "destroy", tags: ["prompt_examples"], rules: { example_id: { required: true } } },
  "prompts.list": {
    effect: "read",
    tags: ["prompts", "content"],
    rules: {
      search: { max_length: 500 },
      source: { choices: ["written", "ai", "imported"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "prompts.get": { effect: "read", tags: ["prompts", "content"], rules: { prompt_id: { required: true } } },
  "prompts.create": {
    effect: "write",
    tags: ["prompts"],
    rules: {
      prompt: { required: true, min_length: 1, max_length: 20000 },
      title: { max_length: 200 },
      negative_prompt: { max_length: 20000 },
      source: { choices: ["written", "ai", "imported"] },
    },
  },
  "prompts.update": { effect: "write", tags: ["prompts"], rules: { prompt_id: { required: true } } },
  "prompts.delete": { effect: "destroy", tags: ["prompts"], rules: { prompt_id: { required: true } } },
  "prompts.restore": { effect: "write", tags: ["prompts"], rules: { prompt_id: { required: true } } },
  "prompts.generate": {
    effect: "write",
    tags: ["prompts", "text_usage"],
    rules: {
      character_id: { required: true },
      context: { max_length: 5000 },
      count: { minimum: 1, maximum: 20 },
      seed: { minimum: 0 },
    },
  },
  "prompts.preview": {
    effect: "read",
    tags: ["prompts", "wildcards"],
    rules: { prompt: { max_length: 20000 }, seed: { minimum: 0, maximum: 9007199254740991 } },
  },
  "prompts.export": { effect: "read", tags: ["prompts", "wildcards"] },
  "prompts.import": {
    effect: "write",
    tags: ["prompts", "wildcards"],
    rules: {
      book: { required: true },
      "book.version": { required: true, minimum: 0 },
      "book.prompts": { required: true },
    },
  },
  "prompts.wildcards_list": { effect: "read", tags: ["wildcards"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "prompts.wildcards_set": {
    effect: "write",
    tags: ["wildcards"],
    rules: { name: { required: true, min_length: 1, max_length: 60 }, words: { required: true } },
  },
  "prompts.wildcards_delete": { effect: "destroy", tags: ["wildcards"], rules: { name: { required: true } } },
  "text.generate": {
    effect: "write",
    tags: ["text_usage"],
    rules: {
      prompt: { required: true, min_length: 1, max_length: 20000 },
      max_tokens: { minimum: 1, maximum: 32000 },
      temperature: { minimum: 0, maximum: 2 },
      seed: { minimum: 0 },
      stream_id: { max_length: 100 },
    },
  },
  "text.models": { effect: "read", tags: ["text_engines"] },
  "text.health": { effect: "read", tags: ["text_engines"] },
  "text.usage": { effect: "read", tags: ["text_usage"], rules: { month: { min_length: 7, max_length: 7 } } },
  "text.unload": { effect: "write", tags: ["text_engines"] },
  "engines.list": { effect: "read", tags: ["text_engines"] },
  "engines.create": {
    effect: "write",
    tags: ["text_engines"],
    rules: {
      kind: { required: true, choices: ["ollama", "gemini", "openai_compatible"] },
      name: { max_length: 100 },
      address: { max_length: 500 },
      key: { max_length: 2500 },
      input_usd_per_million: { minimum: 0, maximum: 10000 },
      output_usd_per_million: { minimum: 0, maximum: 10000 },
    },
  },
  "engines.update": { effect: "write", tags: ["text_engines"], rules: { engine_id: { required: true } } },
  "engines.delete": { effect: "destroy", tags: ["text_engines"], rules: { engine_id: { required: true } } },
  "engines.test": { effect: "write", tags: ["text_engines"], rules: { engine_id: { required: true } } },
  "engines.reorder": { effect: "write", tags: ["text_engines"], rules: { engine_ids: { required: true } } },
  "captions.generate": {
    effect: "write",
    tags: ["text_usage"],
    rules: {
      image_url: { max_length: 2000 },
      prompt: { max_length: 20000 },
      narrative: { max_length: 20000 },
      context: { max_length: 5000 },
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
      tone: { max_length: 200 },
      language: { max_length: 60 },
      max_length: { minimum: 10, maximum: 20000 },
      count: { minimum: 1, maximum: 10 },
      hashtags: { choices: ["auto", "plan", "engine", "none"] },
      seed: { minimum: 0 },
    },
  },
  "platforms.list": { effect: "read", tags: ["platforms"] },
  "accounts.list": {
    effect: "read",
    tags: ["accounts"],
    rules: {
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
    },
  },
  "accounts.connect": {
    effect: "write",
    tags: ["accounts", "characters"],
    rules: {
      platform: {
        required: true,
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
      "auth_data.auth_type": {
        choices: ["oauth", "api_key", "token", "app_password", "hand_off", "browser_session", "password"],
      },
    },
  },
  "accounts.attempt": { effect: "read", tags: ["accounts"], rules: { attempt_id: { required: true } } },
  "accounts.choose": {
    effect: "write",
    tags: ["accounts", "characters"],
    rules: { attempt_id: { required: true }, external_ids: { required: true } },
  },
  "accounts.cancel_attempt": { effect: "write", tags: ["accounts"], rules: { attempt_id: { required: true } } },
  "accounts.disconnect": { effect: "destroy", tags: ["accounts", "characters"], rules: { account_id: { required: true } } },
  "accounts.status": { effect: "read", tags: ["accounts", "posts"], rules: { account_id: { required: true } } },
  "accounts.sync": { effect: "write", tags: ["accounts", "characters"], rules: { account_id: { required: true } } },
  "accounts.test": { effect: "write", tags: ["accounts"], rules: { account_id: { required: true } } },
  "accounts.update": {
    effect: "write",
    tags: ["accounts", "characters"],
    rules: {
      account_id: { required: true },
      upload_place: { choices: ["page_photo", "bucket", "hand_off"] },
      "bucket.endpoint": { required: true, min_length: 1, max_length: 500 },
      "bucket.name": { required: true, min_length: 1, max_length: 255 },
    },
  },
  "accounts.resume_posts": {
    effect: "publish",
    tags: ["posts", "schedule", "accounts"],
    rules: {
      account_id: { required: true },
      choice: { required: true, choices: ["now", "next_slot", "drop"] },
    },
  },
  "accounts.test_upload_place": {
    effect: "write",
    tags: [],
    rules: {
      account_id: { required: true },
      "bucket.endpoint": { required: true, min_length: 1, max_length: 500 },
      "bucket.name": { required: true, min_length: 1, max_length: 255 },
    },
  },
  "comments.list": {
    effect: "read",
    tags: ["comments"],
    rules: { post_id: { required: true }, limit: { minimum: 1, maximum: 200 }, offset: { minimum: 0 } },
  },
  "comments.reply": {
    effect: "publish",
    tags: ["comments", "engagement"],
    rules: { post_id: { required: true }, text: { required: true, min_length: 1 } },
  },
  "comments.hide": {
    effect: "write",
    tags: ["comments"],
    rules: { post_id: { required: true }, comment_id: { required: true } },
  },
  "engagement.actions": {
    effect: "read",
    tags: ["engagement"],
    rules: {
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
      action_type: { choices: ["like", "comment", "follow", "repost", "reply"] },
      status: { choices: ["intended", "done", "failed", "unknown"] },
      limit: { minimum: 1, maximum: 200 },
      offset: { minimum: 0 },
    },
  },
  "engagement.like": {
    effect: "publish",
    tags: ["engagement"],
    rules: {
      target_type: { choices: ["post", "user"] },
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
    },
  },
  "engagement.comment": {
    effect: "publish",
    tags: ["engagement"],
    rules: {
      target_type: { choices: ["post", "user"] },
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
      comment_text: { required: true },
    },
  },
  "engagement.follow": {
    effect: "publish",
    tags: ["engagement"],
    rules: {
      target_type: { choices: ["post", "user"] },
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
    },
  },
  "engagement.repost": {
    effect: "publish",
    tags: ["engagement"],
    rules: {
      target_type: { choices: ["post", "user"] },
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
    },
  },
  "instagram.like": { effect: "publish", tags: ["engagement"], rules: { target_type: { choices: ["post", "user"] } } },
  "instagram.comment": {
    effect: "publish",
    tags: ["engagement"],
    rules: { target_type: { choices: ["post", "user"] }, comment_text: { required: true } },
  },
  "twitter.retweet": { effect: "publish", tags: ["engagement"], rules: { target_type: { choices: ["post", "user"] } } },
  "twitter.reply": {
    effect: "publish",
    tags: ["engagement"],
    rules: { target_type: { choices: ["post", "user"] }, comment_text: { required: true } },
  },
  "instagram.post": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "instagram.story": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "instagram.reel": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "twitter.tweet": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "facebook.post": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "youtube.upload": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "telegram.send": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "onlyfans.upload": { effect: "publish", tags: ["posts"], rules: { wait: { minimum: 0 } } },
  "servers.list": { effect: "read", tags: ["servers"] },
  "servers.create": {
    effect: "write",
    tags: ["servers", "models"],
    rules: { name: { max_length: 100 }, address: { required: true, min_length: 1, max_length: 500 } },
  },
  "servers.update": { effect: "write", tags: ["servers", "models"], rules: { server_id: { required: true } } },
  "servers.delete": { effect: "destroy", tags: ["servers", "models"], rules: { server_id: { required: true } } },
  "servers.test": { effect: "write", tags: ["servers", "models"], rules: { server_id: { required: true } } },
  "comfyui.status": { effect: "read", tags: ["servers"] },
  "services.list": { effect: "read", tags: ["services"] },
  "services.get": { effect: "read", tags: ["services"], rules: { service_name: { required: true } } },
  "services.update": {
    effect: "write",
    tags: ["services"],
    rules: {
      service_name: { required: true },
      when_program_ends: { choices: ["stop", "leave_running"] },
      stop_within_seconds: { minimum: 0 },
    },
  },
  "services.delete": { effect: "destroy", tags: ["services"], rules: { service_name: { required: true } } },
  "services.start": {
    effect: "write",
    tags: ["services", "servers"],
    rules: { service_name: { required: true }, wait: { minimum: 0, maximum: 300 } },
  },
  "services.stop": { effect: "write", tags: ["services", "servers"], rules: { service_name: { required: true } } },
  "services.restart": {
    effect: "write",
    tags: ["services", "servers"],
    rules: { service_name: { required: true }, wait: { minimum: 0, maximum: 300 } },
  },
  "comfyui.start": { effect: "write", tags: ["services", "servers"], rules: { wait: { minimum: 0, maximum: 300 } } },
  "settings.get": { effect: "read", tags: ["settings"] },
  "settings.update": {
    effect: "write",
    tags: ["settings"],
    rules: {
      "look.theme": { choices: ["system", "dark", "light"] },
      "generation.on_out_of_memory": { choices: ["smaller", "fail"] },
      "generation.long_jobs_only_in.from": { required: true },
      "generation.long_jobs_only_in.to": { required: true },
      "interface.port": { minimum: 1024, maximum: 65535 },
      "interface.rate_limits.general": { minimum: 0 },
      "interface.rate_limits.image": { minimum: 0 },
      "interface.rate_limits.text": { minimum: 0 },
      "interface.rate_limits.content": { minimum: 0 },
      "interface.rate_limits.characters": { minimum: 0 },
      "scheduling.quiet_hours.from": { required: true },
      "scheduling.quiet_hours.to": { required: true },
      "storage.trash_days": { minimum: 1, maximum: 365 },
      "storage.daily_copies": { minimum: 1, maximum: 60 },
      "text.monthly_limit_usd": { minimum: 0, maximum: 10000 },
    },
  },
  "agents.list": { effect: "read", tags: ["agents", "approvals"] },
  "agents.create": {
    effect: "write",
    tags: ["agents", "approvals"],
    rules: {
      name: { required: true, min_length: 1, max_length: 100 },
      scope: { choices: ["read", "make", "publish"] },
    },
  },
  "agents.update": {
    effect: "write",
    tags: ["agents", "approvals"],
    rules: { agent_id: { required: true }, scope: { choices: ["read", "make", "publish"] } },
  },
  "agents.renew_token": { effect: "write", tags: ["agents", "approvals"], rules: { agent_id: { required: true } } },
  "agents.revoke": { effect: "destroy", tags: ["agents", "approvals"], rules: { agent_id: { required: true } } },
  "agents.forget_answer": {
    effect: "write",
    tags: ["agents", "approvals"],
    rules: { agent_id: { required: true }, operation: { required: true } },
  },
  "approvals.list": {
    effect: "read",
    tags: ["approvals"],
    rules: {
      state: { choices: ["asked", "allowed", "running", "done", "failed", "cut_off", "declined", "expired"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "approvals.get": {
    effect: "read",
    tags: ["approvals"],
    rules: { approval_id: { required: true }, wait: { minimum: 0, maximum: 300 } },
  },
  "approvals.decide": {
    effect: "write",
    tags: ["approvals", "agents"],
    rules: { approval_id: { required: true }, answer: { required: true, choices: ["yes", "no"] } },
  },
  "backup.create": {
    effect: "write",
    tags: ["backups"],
    rules: { media: { choices: ["none", "new", "all"] }, wait: { minimum: 0, maximum: 300 } },
  },
  "backup.list": { effect: "read", tags: ["backups"] },
  "backup.restore": { effect: "destroy", tags: ["backups"] },
  "backup.cancel_restore": { effect: "write", tags: ["backups"] },
  "backup.delete": { effect: "destroy", tags: ["backups"], rules: { name: { required: true } } },
  "backup.checklist": { effect: "read", tags: ["backups", "accounts", "models"] },
  "secrets.list": { effect: "read", tags: ["secrets"] },
  "secrets.set": {
    effect: "write",
    tags: ["secrets"],
    rules: {
      name: { required: true, min_length: 1, max_length: 64 },
      value: { required: true, max_length: 2500 },
    },
  },
  "models.list": { effect: "read", tags: ["models"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "models.get": { effect: "read", tags: ["models"], rules: { model_id: { required: true } } },
  "models.inspect": {
    effect: "read",
    tags: ["models"],
    rules: { link: { required: true, min_length: 1, max_length: 2000 } },
  },
  "models.install": {
    effect: "write",
    tags: ["model_installs"],
    rules: { link: { required: true, min_length: 1, max_length: 2000 } },
  },
  "models.installs": { effect: "read", tags: ["model_installs"], rules: { limit: { minimum: 0 } } },
  "models.cancel_install": { effect: "write", tags: ["model_installs"], rules: { install_id: { required: true } } },
  "models.retry_install": { effect: "write", tags: ["model_installs"], rules: { install_id: { required: true } } },
  "models.missing": { effect: "read", tags: ["models", "workflows"], rules: { workflow_id: { required: true } } },
  "models.install_missing": { effect: "write", tags: ["model_installs"], rules: { workflow_id: { required: true } } },
  "models.delete": { effect: "destroy", tags: ["models"], rules: { model_id: { required: true } } },
  "monitoring.metrics": { effect: "read", tags: ["metrics", "jobs"], rules: { minutes: { minimum: 1, maximum: 129600 } } },
  "monitoring.performance": { effect: "read", tags: ["metrics"] },
  "workflows.list": { effect: "read", tags: ["models"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "workflows.get": { effect: "read", tags: ["models"], rules: { workflow_id: { required: true } } },
  "workflows.run": {
    effect: "write",
    tags: ["jobs"],
    rules: { workflow_id: { required: true }, count: { minimum: 0 }, wait: { minimum: 0 } },
  },
  "comfyui.queue": { effect: "write", tags: ["jobs"], rules: { prompt: { required: true }, wait: { minimum: 0 } } },
  "content.list": {
    effect: "read",
    tags: ["content"],
    rules: {
      sort: { choices: ["newest", "oldest", "name", "quality"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
      content_type: { choices: ["image", "video", "audio", "text"] },
      approval_status: { choices: ["pending", "approved", "rejected"] },
      rating: { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      source: { choices: ["generated", "imported", "derived"] },
      seed: { minimum: 0 },
    },
  },
  "content.facets": {
    effect: "read",
    tags: ["content"],
    rules: {
      content_type: { choices: ["image", "video", "audio", "text"] },
      approval_status: { choices: ["pending", "approved", "rejected"] },
      rating: { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      source: { choices: ["generated", "imported", "derived"] },
      seed: { minimum: 0 },
    },
  },
  "content.stats": { effect: "read", tags: ["content"] },
  "content.get": { effect: "read", tags: ["content"], rules: { content_id: { required: true } } },
  "content.preview": {
    effect: "read",
    tags: ["content"],
    rules: { content_id: { required: true }, size: { minimum: 0 } },
  },
  "content.download": { effect: "read", tags: ["content"], rules: { content_id: { required: true } } },
  "content.update": {
    effect: "write",
    tags: ["content"],
    rules: {
      content_id: { required: true },
      approval_status: { choices: ["pending", "approved", "rejected"] },
      rating: { choices: ["unknown", "safe", "suggestive", "nsfw"] },
    },
  },
  "content.delete": { effect: "write", tags: ["content"], rules: { content_id: { required: true } } },
  "content.crop": {
    effect: "read",
    tags: ["content"],
    rules: {
      content_id: { required: true },
      min_ratio: { required: true, minimum: 0.1, maximum: 10 },
      max_ratio: { required: true, minimum: 0.1, maximum: 10 },
    },
  },
  "content.description_tags": { effect: "write", tags: ["content", "text_usage"], rules: { image_url: { max_length: 2000 } } },
  "content.approve": { effect: "write", tags: ["content"], rules: { content_id: { required: true } } },
  "content.reject": { effect: "write", tags: ["content"], rules: { content_id: { required: true } } },
  "content.batch_approve": {
    effect: "write",
    tags: ["content"],
    rules: {
      "filter.content_type": { choices: ["image", "video", "audio", "text"] },
      "filter.approval_status": { choices: ["pending", "approved", "rejected"] },
      "filter.rating": { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      "filter.source": { choices: ["generated", "imported", "derived"] },
      "filter.seed": { minimum: 0 },
    },
  },
  "content.batch_reject": {
    effect: "write",
    tags: ["content"],
    rules: {
      "filter.content_type": { choices: ["image", "video", "audio", "text"] },
      "filter.approval_status": { choices: ["pending", "approved", "rejected"] },
      "filter.rating": { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      "filter.source": { choices: ["generated", "imported", "derived"] },
      "filter.seed": { minimum: 0 },
    },
  },
  "content.batch_update": {
    effect: "write",
    tags: ["content"],
    rules: {
      "filter.content_type": { choices: ["image", "video", "audio", "text"] },
      "filter.approval_status": { choices: ["pending", "approved", "rejected"] },
      "filter.rating": { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      "filter.source": { choices: ["generated", "imported", "derived"] },
      "filter.seed": { minimum: 0 },
      approval_status: { choices: ["pending", "approved", "rejected"] },
      rating: { choices: ["unknown", "safe", "suggestive", "nsfw"] },
    },
  },
  "content.batch_delete": {
    effect: "write",
    tags: ["content"],
    rules: {
      "filter.content_type": { choices: ["image", "video", "audio", "text"] },
      "filter.approval_status": { choices: ["pending", "approved", "rejected"] },
      "filter.rating": { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      "filter.source": { choices: ["generated", "imported", "derived"] },
      "filter.seed": { minimum: 0 },
    },
  },
  "content.batch_download": {
    effect: "read",
    tags: ["content"],
    rules: {
      "filter.content_type": { choices: ["image", "video", "audio", "text"] },
      "filter.approval_status": { choices: ["pending", "approved", "rejected"] },
      "filter.rating": { choices: ["unknown", "safe", "suggestive", "nsfw"] },
      "filter.source": { choices: ["generated", "imported", "derived"] },
      "filter.seed": { minimum: 0 },
    },
  },
  "content.tag": {
    effect: "write",
    tags: ["content"],
    rules: { content_id: { required: true }, tags: { required: true } },
  },
  "content.untag": {
    effect: "write",
    tags: ["content"],
    rules: { content_id: { required: true }, tags: { required: true } },
  },
  "content.images": {
    effect: "read",
    tags: ["content"],
    rules: {
      sort: { choices: ["newest", "oldest", "name", "quality"] },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "content.image_delete": { effect: "write", tags: ["content"], rules: { filename: { required: true } } },
  "content.images_delete": { effect: "write", tags: ["content"], rules: { filenames: { required: true } } },
  "content.images_download": { effect: "read", tags: ["content"] },
  "trash.list": { effect: "read", tags: ["content"], rules: { limit: { minimum: 0 }, offset: { minimum: 0 } } },
  "trash.restore": { effect: "write", tags: ["content"], rules: { item_id: { required: true } } },
  "trash.restore_many": { effect: "write", tags: ["content"], rules: { item_ids: { required: true } } },
  "trash.empty": { effect: "destroy", tags: ["content", "references"], rules: { older_than_days: { minimum: 0 } } },
  "posts.list": {
    effect: "read",
    tags: ["posts"],
    rules: {
      platform: {
        choices: ["instagram", "x", "facebook", "youtube", "telegram", "bluesky", "mastodon", "threads", "tiktok", "pinterest", "onlyfans", "fanvue"],
      },
      status: {
        choices: ["draft", "scheduled", "publishing", "published", "failed", "needs_attention", "cancelled"],
      },
      limit: { minimum: 0 },
      offset: { minimum: 0 },
    },
  },
  "posts.create": {
    effect: "publish",
    tags: ["posts"],
    rules: {
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
      wait: { minimum: 0 },
    },
  },
  "posts.preflight": {
    effect: "read",
    tags: ["posts"],
    rules: {
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
      wait: { minimum: 0 },
    },
  },
  "posts.get": { effect: "read", tags: ["posts"], rules: { post_id: { required: true } } },
  "posts.update": {
    effect: "write",
    tags: ["posts"],
    rules: {
      post_id: { required: true },
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
    },
  },
  "posts.delete": { effect: "destroy", tags: ["posts"], rules: { post_id: { required: true } } },
  "posts.check": { effect: "read", tags: ["posts"], rules: { post_id: { required: true } } },
  "posts.publish": { effect: "publish", tags: ["posts"], rules: { post_id: { required: true }, wait: { minimum: 0 } } },
  "posts.retry": { effect: "publish", tags: ["posts"], rules: { post_id: { required: true }, wait: { minimum: 0 } } },
  "posts.approve": { effect: "publish", tags: ["posts", "content"], rules: { post_id: { required: true } } },
  "posts.restore": { effect: "write", tags: ["posts"], rules: { post_id: { required: true } } },
  "posts.resolve": {
    effect: "publish",
    tags: ["posts"],
    rules: {
      post_id: { required: true },
      choice: { required: true, choices: ["up", "send_again", "look_again", "leave"] },
    },
  },
  "posts.sync": { effect: "write", tags: ["posts"], rules: { post_id: { required: true } } },
  "posts.generate_images": {
    effect: "write",
    tags: ["posts", "jobs"],
    rules: { post_id: { required: true }, count: { minimum: 0 }, wait: { minimum: 0 } },
  },
  "library.check": { effect: "read", tags: ["content"] },
  "library.adopt": { effect: "write", tags: ["content"], rules: { files: { required: true } } },
  "library.forget": { effect: "destroy", tags: ["content"], rules: { content_ids: { required: true } } },
  "slots.list": { effect: "read", tags: ["slots", "posts"] },
  "slots.create": {
    effect: "write",
    tags: ["slots", "schedule"],
    rules: {
      account_id: { required: true },
      weekdays: { required: true },
      time: { required: true },
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
    },
  },
  "slots.update": {
    effect: "write",
    tags: ["slots", "schedule"],
    rules: {
      slot_id: { required: true },
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
    },
  },
  "slots.delete": { effect: "destroy", tags: ["slots", "schedule"], rules: { slot_id: { required: true } } },
  "slots.next": {
    effect: "read",
    tags: ["slots", "posts"],
    rules: {
      account_id: { required: true },
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
    },
  },
  "rules.list": { effect: "read", tags: ["rules", "characters"] },
  "rules.create": {
    effect: "write",
    tags: ["rules", "schedule"],
    rules: {
      character_id: { required: true },
      name: { required: true },
      trigger_type: { required: true, choices: ["schedule", "interval", "event"] },
      trigger_config: { required: true },
      "trigger_config.every_minutes": { minimum: 5, maximum: 527040 },
      "trigger_config.event": { choices: ["content_approved", "nothing_planned"] },
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
      content_type: { choices: ["image", "video", "audio", "text"] },
      content_source: { choices: ["approved", "fresh", "fresh_else_approved"] },
      hashtag_strategy: { choices: ["template", "fixed", "rotate"] },
      max_posts_per_day: { minimum: 1, maximum: 100 },
      cooldown_minutes: { minimum: 0, maximum: 40320 },
      "quiet_hours.from": { required: true },
      "quiet_hours.to": { required: true },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
      late_minutes: { minimum: 0, maximum: 40320 },
      lead_minutes: { minimum: 5, maximum: 40320 },
    },
  },
  "rules.get": { effect: "read", tags: ["rules", "characters"], rules: { rule_id: { required: true } } },
  "rules.update": {
    effect: "write",
    tags: ["rules", "schedule"],
    rules: {
      rule_id: { required: true },
      trigger_type: { choices: ["schedule", "interval", "event"] },
      "trigger_config.every_minutes": { minimum: 5, maximum: 527040 },
      "trigger_config.event": { choices: ["content_approved", "nothing_planned"] },
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
      content_type: { choices: ["image", "video", "audio", "text"] },
      content_source: { choices: ["approved", "fresh", "fresh_else_approved"] },
      hashtag_strategy: { choices: ["template", "fixed", "rotate"] },
      "quiet_hours.from": { required: true },
      "quiet_hours.to": { required: true },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
    },
  },
  "rules.delete": { effect: "destroy", tags: ["rules", "schedule"], rules: { rule_id: { required: true } } },
  "rules.enable": { effect: "write", tags: ["rules", "schedule"], rules: { rule_id: { required: true } } },
  "rules.disable": { effect: "write", tags: ["rules", "schedule"], rules: { rule_id: { required: true } } },
  "rules.preview": {
    effect: "read",
    tags: ["rules", "posts", "content", "accounts", "characters"],
    rules: { rule_id: { required: true }, count: { minimum: 1, maximum: 100 } },
  },
  "rules.pause": { effect: "write", tags: ["rules", "schedule"], rules: { rule_id: { required: true } } },
  "rules.resume": { effect: "write", tags: ["rules", "schedule"], rules: { rule_id: { required: true } } },
  "scheduling.post": {
    effect: "write",
    tags: ["posts", "schedule"],
    rules: {
      post_type: { choices: ["post", "carousel", "story", "reel", "video"] },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
      wait: { minimum: 0 },
    },
  },
  "scheduling.list": {
    effect: "read",
    tags: ["posts", "schedule"],
    rules: {
      status: {
        choices: ["draft", "scheduled", "publishing", "published", "failed", "needs_attention", "cancelled"],
      },
      limit: { minimum: 1, maximum: 200 },
      offset: { minimum: 0 },
    },
  },
  "scheduling.update": {
    effect: "write",
    tags: ["posts", "schedule"],
    rules: {
      post_id: { required: true },
      when_missed: { choices: ["late", "next_slot", "ask", "skip"] },
      late_minutes: { minimum: 0, maximum: 40320 },
    },
  },
  "scheduling.cancel": { effect: "destroy", tags: ["posts", "schedule"], rules: { post_id: { required: true } } },
  "scheduler.status": { effect: "read", tags: ["schedule", "posts", "rules", "accounts", "characters", "approvals"] },
  "scheduler.run_now": { effect: "write", tags: ["rules", "posts", "jobs", "schedule"] },
  "scheduler.pause": { effect: "write", tags: ["schedule", "accounts"] },
  "scheduler.resume": { effect: "write", tags: ["schedule", "accounts"] },
  "scheduler.dismiss": { effect: "write", tags: ["schedule"] },
  "scheduler.test_alarm": { effect: "write", tags: ["schedule"] },
  "calendar.get": {
    effect: "read",
    tags: ["posts", "schedule", "rules", "content", "characters"],
    rules: { from_date: { required: true }, to_date: { required: true } },
  },
  "calendar.create": { effect: "write", tags: ["posts", "schedule", "rules"] },
  "automation.strategy_set": {
    effect: "write",
    tags: ["rules", "schedule"],
    rules: {
      character_id: { required: true },
      strategy: { required: true },
      "strategy.posts_per_week": { minimum: 1, maximum: 200 },
      "strategy.quiet_hours.from": { required: true },
      "strategy.quiet_hours.to": { required: true },
    },
  },
  "automation.strategy_get": { effect: "read", tags: ["rules"], rules: { character_id: { required: true } } },
  "automation.execute": {
    effect: "write",
    tags: ["rules", "posts", "jobs", "schedule"],
    rules: { rule_id: { required: true } },
  },
  "rehearsal.clock": { effect: "read", tags: ["schedule"] },
  "rehearsal.advance": { effect: "write", tags: ["schedule", "posts", "accounts", "rules", "characters", "jobs"] },
};
