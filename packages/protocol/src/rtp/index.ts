export { absCaptureTimeUri, readAbsCaptureTime, writeAbsCaptureTime } from './abs-capture-time.ts';
export { concatBytes } from './bytes.ts';
export { H264Depacketizer } from './h264-depacketizer.ts';
export { compactNtp, fromNtp, toNtp } from './ntp.ts';
export {
  type ReceiveCounts,
  type ReceiveSink,
  ReceiveWindow,
  type ReceiveWindowOptions,
} from './receive-window.ts';
export type {
  Depacketizer,
  PicturePacket,
  PictureSize,
  ReceivedPicture,
} from './received-picture.ts';
export { SequenceUnwrapper } from './sequence.ts';
export { Vp8Depacketizer } from './vp8-depacketizer.ts';
