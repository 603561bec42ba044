import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Clip, ClipFrame } from './clip.ts';
import { ClipPlayer, type ClipPlayerOptions } from './clip-player.ts';
import { displayShifts } from './display-order.ts';
import { standardRecipe } from './recipe.ts';

/** Ten frames a second, a key frame each second. */
const recipe = { ...standardRecipe, frameRate: 10, keyFrameEvery: 10, durationMs: 2000 };
const [layer = { name: '', width: 0, height: 0, bitrate: 0 }] = recipe.layers;

/** `pattern` has a letter a frame in the order of sending: i, p or b. */
function clipOf(pattern: string, layers: number): Clip {
  const headers: Record<string, number> = { i: 0x65, p: 0x41, b: 0x01 };
  const units = [...pattern].map((kind) => ({
    nals: [Buffer.of(headers[kind] ?? 0, 0x80)],
    key: kind === 'i',
  }));
  const shifts = displayShifts(units);
  const frames: ClipFrame[] = units.map((unit, index) => ({ ...unit, shift: shifts[index] ?? 0 }));
  return {
    recipe: { ...recipe, bFrames: pattern.includes('b') },
    layers: Array.from({ length: layers }, () => ({ ...layer, frames })),
    audio: [],
  };
}

type Sent = { layer: number; key: boolean; atMs: number; mediaTimeMs: number; ageMs: number };

function play(clip: Clip, options?: ClipPlayerOptions): { player: ClipPlayer; sent: Sent[] } {
  const sent: Sent[] = [];
  const startedAtMs = performance.now();
  const player = new ClipPlayer(
    clip,
    {
      video: (index, payloads, mediaTimeMs, ageMs) => {
        const key = ((payloads[0]?.[0] ?? 0) & 0x1f) === 5;
        const atMs = Math.round(performance.now() - startedAtMs);
        sent.push({ layer: index, key, atMs, mediaTimeMs, ageMs });
      },
      audio: () => undefined,
    },
    options,
  );
  onTestFinished(() => player.stop());
  player.start();
  return { player, sent };
}

describe('ClipPlayer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
  });

  it('sends B-frames after the frame they are shown before, each place in time once', () => {
    const { sent } = play(clipOf('ipbbpbbpbp', 1));
    vi.advanceTimersByTime(1900);
    expect(sent.slice(0, 5).map(({ mediaTimeMs }) => mediaTimeMs)).toEqual([0, 300, 100, 200, 600]);
    const places = sent.map(({ mediaTimeMs }) => mediaTimeMs).toSorted((a, b) => a - b);
    expect(places).toEqual(Array.from({ length: 20 }, (_, index) => index * 100));
    // A picture is as old as its encoder was late, so sending time less age is the picture's time.
    for (const { atMs, ageMs, mediaTimeMs } of sent) expect(atMs - ageMs + 200).toBe(mediaTimeMs);
  });

  it('tells of a picture that is sent late when it was due', () => {
    const ages: number[] = [];
    const video = (_layer: number, _payloads: unknown, _mediaTimeMs: number, ageMs: number) => {
      ages.push(ageMs);
      // What comes next is behind by as much.
      vi.advanceTimersByTime(30);
    };
    const player = new ClipPlayer(clipOf('ippp', 2), { video, audio: () => undefined });
    onTestFinished(() => player.stop());
    player.start();
    expect(ages).toEqual([0, 30]);
  });

  it('jumps to a key frame at once, but not in front of B-frames', () => {
    const plain = play(clipOf('ipppp', 1));
    const reordered = play(clipOf('ipbbp', 1));
    vi.advanceTimersByTime(100);
    plain.player.requestKeyFrame(0);
    reordered.player.requestKeyFrame(0);
    vi.advanceTimersByTime(400);
    const keys = ({ sent }: typeof plain) => sent.filter(({ key }) => key).map(({ atMs }) => atMs);
    expect(keys(plain)).toEqual([0, 200]);
    expect(keys(reordered)).toEqual([0, 400]);
    const places = reordered.sent.map(({ mediaTimeMs }) => mediaTimeMs);
    expect(new Set(places).size).toBe(places.length);
  });

  it('starts a layer late, and pauses one, with a key frame first each time', () => {
    const { player, sent } = play(clipOf('ippppppppp', 2), { startLayersAfterMs: [0, 350] });
    vi.advanceTimersByTime(550);
    player.pauseLayer(0, true);
    vi.advanceTimersByTime(400);
    player.pauseLayer(0, false);
    vi.advanceTimersByTime(250);
    const times = (index: number) =>
      sent.filter((one) => one.layer === index).map(({ atMs, key }) => (key ? -atMs : atMs));
    // Key frames are negative here.
    expect(times(0)).toEqual([-0, 100, 200, 300, 400, 500, -1000, 1100, 1200]);
    expect(times(1)).toEqual([-400, 500, 600, 700, 800, 900, 1000, 1100, 1200]);
  });
});
