// The tab Prompts.
export { PromptsPage } from "./PromptsPage";
