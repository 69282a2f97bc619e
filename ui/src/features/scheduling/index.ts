// The tab Scheduling: the calendar, what needs the creator, and planning.

export { AwayPage } from "./AwayPage";
export { CommentsPage } from "./CommentsPage";
export { ComposePage } from "./compose/ComposePage";
export { FillPage } from "./fill/FillPage";
export { PostPage } from "./post/PostPage";
export { RulesPage } from "./RulesPage";
export { SchedulingPage } from "./SchedulingPage";
