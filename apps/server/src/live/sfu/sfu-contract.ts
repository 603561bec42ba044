import { readFileSync } from 'node:fs';
import {
  isMediaSection,
  type Offer,
  playbackTrack,
  publishedRtp,
  readOffer,
  renumberExtensions,
} from '@tallylight/protocol/sdp';
import { describe, expect, test } from 'vitest';
import type { Sfu, Sink, Source, Stage } from '../sfu.ts';

const offers = new URL('../../../../../packages/protocol/fixtures/offers/', import.meta.url);

/** The offer that a real client sent. */
export function fixtureOffer(name: string): Offer {
  return readOffer(readFileSync(new URL(name, offers), 'utf8'));
}

/** What a client of this offer publishes. */
export function publishOptions(offer: Offer): Parameters<Stage['publish']>[0] {
  const tracks = offer.sections
    .filter(isMediaSection)
    .map((section) => ({ kind: section.kind, rtp: publishedRtp(section) }));
  return { peer: offer, tracks };
}

/** What a client of this offer watches of a source. */
export function watchOptions(source: Source, offer: Offer): Parameters<Stage['watch']>[0] {
  const tracks = offer.sections.filter(isMediaSection).flatMap((section) => {
    const codec = source.tracks.find(({ kind }) => kind === section.kind)?.rtp.codecs[0];
    return codec === undefined ? [] : [playbackTrack(section, codec)];
  });
  return { peer: offer, tracks };
}

/** The offer of our own player: another client's with the SFU's extension ids. */
export function playerOffer(name: string): Offer {
  return readOffer(renumberExtensions(readFileSync(new URL(name, offers), 'utf8')));
}

