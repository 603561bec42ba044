/** What an offer says about its side of the transport. */
export type LocalDescription = {
  readonly usernameFragment: string;
  readonly password: string;
  /** SHA-256, upper-case hex pairs with colons. */
  readonly fingerprint: string;
  /** Candidates in SDP's form, without `candidate:`. */
  readonly candidates: readonly string[];
};

/** What an answer says about its side of the transport. */
export type RemoteDescription = {
  readonly iceLite: boolean;
  readonly usernameFragment: string;
  readonly password: string;
  readonly fingerprints: readonly { algorithm: string; value: string }[];
  readonly setup: 'active' | 'passive';
  readonly candidates: readonly string[];
};
