import { parseArgs } from 'node:util';
import type { LayerCount } from '../clip/clip.ts';
import type { ClipChoice } from '../clip/clip-choice.ts';
import type { VideoCodec } from '../clip/recipe.ts';
import { SyntheticError } from '../errors.ts';
import { type H264Profile, parseH264Profile } from '../peer/codecs.ts';
import { helpTexts } from './help.ts';

/** What both commands that connect have in common. */
type Connecting = {
  readonly url: string;
  readonly token: string | undefined;
  readonly timeoutMs: number;
  /** Undefined for until interrupted. */
  readonly durationMs: number | undefined;
  readonly vanishAfterMs: number | undefined;
  readonly json: boolean;
};

/** `tallylight-synthetic publish URL`. */
export type PublishCommand = Connecting & {
  readonly name: 'publish';
  readonly choice: ClipChoice;
  /** Bits a second; undefined for the clip's own. */
  readonly fillToBitrate: number | undefined;
  readonly ignoresKeyFrameRequests: boolean;
  readonly layers: LayerCount;
  readonly audio: boolean;
  readonly video: boolean;
  /** Undefined for the clip's own. */
  readonly profile: H264Profile | undefined;
  readonly clip: string | undefined;
};

/** `tallylight-synthetic watch URL`. */
export type WatchCommand = Connecting & {
  readonly name: 'watch';
  readonly codec: VideoCodec;
  readonly viewers: number;
  readonly staggerMs: number;
};

/** A command line that has been understood. */
export type Command =
  | PublishCommand
  | WatchCommand
  | { readonly name: 'clip'; readonly folder: string | undefined; readonly choice: ClipChoice }
  | { readonly name: 'help'; readonly text: string };

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** What the pictures of a clip are like. */
const choiceOptions = { codec: text, 'b-frames': flag, 'key-frame-interval': text } as const;

const connectingOptions = {
  help: { ...flag, short: 'h' },
  token: text,
  timeout: text,
  duration: text,
  'vanish-after': text,
  json: flag,
} as const;

/**
 * Reads the arguments after the program's name.
 *
 * @throws SyntheticError with reason `usage`.
 */
export function readCommandLine(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
): Command {
  const [name, ...args] = argv;
  switch (name) {
    case 'publish':
      return readPublish(args, environment);
    case 'watch':
      return readWatch(args, environment);
    case 'clip':
      return readClipCommand(args);
    case undefined:
    case 'help':
    case '-h':
    case '--help':
      return { name: 'help', text: helpTexts.all };
    default:
      throw SyntheticError.usage(`there is no command ${name}; there are publish, watch and clip`);
  }
}

function readPublish(args: string[], environment: Record<string, string | undefined>): Command {
  const { values, positionals } = parse(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...connectingOptions,
        layers: text,
        profile: text,
        clip: text,
        'audio-only': flag,
        'video-only': flag,
        ...choiceOptions,
        'ignore-key-frame-requests': flag,
        bitrate: text,
      },
    }),
  );
  if (values.help) return { name: 'help', text: helpTexts.publish };
  if (values['audio-only'] && values['video-only']) {
    throw SyntheticError.usage('--audio-only and --video-only leave nothing to send');
  }
  const layers = Number(values.layers ?? '1');
  if (layers !== 1 && layers !== 2 && layers !== 3) {
    throw SyntheticError.usage(`--layers ${values.layers} is not 1, 2 or 3`);
  }
  return {
    name: 'publish',
    ...readConnecting(positionals, values, environment),
    layers,
    audio: !values['video-only'],
    video: !values['audio-only'],
    profile: values.profile === undefined ? undefined : parseH264Profile(values.profile),
    clip: values.clip,
    choice: readChoice(values),
    fillToBitrate: readThousands('--bitrate', values.bitrate),
    ignoresKeyFrameRequests: values['ignore-key-frame-requests'] ?? false,
  };
}

function readChoice(values: {
  codec?: string | undefined;
  'b-frames'?: boolean | undefined;
  'key-frame-interval'?: string | undefined;
}): ClipChoice {
  return {
    codec: readCodec(values.codec),
    bFrames: values['b-frames'] ?? false,
    keyFrameIntervalMs: readThousands('--key-frame-interval', values['key-frame-interval']) ?? 1000,
  };
}

function readCodec(value = 'h264'): VideoCodec {
  const codec = value.toLowerCase();
  if (codec === 'h264' || codec === 'vp8') return codec;
  throw SyntheticError.usage(`--codec ${value} is not h264 or vp8`);
}

function readWatch(args: string[], environment: Record<string, string | undefined>): Command {
  const { values, positionals } = parse(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...connectingOptions,
        viewers: { ...text, short: 'n' },
        stagger: text,
        codec: text,
      },
    }),
  );
  if (values.help) return { name: 'help', text: helpTexts.watch };
  const viewers = readNumber('-n', values.viewers) ?? 1;
  if (!Number.isInteger(viewers) || viewers < 1) {
    throw SyntheticError.usage(`-n ${values.viewers} is no count of viewers`);
  }
  return {
    name: 'watch',
    ...readConnecting(positionals, values, environment),
    viewers,
    codec: readCodec(values.codec),
    staggerMs: readNumber('--stagger', values.stagger) ?? 0,
  };
}

function readClipCommand(args: string[]): Command {
  const { values } = parse(() =>
    parseArgs({ args, options: { help: { ...flag, short: 'h' }, folder: text, ...choiceOptions } }),
  );
  if (values.help) return { name: 'help', text: helpTexts.clip };
  return { name: 'clip', folder: values.folder, choice: readChoice(values) };
}

function readConnecting(
  positionals: readonly string[],
  values: {
    token?: string | undefined;
    timeout?: string | undefined;
    duration?: string | undefined;
    'vanish-after'?: string | undefined;
    json?: boolean | undefined;
  },
  environment: Record<string, string | undefined>,
): Connecting {
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw SyntheticError.usage('one URL is needed');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw SyntheticError.usage(`${url} is no http or https URL`);
  }
  return {
    url,
    token: values.token ?? environment['TALLYLIGHT_TOKEN'],
    timeoutMs: readThousands('--timeout', values.timeout) ?? 10_000,
    durationMs: readThousands('--duration', values.duration),
    vanishAfterMs: readThousands('--vanish-after', values['vanish-after']),
    json: values.json ?? false,
  };
}

/** Seconds in milliseconds, kilobits in bits. */
function readThousands(option: string, value: string | undefined): number | undefined {
  const thousands = readNumber(option, value);
  return thousands === undefined ? undefined : Math.round(thousands * 1000);
}

function readNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw SyntheticError.usage(`${option} ${value} is no number of at least 0`);
}

/** parseArgs explains itself well, but as a TypeError with a code. */
function parse<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw SyntheticError.usage(error instanceof Error ? error.message : String(error));
  }
}
