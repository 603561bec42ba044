import { absCaptureTimeUri } from '@tallylight/protocol/sdp';

/** A header extension as a transceiver negotiates it (WebRTC extensions, section 5). */
type HeaderExtension = {
  readonly uri: string;
  readonly direction: RTCRtpTransceiverDirection;
};

/** The interface as browsers may have it; the types of the DOM don't know it yet. */
type ExtensionNegotiator = RTCRtpTransceiver & {
  getHeaderExtensionsToNegotiate?(): HeaderExtension[];
  setHeaderExtensionsToNegotiate?(extensions: HeaderExtension[]): void;
};

/**
 * Has the next offer ask that frames carry the time when they were captured. Chromium knows how but leaves it
 * stopped; a browser without this interface, or without the extension, offers what it would have offered.
 */
export function askForCaptureTime(transceiver: RTCRtpTransceiver): void {
  const negotiator: ExtensionNegotiator = transceiver;
  const extensions = negotiator.getHeaderExtensionsToNegotiate?.();
  if (extensions === undefined) return;
  negotiator.setHeaderExtensionsToNegotiate?.(
    extensions.map(({ uri, direction }) => ({
      uri,
      direction: uri === absCaptureTimeUri ? 'sendrecv' : direction,
    })),
  );
}
