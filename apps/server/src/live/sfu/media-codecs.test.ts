import { sfuExtensionIds } from '@tallylight/protocol/sdp';
import fc from 'fast-check';
import { getSupportedRtpCapabilities } from 'mediasoup';
import { generateRouterRtpCapabilities } from 'mediasoup/ortc';
import { expect, test } from 'vitest';
import {
  canRepairWith,
  chromiumPayloadTypes,
  type PayloadTypes,
  routerCodecs,
} from './media-codecs.ts';

/** What mediasoup makes of our codecs: media payload type -> repair payload type, and Opus's. */
function numbers(wanted: PayloadTypes): { opus: number | undefined; repairs: Map<number, number> } {
  const { codecs = [] } = generateRouterRtpCapabilities(routerCodecs(wanted));
  const repairs = new Map<number, number>();
  for (const { mimeType, preferredPayloadType, parameters } of codecs) {
    if (mimeType === 'video/rtx')
      repairs.set(Number(parameters?.['apt']), preferredPayloadType ?? 0);
  }
  return {
    opus: codecs.find(({ mimeType }) => mimeType === 'audio/opus')?.preferredPayloadType,
    repairs,
  };
}

test("the first router has the numbers of Chromium's offer", () => {
  const { opus, repairs } = numbers(chromiumPayloadTypes);
  expect(opus).toBe(111);
  expect(Object.fromEntries(repairs)).toEqual({
    102: 103,
    108: 109,
    116: 117,
    124: 125,
    98: 99,
    96: 97,
  });
});

test('any numbers that a viewer may have become the numbers of its router', () => {
  const dynamic = fc.integer({ min: 96, max: 127 });
  fc.assert(
    fc.property(
      fc.uniqueArray(dynamic, { minLength: 3, maxLength: 3 }),
      ([opus = 0, media = 0, rtx = 0]) => {
        const made = numbers({ opus, video: [{ codec: '42e01f', media, rtx }] });
        expect(made.opus).toBe(opus);
        expect(made.repairs.get(media)).toBe(rtx);
      },
    ),
  );
});

test('a repair stream below 96 is beyond mediasoup, and that is known beforehand', () => {
  expect(canRepairWith(40)).toBe(false);
  expect(canRepairWith(97)).toBe(true);
  expect(numbers({ opus: 111, video: [{ codec: '42e01f', media: 39, rtx: null }] }).opus).toBe(111);
});

test("the extension ids that players offer are mediasoup's own", () => {
  const { headerExtensions = [] } = getSupportedRtpCapabilities();
  for (const [uri, id] of Object.entries(sfuExtensionIds)) {
    const known = headerExtensions.find((extension) => extension.uri === uri);
    expect(known?.preferredId, uri).toBe(id);
  }
});
