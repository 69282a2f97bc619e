// The tab Scheduling: the calendar, what needs the creator, and planning.

export { ComposePage } from "./ComposePage";
export { RulesPage } from "./RulesPage";
export { SchedulingPage } from "./SchedulingPage";
