export {
  type Answer,
  type AnsweringTransport,
  answeringSetup,
  type HostCandidate,
  transportMid,
  writeAnswer,
} from './answer.ts';
export { type AnsweredTrack, idleTrack, receivedTrack, sentTrack } from './answered-track.ts';
export {
  type Fragment,
  fragmentContentType,
  readFragment,
  writeFragment,
} from './fragment.ts';
export { h264Profile, h264Rank } from './h264-profile.ts';
export { absCaptureTimeUri, sfuExtensionIds } from './header-extensions.ts';
export { type DtlsSetup, type Fingerprint, type Offer, readOffer } from './offer.ts';
export {
  type Direction,
  isMediaSection,
  type MediaSection,
  type OfferedSection,
  type OfferedStream,
} from './offered-section.ts';
export { type PlaybackTrack, playbackTrack } from './playback.ts';
export { offerExtension, renumberExtensions } from './renumber.ts';
export {
  isRtx,
  type MediaKind,
  type RtcpFeedback,
  type RtpCodec,
  type RtpEncoding,
  type RtpHeaderExtension,
  type RtpParameters,
} from './rtp-parameters.ts';
export { SdpError, type SdpErrorReason } from './sdp-error.ts';
export { publishedRtp } from './to-rtp.ts';
