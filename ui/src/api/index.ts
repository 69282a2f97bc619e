// The product's operations as components use them.
export { ApiError, toApiError } from "@/host";
export { call, type Input, type Output, type Step } from "./call";
export { deliver, invalidateBy, subscribe, useEvents } from "./events";
export { dismiss, type Notice, type NoticeAction, notices, rawReply, say, sayError } from "./notices";
export * from "./operations";
export { perform } from "./perform";
export { preference } from "./preferences";
export { createQueryClient, type ListWindow, readQuery, refusal, useList, useRead, useReads, useWrite } from "./query";
export { checkRules, fieldErrors, ruleWords } from "./rules";
export { createStore, type Store, useStore } from "./store";
export { forgetAll, offerUndo, redo, remember, type UndoEntry, undo, undoStacks } from "./undo";
