import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

const url = 'http://127.0.0.1:8080/whip/live';

describe('readCommandLine', () => {
  it('fills in what is left out', () => {
    expect(readCommandLine(['publish', url], {})).toEqual({
      name: 'publish',
      url,
      token: undefined,
      timeoutMs: 10_000,
      durationMs: undefined,
      vanishAfterMs: undefined,
      json: false,
      layers: 1,
      audio: true,
      video: true,
      profile: undefined,
      clip: undefined,
      choice: { codec: 'h264', bFrames: false, keyFrameIntervalMs: 1000 },
      fillToBitrate: undefined,
      ignoresKeyFrameRequests: false,
    });
    expect(readCommandLine(['watch', url], {})).toMatchObject({ viewers: 1, staggerMs: 0 });
  });

  it('reads seconds into milliseconds, and the token from the environment unless it is given', () => {
    const environment = { TALLYLIGHT_TOKEN: 'from environment' };
    const given = ['--duration', '1.5', '--timeout=3', '--vanish-after', '0.2'];
    expect(readCommandLine(['watch', url, '-n', '10', ...given], environment)).toMatchObject({
      viewers: 10,
      durationMs: 1500,
      timeoutMs: 3000,
      vanishAfterMs: 200,
      token: 'from environment',
    });
    expect(readCommandLine(['watch', url, '--token', 'given'], environment)).toMatchObject({
      token: 'given',
    });
  });

  it('reads what to send', () => {
    const args = ['--layers', '3', '--video-only', '--profile', '64001F', '--clip', '/clip'];
    expect(readCommandLine(['publish', ...args, url], {})).toMatchObject({
      layers: 3,
      audio: false,
      video: true,
      profile: '64001f',
      clip: '/clip',
    });
    const odd = ['--b-frames', '--key-frame-interval', '2.3', '--bitrate', '12000', '--codec=H264'];
    expect(readCommandLine(['publish', ...odd, url], {})).toMatchObject({
      choice: { codec: 'h264', bFrames: true, keyFrameIntervalMs: 2300 },
      fillToBitrate: 12_000_000,
    });
    expect(readCommandLine(['watch', '--codec', 'vp8', url], {})).toMatchObject({ codec: 'vp8' });
  });

  it.each([
    ['', 'tallylight-synthetic publish URL'],
    ['--help', 'tallylight-synthetic publish URL'],
    ['publish --help', '--layers'],
    ['watch -h', '--stagger'],
    ['clip --help', '--folder'],
  ])('helps with "%s"', (line, text) => {
    const command = readCommandLine(line.split(' ').filter(Boolean), {});
    expect(command).toMatchObject({ name: 'help', text: expect.stringContaining(text) as string });
  });

  it.each([
    ['stream', 'there is no command stream'],
    ['publish', 'one URL is needed'],
    [`publish ${url} ${url}`, 'one URL is needed'],
    ['publish ftp://127.0.0.1/', 'ftp://127.0.0.1/ is no http or https URL'],
    ['publish live', 'live is no http or https URL'],
    [`publish ${url} --layers 4`, '--layers 4 is not 1, 2 or 3'],
    [`publish ${url} --profile 640028`, '640028 is no profile'],
    [`publish ${url} --audio-only --video-only`, 'leave nothing to send'],
    [`publish ${url} --codec av1`, '--codec av1 is not h264 or vp8'],
    [`watch ${url} -n 0`, '-n 0 is no count of viewers'],
    [`watch ${url} --duration soon`, '--duration soon is no number'],
    [`watch ${url} --layers 2`, "Unknown option '--layers'"],
  ])('refuses "%s"', (line, complaint) => {
    expect(() => readCommandLine(line.split(' '), {})).toThrow(complaint);
  });
});
