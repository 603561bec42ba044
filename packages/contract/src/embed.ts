import * as z from 'zod/mini';

/** The first version of what an embedded player and the page around it tell each other by postMessage. */
export const embedVersion = 1;
/** What names the messages of the page around it. */
export const embedHostSource = 'tallylight-host';
/** What names those of the player. */
export const embedSource = 'tallylight-embed';

/** What the page around it may ask of an embedded player without saying more. */
const plainCommands = ['play', 'pause', 'mute', 'unmute', 'live', 'getState'] as const;

export const embedCommandSchema = z.union([
  z.object({ command: z.enum(plainCommands) }),
  z.object({
    command: z.literal('setVolume'),
    /** 0 to 1. */
    value: z.number().check(z.minimum(0), z.maximum(1)),
  }),
]);

/** All of them, by name. */
export const embedCommands = [...plainCommands, 'setVolume'] as const;

export type EmbedCommand = z.infer<typeof embedCommandSchema>;

/** Comes back with the answer; of at most 128 characters where it is a string. */
export const embedMessageIdSchema = z.union([z.string().check(z.maxLength(128)), z.number()]);
export type EmbedMessageId = z.infer<typeof embedMessageIdSchema>;

/** From the page around it to the player. */
export type EmbedHostMessage = EmbedCommand & {
  readonly source: typeof embedHostSource;
  readonly version: typeof embedVersion;
  readonly id?: EmbedMessageId;
};

/** What a page around the player may know of it. */
export type EmbedPlayerState = {
  /**
   * `idle` until a player without autoplay is started; `offline` before a broadcast, `ended` after it; `unknown` where
   * there is no such channel.
   */
  readonly state:
    | 'idle'
    | 'connecting'
    | 'live'
    | 'interrupted'
    | 'offline'
    | 'ended'
    | 'failed'
    | 'unknown';
  /** How the picture comes. */
  readonly via: 'webrtc' | 'hls';
  readonly muted: boolean;
  /** 0 to 1, whether muted or not. */
  readonly volume: number;
  /** Whether the picture stands still, or there is none. */
  readonly paused: boolean;
  /** Null while not known. */
  readonly viewers: number | null;
  /** From camera to screen, in whole ms; null while not known. */
  readonly latencyMs: number | null;
};

/** Why a command was not done. */
export type EmbedErrorCode =
  /** The message is not one of this interface. */
  | 'malformed'
  | 'version_unknown'
  | 'command_unknown'
  | 'value_invalid'
  /** The browser wants the viewer to touch the player first. */
  | 'blocked'
  /** There is no picture that it could be done to. */
  | 'no_picture'
  /** There is no such channel. */
  | 'channel_unknown';

/** From the player to the page around it. */
export type EmbedMessage = {
  readonly source: typeof embedSource;
  readonly version: typeof embedVersion;
} & (
  | { readonly event: 'ready'; readonly player: EmbedPlayerState }
  | { readonly event: 'state'; readonly player: EmbedPlayerState }
  | {
      readonly event: 'answer';
      /** That of the command; null where it had none that can be given back. */
      readonly id: EmbedMessageId | null;
      readonly ok: true;
      readonly player: EmbedPlayerState;
    }
  | {
      readonly event: 'answer';
      readonly id: EmbedMessageId | null;
      readonly ok: false;
      readonly error: { readonly code: EmbedErrorCode; readonly detail: string };
    }
);
