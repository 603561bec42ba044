export { fuA, type NalPiece, nalTypeOf, nalTypes, stapA, walkNals } from './h264-payload.ts';
export { profileMismatch } from './profile-mismatch.ts';
export { type RtpPacket, readHeaderExtension, readRtpPacket } from './rtp-packet.ts';
export { readSliceHeader, type SliceHeader, type SliceKind } from './slice-header.ts';
export { readSps, type Sps } from './sps.ts';
export { VideoInspector, type VideoReport } from './video-inspector.ts';
export { readVp8Payload, type Vp8Payload, vp8DescriptorSize } from './vp8-payload.ts';
