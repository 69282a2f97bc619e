// The tab Settings, and the wizard that connects an account.
export { ConnectPage } from "./connect/ConnectPage";
export { SettingsPage } from "./SettingsPage";
