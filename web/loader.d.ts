// Types of loader.js. docs/browser.md tells how a page uses it, and what to do about each error.

export type Build = "jspi" | "threads";

/** The .js files that Emscripten has written, one for each build that there is. A text or URL alone: the JSPI build's. */
export type Builds = { jspi?: string | URL; threads?: string | URL } | string | URL;

export interface Options {
  /** ws: or wss:, or a path on the page's own host. Default: /samesock/ of the page's own origin. */
  gateway?: string;
  /** For a gateway that asks for one; over wss: or to this machine only. A token in a page is public. */
  token?: string;
  /** argv[1] and what follows. */
  arguments?: readonly (string | number)[];
  environment?: Readonly<Record<string, string>>;
  /** One line each, without its end. Default: the console. */
  stdout?: (line: string) => void;
  stderr?: (line: string) => void;
  exit?: (ending: Ending) => void;
  /** This build or none. Default: JSPI where it can run, else threads. */
  build?: Build;
}

/** status: what main() returned; -1 with a reason where it did not come to that. */
export interface Ending {
  status: number;
  why?: string;
}

export type Code =
  | "not-a-page"
  | "no-build"
  | "cannot-run"
  | "gateway-url"
  | "token-in-the-open"
  | "mixed-content"
  | "no-worker"
  | "program-missing"
  | "program-broken"
  | "crashed"
  | "exception"
  | "over"
  | "no-export"
  | "call-beside-main"
  | "call-with-threads";

export class SamesockError extends Error {
  readonly code: Code;
}

export interface SocketFigures {
  /** fileno() */
  number: number;
  state: "idle" | "connecting" | "connected" | "ending" | "listening" | "datagrams";
  /** host:port, or empty: not known, or none. */
  local: string;
  peer: string;
  /** Bytes so far. */
  received: number;
  sent: number;
  /** Credit of a stream: bytes that may go each way before the other end has read. */
  may_send: number;
  may_receive: number;
  /** Bytes that the program has not read; of a listener, connections that it has not accepted. */
  waiting: number;
}

export interface Figures {
  /** The way to the gateway: lost means that it is being opened anew, with nothing lost yet. */
  link: "down" | "opening" | "up" | "lost" | "closing" | "ended";
  sockets: SocketFigures[];
}

export interface Program {
  readonly build: Build;
  readonly gateway: string;
  /** Never rejected. */
  readonly exited: Promise<Ending>;
  /** An export of a JSPI program without main(). A call that comes while another one waits is made after it. */
  call(name: string, ...values: (number | bigint)[]): Promise<number | bigint | undefined>;
  figures(): Promise<Figures>;
  /** Ends it. What it has sent is still delivered, within 5 s, as when a process is killed. */
  stop(): Promise<void>;
}

/** Starts a program in a worker of its own. Rejected with a SamesockError where it cannot be started. */
export function run(program: Builds, options?: Options): Promise<Program>;

/** What each build lacks in this page; null: nothing. */
export function missing(): Record<Build, string | null>;
