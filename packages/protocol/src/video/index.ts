export { profileMismatch } from './profile-mismatch.ts';
export { readSps, type Sps } from './sps.ts';
export { VideoInspector, type VideoReport } from './video-inspector.ts';
