import { expect, it, vi } from 'vitest';
import { firstThatWorks, type Way } from './first-that-works.ts';

function way(source: Way['source'], binary: string): Way & { make: ReturnType<typeof vi.fn> } {
  return {
    source,
    name: `the ${source}`,
    make: vi.fn(async () => ({ binary, notes: [`${source} note`] })),
  };
}

const accept = async (): Promise<void> => {};
const quiet = (): void => {};

it('takes the first and leaves the second alone', async () => {
  const [prebuilt, build] = [way('prebuilt', '/p'), way('build', '/b')];
  expect(await firstThatWorks([prebuilt, build], accept, quiet)).toEqual({
    binary: '/p',
    source: 'prebuilt',
    notes: ['prebuilt note'],
  });
  expect(build.make).not.toHaveBeenCalled();
});

it('takes the second where the first can not be had, and notes why', async () => {
  const prebuilt = way('prebuilt', '/p');
  prebuilt.make.mockRejectedValue(new Error('HTTP 404'));
  const { source, notes } = await firstThatWorks([prebuilt, way('build', '/b')], accept, quiet);
  expect(source).toBe('build');
  expect(notes).toEqual(['the prebuilt: HTTP 404', 'build note']);
});

it('takes the second where the first does not pass the proof', async () => {
  const prove = async (binary: string): Promise<void> => {
    if (binary === '/p') throw new Error('it died of SIGSEGV');
  };
  const ways = [way('prebuilt', '/p'), way('build', '/b')];
  const { binary, notes } = await firstThatWorks(ways, prove, quiet);
  expect(binary).toBe('/b');
  expect(notes).toEqual(['the prebuilt: it died of SIGSEGV', 'build note']);
});

it('names every attempt where none works', async () => {
  const prove = async (binary: string): Promise<void> => {
    throw new Error(`${binary} is bad`);
  };
  const ways = [way('prebuilt', '/p'), way('build', '/b')];
  await expect(firstThatWorks(ways, prove, quiet)).rejects.toMatchObject({
    reason: 'none-worked',
    message: expect.stringMatching(/the prebuilt: \/p is bad\n- the build: \/b is bad/),
  });
});

it('tries nothing more once it is stopped', async () => {
  const stop = new AbortController();
  const prebuilt = way('prebuilt', '/p');
  prebuilt.make.mockImplementation(async () => {
    stop.abort(new Error('stopped'));
    throw new Error('torn');
  });
  const build = way('build', '/b');
  await expect(firstThatWorks([prebuilt, build], accept, quiet, stop.signal)).rejects.toThrow(
    'stopped',
  );
  expect(build.make).not.toHaveBeenCalled();
});
