/** What a page of this folder puts on its window: somebody else's client, as its own page would use it. */
export type ThirdParty = {
  /** Publishes or plays. Resolves when the client says that it has begun, which need not be on air. */
  start(url: string, token: string): Promise<void>;
  /** Ends it as the client's own button would. */
  stop(): Promise<void>;
};
