import { absCaptureTimeUri } from '@tallylight/protocol/sdp';
import { expect, test } from 'vitest';
import { askForCaptureTime } from './capture-time.ts';

test('the capture time is asked for and the other extensions stay as they are', () => {
  let extensions = [
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', direction: 'sendrecv' },
    { uri: 'urn:other', direction: 'stopped' },
    { uri: absCaptureTimeUri, direction: 'stopped' },
  ];
  askForCaptureTime({
    getHeaderExtensionsToNegotiate: () => extensions,
    setHeaderExtensionsToNegotiate: (wanted: typeof extensions) => {
      extensions = wanted;
    },
  } as unknown as RTCRtpTransceiver);
  expect(extensions.map(({ direction }) => direction)).toEqual(['sendrecv', 'stopped', 'sendrecv']);
});

test('a browser that does not negotiate extensions is left alone', () => {
  expect(() => askForCaptureTime({} as RTCRtpTransceiver)).not.toThrow();
});
