/** What is asked of a server, and how hard. */
export interface Load {
  /** The whole address. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON texts, sent in turn. */
  readonly bodies?: readonly string[];
  /** Access tokens, sent in turn. */
  readonly accessTokens?: readonly string[];
  /** Refresh tokens: each request spends one, and the one that comes back is spent after all the others. */
  readonly tokens?: readonly string[];
  /** Each has one request on its way at a time. */
  readonly connections: number;
  /** Whole seconds. */
  readonly seconds: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A program that sends requests and counts the answers. */
export interface Generator {
  readonly name: string;
  /** @throws Error where any answer was not a success, or more than a few connections broke: such a rate says nothing. */
  send(load: Load): Promise<Measured>;
}
