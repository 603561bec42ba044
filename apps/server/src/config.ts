import { channelNamePattern } from '@tallylight/contract';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { rungHeights } from './packager/ladder.ts';

function words(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** What stands before and after the first separator; the second is empty where there is none. */
function pair(entry: string, separator: string): [name: string, value: string] {
  const at = entry.indexOf(separator);
  return at < 0 ? [entry.trim(), ''] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
}

const port = z.coerce.number().int().min(1).max(65_535);
const list = z.preprocess(
  (value) => (typeof value === 'string' ? words(value) : value),
  z.array(z.union([z.ipv4(), z.ipv6()], 'is not an IP address')),
);
const iceServers = z.preprocess(
  (value) => (typeof value === 'string' ? words(value) : value),
  z.array(
    z.string().regex(/^(stun|stuns|turn|turns):[^\s]+$/, 'is not a stun:, turn: or turns: URL'),
  ),
);
const channelName = z
  .string()
  .regex(
    channelNamePattern,
    'a channel is named by 1 to 40 of a-z, 0-9 and "-", not starting with "-"',
  );
const streamKey = z.string().min(16, 'a stream key has at least 16 characters');

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const heights = z.preprocess(
  (value) => (typeof value === 'string' ? words(value).map(Number) : value),
  z
    .array(
      z.number().refine((height) => rungHeights.includes(height), {
        message: `is not one of ${rungHeights.join(', ')}`,
      }),
    )
    .min(1),
);

/** `name:key,name:key` in the environment, an object in the file. */
const channels = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value;
    return Object.fromEntries(
      value
        .split(',')
        .filter(Boolean)
        .map((entry) => pair(entry, ':')),
    );
  },
  z.record(channelName, streamKey),
);

/** `name=url,name=url` in the environment, an object in the file. */
const elsewhere = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value;
    return Object.fromEntries(words(value).map((entry) => pair(entry, '=')));
  },
  z.record(channelName, z.url({ protocol: /^https?$/ })),
);

