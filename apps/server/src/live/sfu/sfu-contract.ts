import { readFileSync } from 'node:fs';
import {
  isMediaSection,
  type Offer,
  playbackTrack,
  publishedRtp,
  readOffer,
} from '@tallylight/protocol/sdp';
import { describe, expect, test } from 'vitest';
import type { Sfu, Source } from '../sfu.ts';

const offers = new URL('../../../../../packages/protocol/fixtures/offers/', import.meta.url);

/** The offer that a real client sent. */
export function fixtureOffer(name: string): Offer {
  return readOffer(readFileSync(new URL(name, offers), 'utf8'));
}

/** What a client of this offer publishes. */
export function publishOptions(offer: Offer): Parameters<Sfu['publish']>[0] {
  const tracks = offer.sections
    .filter(isMediaSection)
    .map((section) => ({ kind: section.kind, rtp: publishedRtp(section) }));
  return { peer: offer, tracks };
}

/** What a client of this offer watches of a source. */
export function watchOptions(source: Source, offer: Offer): Parameters<Sfu['watch']>[0] {
  const tracks = offer.sections.filter(isMediaSection).flatMap((section) => {
    const codec = source.tracks.find(({ kind }) => kind === section.kind)?.rtp.codecs[0];
    return codec === undefined ? [] : [playbackTrack(section, codec)];
  });
  return { source, peer: offer, tracks };
}

/** What the hub may rely on, of whichever SFU is behind the port. */
export function sfuContract(name: string, start: () => Promise<Sfu>): void {
  describe(`the SFU port: ${name}`, () => {
    const publisher = fixtureOffer('chromium-156-simulcast.whip.sdp');
    const viewer = fixtureOffer('chromium-156-medooze.whep.sdp');

    test('describes its end of a publisher as an answer needs it', async () => {
      const sfu = await start();
      const source = await sfu.publish(publishOptions(publisher));
      expect(source.local.ice.password.length).toBeGreaterThanOrEqual(22);
      expect(source.local.candidates[0]?.address).toBe('127.0.0.1');
      expect(source.local.fingerprints[0]?.algorithm).toBe('sha-256');
      expect(source.tracks.map(({ kind }) => kind)).toEqual(['audio', 'video']);
      await sfu.close();
    });

    test('serves each viewer under its own payload types', async () => {
      const sfu = await start();
      const source = await sfu.publish(publishOptions(publisher));
      for (const { from, to, expected } of [
        { from: '102 103', to: '102 103', expected: [111, 102, 103] },
        { from: '102 103', to: '126 127', expected: [111, 126, 127] },
        { from: '102 103', to: '97 98', expected: [111, 97, 98] },
      ]) {
        const options = watchOptions(source, renumber(viewer, from, to));
        const sink = await sfu.watch(options);
        expect(sink.tracks.flatMap(({ rtp }) => rtp.codecs.map((c) => c.payloadType))).toEqual(
          expected,
        );
        expect(sink.tracks.map(({ mid }) => mid)).toEqual(options.tracks.map(({ mid }) => mid));
      }
      await sfu.close();
    });

    test('uses only extensions under ids that the viewer gave them', async () => {
      const sfu = await start();
      const source = await sfu.publish(publishOptions(publisher));
      const options = watchOptions(source, viewer);
      const sink = await sfu.watch(options);
      for (const { mid, rtp } of sink.tracks) {
        const offered = options.tracks.find((track) => track.mid === mid)?.headerExtensions ?? [];
        for (const { uri, id } of rtp.headerExtensions) {
          expect(offered).toContainEqual(expect.objectContaining({ uri, id }));
        }
      }
      await sfu.close();
    });

    test('closes the viewers of a publisher who goes', async () => {
      const sfu = await start();
      const source = await sfu.publish(publishOptions(publisher));
      const sink = await sfu.watch(watchOptions(source, viewer));
      const reason = new Promise((resolve) => sink.onClosed(resolve));
      source.close();
      expect(await reason).toBe('source');
      await expect(sfu.watch(watchOptions(source, viewer))).rejects.toMatchObject({
        code: 'channel_off_air',
      });
      await sfu.close();
    });

    test('tells of an end once, with its first reason, also to those who ask late', async () => {
      const sfu = await start();
      const source = await sfu.publish(publishOptions(publisher));
      const reasons: string[] = [];
      source.onClosed((reason) => reasons.push(reason));
      source.close();
      source.close();
      source.onClosed((reason) => reasons.push(reason));
      expect(reasons).toEqual(['closed', 'closed']);
      await sfu.close();
    });

    test('is ready until it is closed, and closes what it has', async () => {
      const sfu = await start();
      expect(sfu.isReady()).toBe(true);
      const source = await sfu.publish(publishOptions(publisher));
      const reason = new Promise((resolve) => source.onClosed(resolve));
      await sfu.close();
      expect(await reason).toBe('worker');
      expect(sfu.isReady()).toBe(false);
      await expect(sfu.publish(publishOptions(publisher))).rejects.toMatchObject({
        code: 'media_unavailable',
      });
    });
  });
}

/** The same offer from a client that numbers its H.264 otherwise. */
function renumber(offer: Offer, from: string, to: string): Offer {
  const [media, rtx] = from.split(' ').map(Number);
  const [newMedia = 0, newRtx = 0] = to.split(' ').map(Number);
  const numbers = new Map([
    [media, newMedia],
    [rtx, newRtx],
  ]);
  return {
    ...offer,
    sections: offer.sections.map((section) => ({
      ...section,
      codecs: section.codecs
        .filter(({ payloadType }) => section.kind === 'audio' || numbers.has(payloadType))
        .map((codec) => ({
          ...codec,
          payloadType: numbers.get(codec.payloadType) ?? codec.payloadType,
          parameters: codec.parameters['apt'] === undefined ? codec.parameters : { apt: newMedia },
        })),
    })),
  };
}
