// The tab Settings.
export { SettingsPage } from "./SettingsPage";
