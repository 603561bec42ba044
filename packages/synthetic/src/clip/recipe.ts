import { createHash } from 'node:crypto';
import { timeCodeBlocks, timeCodeHeightRatio } from './time-code.ts';

/** How a clip's picture is encoded. */
export type VideoCodec = 'h264' | 'vp8';

/** One encoding of the clip's picture. */
export type LayerRecipe = {
  /** Also the file's name, without its ending. */
  readonly name: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bits a second, mean and ceiling. */
  readonly bitrate: number;
};

/** What a clip is made of; a clip's folder is named by this object's hash. */
export type ClipRecipe = {
  /** Raised when the pictures change in a way the other fields don't show. */
  readonly version: number;
  /** Frames a second. */
  readonly frameRate: number;
  /** Frames from one key frame to the next. */
  readonly keyFrameEvery: number;
  /** Default `h264`. */
  readonly codec?: VideoCodec;
  /** Two B-frames between two others, as encoders for files make; H.264 only. Default false. */
  readonly bFrames?: boolean;
  /** Length of the loop, in milliseconds. */
  readonly durationMs: number;
  /** Length of an Opus packet, in milliseconds. */
  readonly audioPacketMs: number;
  /** Lowest first. */
  readonly layers: readonly LayerRecipe[];
};

/** The clip every command uses. Its largest layer is what FFmpeg draws; the others are scaled. */
export const standardRecipe: ClipRecipe = {
  version: 1,
  frameRate: 30,
  keyFrameEvery: 30,
  durationMs: 10_000,
  audioPacketMs: 20,
  layers: [
    { name: '180p', width: 320, height: 180, bitrate: 150_000 },
    { name: '360p', width: 640, height: 360, bitrate: 600_000 },
    { name: '720p', width: 1280, height: 720, bitrate: 1_500_000 },
  ],
};

/** Names the folder of a recipe's clip. */
export function recipeHash(recipe: ClipRecipe): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
}

/** The name of a layer's file in a clip's folder. */
export function layerFile(recipe: ClipRecipe, layer: LayerRecipe): string {
  return `${layer.name}.${recipe.codec === 'vp8' ? 'ivf' : 'h264'}`;
}

/** How many frames the loop has. */
export function frameCount(recipe: ClipRecipe): number {
  return Math.round((recipe.durationMs / 1000) * recipe.frameRate);
}

/** How many Opus packets the loop has. */
export function audioPacketCount(recipe: ClipRecipe): number {
  return recipe.durationMs / recipe.audioPacketMs;
}

/**
 * FFmpeg's arguments for the pictures. The time code comes in on standard input as one raw row of
 * 32 grey samples a frame, which FFmpeg stretches over the top of the picture: that is far cheaper
 * than drawing 32 boxes a frame. `caption` writes the time below it too, which needs a font.
 */
export function videoArguments(recipe: ClipRecipe, folder: string, caption: boolean): string[] {
  const source = recipe.layers.reduce((a, b) => (b.height > a.height ? b : a));
  const size = `${source.width}x${source.height}`;
  const codeHeight = Math.round(source.height * timeCodeHeightRatio);
  const text = caption
    ? `,drawtext=text='%{pts\\:hms}  %{n}':fontsize=h/9:x=(w-tw)/2:y=h-th*1.5:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=12`
    : '';
  const outputs = recipe.layers.map((_, index) => `[s${index}]`).join('');
  const scales = recipe.layers.map(
    ({ width, height }, index) => `[s${index}]scale=${width}:${height}[v${index}]`,
  );
  const graph = [
    `[1:v]scale=${source.width}:${codeHeight}:flags=neighbor,format=yuv420p[code]`,
    `[0:v]format=yuv420p${text}[picture]`,
    `[picture][code]overlay=0:0:shortest=1,split=${recipe.layers.length}${outputs}`,
    ...scales,
  ];
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${recipe.frameRate}`],
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${timeCodeBlocks}x1`],
    ...['-r', `${recipe.frameRate}`, '-i', 'pipe:0'],
    ...['-filter_complex', graph.join(';')],
    ...recipe.layers.flatMap((layer, index) => layerArguments(recipe, layer, index, folder)),
  ];
}

function layerArguments(
  recipe: ClipRecipe,
  layer: LayerRecipe,
  index: number,
  folder: string,
): string[] {
  return [
    ...['-map', `[v${index}]`, '-g', `${recipe.keyFrameEvery}`],
    ...['-keyint_min', `${recipe.keyFrameEvery}`],
    ...['-b:v', `${layer.bitrate}`, '-maxrate', `${layer.bitrate}`],
    ...['-bufsize', `${layer.bitrate / 2}`],
    ...(recipe.codec === 'vp8' ? vp8Arguments : h264Arguments(recipe)),
    `${folder}/${layerFile(recipe, layer)}`,
  ];
}

/**
 * Constrained Baseline as WebRTC sends it: no B-frames, one slice a picture, parameter sets before
 * each key frame, no SEI. The small buffer keeps a key frame from being a burst. With B-frames it's
 * Main, and no other picture refers to a B-frame.
 */
function h264Arguments({ bFrames = false }: ClipRecipe): string[] {
  const pictures = bFrames
    ? ['-profile:v', 'main', '-bf', '2', '-b_strategy', '0', '-b-pyramid', 'none']
    : ['-profile:v', 'baseline', '-bf', '0'];
  return [
    ...['-c:v', 'libx264', '-preset', 'veryfast', ...pictures, '-sc_threshold', '0'],
    ...['-bsf:v', 'filter_units=remove_types=6', '-f', 'h264'],
  ];
}

/** As WebRTC sends it: every frame is shown, and none waits for another. */
const vp8Arguments = [
  ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'],
  ...['-lag-in-frames', '0', '-auto-alt-ref', '0', '-f', 'ivf'],
];

/** FFmpeg's arguments for the sound: a chord, and a pip of 100 ms at each full second. */
export function audioArguments(recipe: ClipRecipe, folder: string): string[] {
  const pip = '0.4*sin(2*PI*880*t)*lt(mod(t\\,1)\\,0.1)';
  const left = `0.2*sin(2*PI*440*t)+${pip}`;
  const right = `0.2*sin(2*PI*554*t)+${pip}`;
  // The encoder's look-ahead costs a packet, so a little more is drawn than is kept.
  const seconds = recipe.durationMs / 1000 + 0.2;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `aevalsrc=${left}|${right}:s=48000:d=${seconds}`],
    ...['-c:a', 'libopus', '-b:a', '64k', '-frame_duration', `${recipe.audioPacketMs}`],
    ...['-fec', '1', '-packet_loss', '5', '-f', 'ogg', `${folder}/audio.ogg`],
  ];
}
