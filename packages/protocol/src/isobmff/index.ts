export { writeAvcConfig } from './avc-config.ts';
export { type Box, findBox, readBoxes } from './box.ts';
export { type Fragment, type FragmentSample, writeFragment } from './fragment.ts';
export { type FragmentHandlers, FragmentReader, type ReadSample } from './fragment-reader.ts';
export { type InitSegment, writeInitSegment } from './init-segment.ts';
export {
  type AudioSampleEntry,
  codecString,
  isVideo,
  type SampleEntry,
  type VideoSampleEntry,
} from './sample-entry.ts';
