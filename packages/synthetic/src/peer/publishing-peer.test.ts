import { describe, expect, it } from 'vitest';
import { PublishingPeer, type PublishingPeerOptions } from './publishing-peer.ts';

async function offerOf(options: Partial<PublishingPeerOptions>): Promise<{
  offer: string;
  rids: string[];
}> {
  const peer = await PublishingPeer.open({
    audio: false,
    layers: 3,
    codec: 'h264',
    profile: '42e01f',
    layerOrder: 'lowest-first',
    tellsCaptureTimes: true,
    wrapsAfterMs: null,
    addresses: ['127.0.0.1'],
    onKeyFrameRequest: () => undefined,
    onLost: () => undefined,
    ...options,
  });
  const { offer } = peer;
  const rids = [0, 1, 2].map((layer) => peer.ridOf(layer));
  await peer.close();
  return { offer, rids };
}

describe('PublishingPeer', () => {
  it('offers no capture times where it shall not tell them', async () => {
    const uri = 'abs-capture-time';
    expect((await offerOf({ audio: true })).offer.split(uri)).toHaveLength(3);
    expect((await offerOf({ audio: true, tellsCaptureTimes: false })).offer).not.toContain(uri);
  });

  it('offers layers as browsers do, the lowest first', async () => {
    const { offer, rids } = await offerOf({});
    expect(offer).toContain('a=simulcast:send 0;1;2\r\n');
    expect(rids).toEqual(['0', '1', '2']);
  });

  it('offers layers as OBS does, numbered from the highest on', async () => {
    const { offer, rids } = await offerOf({ layerOrder: 'highest-first' });
    expect(offer).toContain('a=simulcast:send 0;1;2\r\n');
    expect(rids).toEqual(['2', '1', '0']);
  });

  it('offers VP8 alone where that is sent', async () => {
    const { offer } = await offerOf({ codec: 'vp8' });
    expect(offer).toMatch(/^m=video 9 \S+ 96 97\r$/m);
    expect(offer).toContain('a=rtpmap:96 VP8/90000\r\n');
    expect(offer).not.toContain('H264');
  });
});
