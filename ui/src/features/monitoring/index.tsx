// The tab Monitoring.
export { MonitoringPage } from "./MonitoringPage";
