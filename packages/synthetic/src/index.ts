export { type AccessUnit, groupAccessUnits, splitAnnexB } from './clip/annex-b.ts';
export { type Clip, type LayerCount, readClip } from './clip/clip.ts';
export { type ClipChoice, recipeFor } from './clip/clip-choice.ts';
export { clipCacheFolder, type MakeClipOptions, makeClip } from './clip/make-clip.ts';
export { type ClipRecipe, standardRecipe, type VideoCodec } from './clip/recipe.ts';
export {
  type LumaPlane,
  readTimeCode,
  timeCodeBlocks,
  timeCodeHeightRatio,
} from './clip/time-code.ts';
export { SyntheticError, type SyntheticErrorReason } from './errors.ts';
export type { H264Profile } from './peer/codecs.ts';
export type { LayerOrder } from './peer/publishing-peer.ts';
export type { Percentiles } from './percentiles.ts';
export {
  type LayerStats,
  type PublisherStats,
  SyntheticPublisher,
} from './publisher.ts';
export type { PublisherOptions } from './publisher-options.ts';
export type { Fetch, SignallingOptions } from './signalling/session.ts';
export { SyntheticViewer, type ViewerOptions, type ViewerStats } from './viewer.ts';
export { freezeThresholdMs, type ViewedFrame } from './viewer-meter.ts';
