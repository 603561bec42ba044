import { parse, type types } from 'hls-parser';
import { expect, test } from 'vitest';
import { type Variant, writeMultivariantPlaylist } from './multivariant-playlist.ts';

function read(text: string): types.MasterPlaylist {
  const playlist = parse(text);
  if (!playlist.isMasterPlaylist) throw new Error('not a multivariant playlist');
  return playlist as types.MasterPlaylist;
}

const picture: Variant = {
  uri: 'b/720p.m3u8',
  peakBitsPerS: 2_400_000.4,
  averageBitsPerS: 2_000_000,
  codecs: ['avc1.42c01f', 'mp4a.40.2'],
  width: 1280,
  height: 720,
  frameRate: 30,
};
const sound: Variant = {
  uri: 'b/audio.m3u8',
  peakBitsPerS: 130_000,
  averageBitsPerS: null,
  codecs: ['mp4a.40.2', 'mp4a.40.2'],
  width: null,
  height: null,
  frameRate: null,
};
const audio = { uri: 'b/audio.m3u8', name: 'Sound', channels: 2 };

test('L21 pictures with a group of sound, to the letter', () => {
  const text = writeMultivariantPlaylist({ variants: [picture], audio });
  expect(text).toMatchInlineSnapshot(`
    "#EXTM3U
    #EXT-X-VERSION:6
    #EXT-X-INDEPENDENT-SEGMENTS
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="b/audio.m3u8"
    #EXT-X-STREAM-INF:BANDWIDTH=2400001,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.42c01f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=30.000,AUDIO="audio",CLOSED-CAPTIONS=NONE
    b/720p.m3u8
    "
  `);
  const [variant] = read(text).variants;
  expect(variant).toMatchObject({ bandwidth: 2_400_001, resolution: { width: 1280, height: 720 } });
  expect(variant?.audio).toMatchObject([{ uri: 'b/audio.m3u8', isDefault: true }]);
});

test('pictures without sound have no group', () => {
  const text = writeMultivariantPlaylist({ variants: [picture], audio: null });
  expect(text).not.toContain('AUDIO');
  expect(read(text).variants).toHaveLength(1);
});

test('sound alone is a variant without a size', () => {
  const text = writeMultivariantPlaylist({ variants: [sound], audio: null });
  expect(text).toContain('#EXT-X-STREAM-INF:BANDWIDTH=130000,CODECS="mp4a.40.2"\nb/audio.m3u8\n');
  expect(read(text).variants).toHaveLength(1);
});

test('a name can not end its quotes', () => {
  const text = writeMultivariantPlaylist({
    variants: [picture],
    audio: { ...audio, name: 'a",URI="x\n#EXT' },
  });
  expect(text).toContain('NAME="a ,URI= x #EXT"');
});
