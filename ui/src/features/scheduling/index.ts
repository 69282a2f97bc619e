// The tab Scheduling: the calendar, what needs the creator, and planning.
export { SchedulingPage } from "./SchedulingPage";
export { ComposePage } from "./ComposePage";
export { RulesPage } from "./RulesPage";
