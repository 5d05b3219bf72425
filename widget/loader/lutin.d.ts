// Types of the tag's API, for pages written in TypeScript: copy this file into your project. docs/embed.md is the manual.

/** Why the chat, or a message in it, could not be had. `docs/protocol.md` ("Refusals") lists the other codes. */
export type LutinErrorCode = "unavailable" | (string & {});

/** What the events of the chat tell the page. Never what was said. */
export interface LutinEvents {
  /** The panel is drawn, for the first time or again. */
  ready: null;
  /** The panel was opened: by the shopper, or by the page. */
  open: null;
  close: null;
  /** Something was said. `at` is milliseconds since 1970. */
  message: { at: number; from: "shopper" | "assistant" | "instant" | "agent" | "system" };
  /** How many messages came while the panel was away; 0 when it was opened. */
  unread: { count: number };
  error: { code: LutinErrorCode };
}

export type LutinListener<Name extends keyof LutinEvents> = (detail: LutinEvents[Name]) => void;

/** Commands, as `push` takes them: before the tag has loaded, and after. */
export type LutinCall =
  | ["open" | "close" | "toggle" | "show" | "hide" | "reset" | "destroy"]
  | ["send", string, { prefill?: boolean }?]
  | ["identify", { jwt: string }]
  | ["setContext", Record<string, unknown>]
  | ["setLocale", string]
  | { [Name in keyof LutinEvents]: ["on" | "off", Name, LutinListener<Name>] }[keyof LutinEvents];

export interface LutinApi {
  /** Does each, in order. The same as calling them by name, but possible before the tag has loaded. */
  push(...calls: LutinCall[]): void;
  open(): void;
  close(): void;
  toggle(): void;
  /** Draws the launcher again. Nothing where the shop has a button of its own. */
  show(): void;
  /** Takes the launcher away, and closes the panel. */
  hide(): void;
  /** Opens the panel and says this, or only writes it into the field. Cut to 4,000 characters. */
  send(text: string, options?: { prefill?: boolean }): void;
  /** Says who the shopper is, by a token that the shop's server signed. */
  identify(who: { jwt: string }): void;
  /** Tells what may help to answer: a plain object, at most 1,000 bytes as JSON. The last one holds. */
  setContext(context: Record<string, unknown>): void;
  /** A language tag: `fr`, `pt-BR`. */
  setLocale(tag: string): void;
  /** Forgets the shopper and their conversation on this device. */
  reset(): void;
  /** Takes away everything, `window.Lutin` too. */
  destroy(): void;
  on<Name extends keyof LutinEvents>(name: Name, listener: LutinListener<Name>): void;
  off<Name extends keyof LutinEvents>(name: Name, listener: LutinListener<Name>): void;
}

/** What may be there before the tag has loaded: a queue with `push` alone. */
export type LutinQueue = LutinCall[] & Partial<Omit<LutinApi, "push">>;

declare global {
  interface Window {
    Lutin?: LutinApi | LutinQueue;
  }
  interface DocumentEventMap {
    "lutin:ready": CustomEvent<LutinEvents["ready"]>;
    "lutin:open": CustomEvent<LutinEvents["open"]>;
    "lutin:close": CustomEvent<LutinEvents["close"]>;
    "lutin:message": CustomEvent<LutinEvents["message"]>;
    "lutin:unread": CustomEvent<LutinEvents["unread"]>;
    "lutin:error": CustomEvent<LutinEvents["error"]>;
  }
}
