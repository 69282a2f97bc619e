// The addresses of the screens. Each tab is a bundle of its own, read when it is first opened. The
// address stands in the hash, so that the page needs no server that knows its screens.
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { type PlatformName, readQuery } from "@/api";
import { wasSetUp } from "@/components/look";
import { CharactersPage } from "@/features/characters/CharactersPage";
import { Fault } from "./ErrorBoundary";
import { Frame } from "./frame/Frame";
import { queries } from "./queries";

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** What Studio opens with: a character, a prompt, or the recipe of a picture. */
interface StudioSearch {
  character_id?: string;
  prompt?: string;
  /** The prompt of the book that it is. */
  prompt_id?: string;
  negative?: string;
  recipe_of?: string;
  /** The batch sheet in place of the composer. */
  view?: "batch";
}

/** What the library shows; filters by their names in `content.list`. */
type LibrarySearch = Record<string, string>;

const strings = (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string"));

const root = createRootRoute();

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  component: lazyRouteComponent(() => import("@/features/welcome"), "WelcomePage"),
});

const frame = createRoute({ getParentRoute: () => root, id: "frame", component: Frame });

const start = createRoute({
  getParentRoute: () => frame,
  path: "/",
  beforeLoad: async () => {
    // Where the welcome was gone through before, the frame stands at once; `useSetUp` looks whether it still is so.
    if (wasSetUp.get()) throw redirect({ to: "/characters" });
    // Without an answer (a damaged library) the frame says what is wrong.
    const settings = await queries.ensureQueryData(readQuery("settings.get", {})).catch(() => null);
    throw redirect({ to: settings?.program.is_set_up === false ? "/welcome" : "/characters" });
  },
});

const characters = createRoute({
  getParentRoute: () => frame,
  path: "/characters",
  // The first screen comes with the frame: a bundle of its own would hold up the start.
  component: CharactersPage,
});

const addCharacter = createRoute({
  getParentRoute: () => frame,
  path: "/characters/new",
  component: lazyRouteComponent(() => import("@/features/characters/AddCharacterPage"), "AddCharacterPage"),
});

const character = createRoute({
  getParentRoute: () => frame,
  path: "/characters/$characterId",
  validateSearch: (search): { part?: string } => (typeof search.part === "string" ? { part: search.part } : {}),
  component: lazyRouteComponent(() => import("@/features/characters/CharacterPage"), "CharacterPage"),
});

const studio = createRoute({
  getParentRoute: () => frame,
  path: "/studio",
  validateSearch: (search): StudioSearch => {
    const { character_id, prompt, prompt_id, negative, recipe_of, view } = strings(search);
    return {
      ...(character_id ? { character_id } : {}),
      ...(prompt ? { prompt } : {}),
      ...(prompt_id ? { prompt_id } : {}),
      ...(negative ? { negative } : {}),
      ...(recipe_of ? { recipe_of } : {}),
      ...(view === "batch" ? { view } : {}),
    };
  },
  component: lazyRouteComponent(() => import("@/features/studio"), "StudioPage"),
});

const library = createRoute({
  getParentRoute: () => frame,
  path: "/library",
  validateSearch: (search): LibrarySearch => strings(search),
  component: lazyRouteComponent(() => import("@/features/library"), "LibraryPage"),
});

const scheduling = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling",
  validateSearch: (search): { day?: string } =>
    typeof search.day === "string" && /^\d{4}-\d\d-\d\d$/.test(search.day) ? { day: search.day } : {},
  component: lazyRouteComponent(() => import("@/features/scheduling"), "SchedulingPage"),
});

const newPost = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling/new",
  validateSearch: (search): { content_id?: string; character_id?: string; platform?: string; at?: string } => {
    const { content_id, character_id, platform, at } = strings(search);
    return {
      ...(content_id ? { content_id } : {}),
      ...(character_id ? { character_id } : {}),
      ...(platform ? { platform } : {}),
      ...(at ? { at } : {}),
    };
  },
  component: lazyRouteComponent(() => import("@/features/scheduling"), "ComposePage"),
});

const fillWeek = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling/fill",
  component: lazyRouteComponent(() => import("@/features/scheduling"), "FillPage"),
});

const post = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling/posts/$groupId",
  validateSearch: (search): { post?: string } => (typeof search.post === "string" ? { post: search.post } : {}),
  component: lazyRouteComponent(() => import("@/features/scheduling"), "PostPage"),
});

const comments = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling/comments",
  component: lazyRouteComponent(() => import("@/features/scheduling"), "CommentsPage"),
});

const away = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling/away",
  component: lazyRouteComponent(() => import("@/features/scheduling"), "AwayPage"),
});

const rules = createRoute({
  getParentRoute: () => frame,
  path: "/scheduling/rules",
  validateSearch: (search): { rule_id?: string } =>
    typeof search.rule_id === "string" ? { rule_id: search.rule_id } : {},
  component: lazyRouteComponent(() => import("@/features/scheduling"), "RulesPage"),
});

const prompts = createRoute({
  getParentRoute: () => frame,
  path: "/prompts",
  component: lazyRouteComponent(() => import("@/features/prompts"), "PromptsPage"),
});

const monitoring = createRoute({
  getParentRoute: () => frame,
  path: "/monitoring",
  component: lazyRouteComponent(() => import("@/features/monitoring"), "MonitoringPage"),
});

/** A part of Settings, and which of its accounts is open. */
interface SettingsSearch {
  part?: string;
  account?: string;
}

const settings = createRoute({
  getParentRoute: () => frame,
  path: "/settings",
  validateSearch: (search): SettingsSearch => {
    const { part, account } = strings(search);
    return { ...(part ? { part } : {}), ...(account ? { account } : {}) };
  },
  component: lazyRouteComponent(() => import("@/features/settings"), "SettingsPage"),
});

/** What the wizard begins with: a platform, whose account it becomes, or the account to connect again. */
interface ConnectSearch {
  platform?: PlatformName;
  account_id?: string;
  character_id?: string;
}

const connect = createRoute({
  getParentRoute: () => frame,
  path: "/settings/connect",
  validateSearch: (search): ConnectSearch => {
    const { platform, account_id, character_id } = strings(search);
    return {
      // A platform that there is not shows the choice.
      ...(platform ? { platform: platform as PlatformName } : {}),
      ...(account_id ? { account_id } : {}),
      ...(character_id ? { character_id } : {}),
    };
  },
  component: lazyRouteComponent(() => import("@/features/settings"), "ConnectPage"),
});

const routeTree = root.addChildren([
  welcome,
  frame.addChildren([
    start,
    characters,
    addCharacter,
    character,
    studio,
    library,
    scheduling,
    newPost,
    fillWeek,
    post,
    comments,
    away,
    rules,
    prompts,
    monitoring,
    settings,
    connect,
  ]),
]);

export const router = createRouter({
  routeTree,
  history: createHashHistory(),
  defaultErrorComponent: ({ error, reset }) => <Fault error={toError(error)} onAgain={reset} />,
  defaultNotFoundComponent: () => (
    <Fault error={new Error("There is no such screen.")} onAgain={() => window.history.back()} />
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