const settings = {
  /** Address that HTTP listens on. */
  host: z.string().min(1).default('0.0.0.0'),
  /** TCP port of HTTP. */
  port: port.default(8080),
  /** What people type to get here; printed links, and those that other sites are given, start with it. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Where channels and their keys' hashes are kept. */
  dataDir: z.string().min(1).default('data'),
  /** UDP and TCP port of all media. */
  mediaPort: port.default(8189),
  /** Addresses told to publishers and viewers for media; each of the machine's own where empty. */
  announcedAddresses: list.default([]),
  /** mediasoup workers; each takes a core and, after the first, the next media port. */
  workers: z.coerce.number().int().min(1).max(64).default(1),
  /** What a publisher may send, in bit/s; who sends more for a few seconds is closed. */
  maxBitrate: z.coerce.number().int().min(100_000).max(1_000_000_000).default(8_000_000),
  /** How long a broadcast waits for a publisher who was lost, in seconds. */
  graceSeconds: z.coerce.number().min(0).max(3600).default(60),
  /** Further channels and their keys. */
  channels: channels.default({}),
  /** Channels that another node has, and its URL: who asks for them here is sent there. */
  elsewhere: elsewhere.default({}),
  /** WHEP sessions at a time; 500 a worker where it is not set. */
  maxViewers: z.coerce.number().int().min(0).max(1_000_000).optional(),
  /** WHEP sessions that may be connecting from one address. */
  maxPendingViewers: z.coerce.number().int().min(1).max(1_000_000).default(50),
  /** Viewers of one address who are counted because their pages say that they are there; 0: any number. */
  viewersPerAddress: z.coerce.number().int().min(0).max(1_000_000).default(64),
  /** WHIP or WHEP sessions that one address may ask for in 10 s; 0: any number. */
  sessionRate: z.coerce.number().int().min(0).max(1_000_000).default(60),
  /** Whether a reverse proxy tells the true addresses of clients (X-Forwarded-For). */
  trustProxy: flag.default(false),
  /** STUN and TURN servers that clients are told of. */
  iceServers: iceServers.default([]),
  /** The secret shared with those TURN servers (coturn: `use-auth-secret`). */
  turnSecret: z.string().min(1).optional(),
  /** How long a client's TURN credentials are good for, in seconds. */
  turnTtlSeconds: z.coerce.number().int().min(60).max(86_400).default(3600),
  /** Whether broadcasts are packaged for HLS and DASH too, which takes FFmpeg. */
  packager: flag.default(true),
  /** FFmpeg's program; the one on PATH where it is not set. */
  ffmpeg: z.string().min(1).optional(),
  /** Heights of the renditions, in pixels: those that the publisher doesn't send are made by FFmpeg. */
  ladder: heights.default([...rungHeights]),
  /** How long a segment is, in whole seconds. */
  segmentSeconds: z.coerce.number().int().min(2).max(6).default(2),
  /** How long a part of a segment is, in ms. */
  partMs: z.coerce.number().int().min(200).max(500).default(333),
  /** How far back viewers may go while a broadcast is live, in minutes. */
  dvrMinutes: z.coerce
    .number()
    .min(0)
    .max(24 * 60)
    .default(30),
  /** Whether broadcasts stay as recordings when they end. */
  record: flag.default(true),
  /** How long recordings stay, in days; 0: until there is no room for them. */
  recordingDays: z.coerce.number().min(0).max(36_500).default(30),
  /** What all recordings may take together, in gigabytes; 0: whatever the disk has. */
  recordingGigabytes: z.coerce.number().min(0).max(1_000_000).default(50),
  /** What is left free on the disk, in megabytes: below it, recording stops. */
  diskReserveMegabytes: z.coerce.number().min(0).max(10_000_000).default(256),
  /** Pages that one address may have connected for chat and studio; 0: any number. */
  socketsPerAddress: z.coerce.number().int().min(0).max(1_000_000).default(20),
  /** How long what is said in chats stays, in days; 0: for ever. */
  chatDays: z.coerce.number().min(0).max(36_500).default(365),
  /** How many messages of a channel's chat stay. */
  chatMessages: z.coerce.number().int().min(100).max(100_000_000).default(100_000),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

const configSchema = z.strictObject(settings);

/** Everything that can be set, checked and frozen. */
export type Config = Readonly<z.infer<typeof configSchema>> & {
  /** mediasoup's binary, from `MEDIASOUP_WORKER_BIN`. */
  readonly workerBin: string | undefined;
};

/** The environment variable of a setting: `mediaPort` is `TALLYLIGHT_MEDIA_PORT`. */
export function variableName(setting: string): string {
  return `TALLYLIGHT_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Variables of our prefix that other commands read. */
const othersVariables = new Set(['TALLYLIGHT_CONFIG', 'TALLYLIGHT_TOKEN']);

/**
 * Reads the configuration: the environment over the file over the defaults.
 *
 * @param file the parsed configuration file, and its name for messages; undefined where there is none
 * @throws {ConfigError} with every problem at once, each by the name of its setting
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  file?: { readonly name: string; readonly content: unknown },
): Config {
  const names = new Map(Object.keys(settings).map((setting) => [variableName(setting), setting]));
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('TALLYLIGHT_') && !names.has(name) && !othersVariables.has(name),
  );
  const fromEnv = Object.fromEntries(
    [...names].flatMap(([name, setting]) =>
      env[name] === undefined || env[name] === '' ? [] : [[setting, env[name]]],
    ),
  );
  const content = file?.content ?? {};
  const fromFile = typeof content === 'object' && content !== null ? content : {};
  const parsed = configSchema.safeParse({ ...fromFile, ...fromEnv });
  const problems = unknown.map((name) => `${name}: there is no such setting`);
  if (file !== undefined && fromFile !== content)
    problems.push(`${file.name}: is not a JSON object`);
  for (const issue of parsed.error?.issues ?? []) {
    problems.push(...describeIssue(issue, fromEnv, file?.name ?? ''));
  }
  const turn = parsed.data?.iceServers.find((url) => url.startsWith('turn'));
  if (turn !== undefined && parsed.data?.turnSecret === undefined) {
    problems.push(`turnSecret: is needed for ${turn}, as a TURN server serves nobody unknown`);
  }
  if (problems.length > 0 || parsed.data === undefined) throw ConfigError.invalid(problems);
  return Object.freeze({ ...parsed.data, workerBin: env['MEDIASOUP_WORKER_BIN'] || undefined });
}

function describeIssue(issue: z.core.$ZodIssue, fromEnv: object, fileName: string): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${fileName} "${key}": there is no such setting`);
  }
  const [setting = '', ...rest] = issue.path.map(String);
  const name = setting in fromEnv ? variableName(setting) : `${fileName} "${setting}"`;
  const place = rest.length > 0 ? `${name} (${rest.join('.')})` : name;
  // A key must not reach a log, not even a bad one.
  const value = (fromEnv as Record<string, unknown>)[setting];
  const secret = setting === 'channels' || setting === 'turnSecret';
  const shown = secret || value === undefined ? '' : ` (it is "${String(value)}")`;
  const inner =
    issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join('; ') : '';
  return [`${place}: ${inner || issue.message}${shown}`];
}