/** What the hub may rely on, of whichever SFU is behind the port. */
export function sfuContract(name: string, start: () => Promise<Sfu>): void {
  describe(`the SFU port: ${name}`, () => {
    const publisher = fixtureOffer('chromium-156-simulcast.whip.sdp');
    const viewer = fixtureOffer('chromium-156-medooze.whep.sdp');
    const player = playerOffer('chromium-156-medooze.whep.sdp');

    /** A stage with somebody on it. */
    async function onAir(): Promise<{ sfu: Sfu; stage: Stage; source: Source }> {
      const sfu = await start();
      const stage = await sfu.openStage();
      const source = await stage.publish(publishOptions(publisher));
      await stage.show(source);
      return { sfu, stage, source };
    }

    function ending(connection: Source | Sink): Promise<string> {
      return new Promise((resolve) => connection.onClosed(resolve));
    }

    test('describes its end of a publisher as an answer needs it', async () => {
      const { sfu, source } = await onAir();
      expect(source.local.ice.password.length).toBeGreaterThanOrEqual(22);
      expect(source.local.candidates[0]?.address).toBe('127.0.0.1');
      expect(source.local.fingerprints[0]?.algorithm).toBe('sha-256');
      expect(source.tracks.map(({ kind }) => kind)).toEqual(['audio', 'video']);
      expect(source.layers.map(({ active }) => active)).toEqual([false, false, false]);
      await sfu.close();
    });

    test('serves each viewer under its own payload types', async () => {
      const { sfu, stage, source } = await onAir();
      for (const { from, to, expected } of [
        { from: '102 103', to: '102 103', expected: [111, 102, 103] },
        { from: '102 103', to: '126 127', expected: [111, 126, 127] },
        { from: '102 103', to: '97 98', expected: [111, 97, 98] },
      ]) {
        const options = watchOptions(source, renumber(viewer, from, to));
        const sink = await stage.watch(options);
        expect(sink.tracks.flatMap(({ rtp }) => rtp.codecs.map((c) => c.payloadType))).toEqual(
          expected,
        );
        expect(sink.tracks.map(({ mid }) => mid)).toEqual(options.tracks.map(({ mid }) => mid));
      }
      await sfu.close();
    });

    test('uses only extensions under ids that the viewer gave them', async () => {
      const { sfu, stage, source } = await onAir();
      const options = watchOptions(source, viewer);
      const sink = await stage.watch(options);
      for (const { mid, rtp } of sink.tracks) {
        const offered = options.tracks.find((track) => track.mid === mid)?.headerExtensions ?? [];
        for (const { uri, id } of rtp.headerExtensions) {
          expect(offered).toContainEqual(expect.objectContaining({ uri, id }));
        }
      }
      await sfu.close();
    });

    test.each([
      ['with our numbers', player],
      ['with numbers of its own', viewer],
    ])(
      'keeps a viewer %s connected while the publisher is away, and gives it the next one',
      async (_, offer) => {
        const { sfu, stage, source } = await onAir();
        const sink = await stage.watch(watchOptions(source, offer));
        let swaps = 0;
        sink.onSwap(() => {
          swaps += 1;
        });
        source.close();
        await expect(stage.watch(watchOptions(source, player))).rejects.toMatchObject({
          code: 'channel_off_air',
        });
        const next = await stage.publish(publishOptions(publisher));
        expect(swaps).toBe(0);
        await stage.show(next);
        expect(swaps).toBe(1);
        expect(sink.isClosed).toBe(false);
        await sfu.close();
      },
    );

    test('closes those viewers at a change who know their tracks by SSRC', async () => {
      const { sfu, stage, source } = await onAir();
      const sink = await stage.watch(
        watchOptions(source, fixtureOffer('gstreamer-1.22-webrtcbin.whep.sdp')),
      );
      const reason = ending(sink);
      const next = await stage.publish(publishOptions(publisher));
      await stage.show(next);
      expect(await reason).toBe('renegotiate');
      await sfu.close();
    });

    test('ends a copy with its source, or when it is closed, and tells so once', async () => {
      const { sfu, source } = await onAir();
      const ended: string[] = [];
      const sink = (name: string) => ({
        packet: () => undefined,
        report: () => undefined,
        closed: () => ended.push(name),
      });
      const first = await source.copy(sink('first'));
      await source.copy(sink('second'));
      first.requestKeyFrame();
      first.close();
      first.close();
      expect(ended).toEqual(['first']);
      const gone = ending(source);
      source.close();
      await gone;
      await expect.poll(() => ended).toEqual(['first', 'second']);
      await expect(source.copy(sink('late'))).rejects.toMatchObject({ code: 'media_unavailable' });
      await sfu.close();
    });

    test('makes new ICE credentials at each restart', async () => {
      const { sfu, source } = await onAir();
      const first = await source.restartIce();
      const second = await source.restartIce();
      const names = [source.local.ice, first, second].map((ice) => ice.usernameFragment);
      expect(new Set(names).size).toBe(3);
      await sfu.close();
    });

    test('tells of an end once, with its first reason, also to those who ask late', async () => {
      const { sfu, source } = await onAir();
      const reasons: string[] = [];
      source.onClosed((reason) => reasons.push(reason));
      source.close('replaced');
      source.close();
      source.onClosed((reason) => reasons.push(reason));
      expect(reasons).toEqual(['replaced', 'replaced']);
      await sfu.close();
    });

    test('closes all that stand on a stage with it', async () => {
      const { sfu, stage, source } = await onAir();
      const sink = await stage.watch(watchOptions(source, viewer));
      const reasons = Promise.all([ending(source), ending(sink)]);
      stage.close();
      expect(await reasons).toEqual(['closed', 'closed']);
      expect(stage.isClosed).toBe(true);
      await sfu.close();
    });

    test('is ready until it is closed, and closes what it has', async () => {
      const { sfu, stage, source } = await onAir();
      expect(sfu.isReady()).toBe(true);
      const reason = ending(source);
      await sfu.close();
      expect(await reason).toBe('worker');
      expect(stage.isClosed).toBe(true);
      expect(sfu.isReady()).toBe(false);
      await expect(sfu.openStage()).rejects.toMatchObject({ code: 'media_unavailable' });
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
