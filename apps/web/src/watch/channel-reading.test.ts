import type { ChannelView } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import { ChannelReading } from './channel-reading.ts';

function view(title: string | null): ChannelView {
  return { name: 'live', title, startsAtMs: null, broadcast: null, recording: null };
}

function make(answers: readonly (() => ChannelView)[]) {
  let asked = 0;
  let told = 0;
  const reading = new ChannelReading(async () => {
    const answer = answers[asked];
    asked += 1;
    if (answer === undefined) throw new Error('It is asked too often.');
    return answer();
  });
  reading.subscribe(() => {
    told += 1;
  });
  return { reading, told: () => told };
}

test('what was read is known, and told when it is new', async () => {
  const { reading, told } = make([() => view('a'), () => view('a'), () => view('b')]);
  expect(reading.get()).toEqual({ view: null, isUnknown: false });
  await reading.fetch();
  const first = reading.get();
  await reading.fetch();
  expect(reading.get()).toBe(first);
  expect(told()).toBe(1);
  await reading.fetch();
  expect(reading.get().view?.title).toBe('b');
  expect(told()).toBe(2);
});

test('that there is no such channel is known; that the server is away leaves what was', async () => {
  const unknown = ApiError.refused(404, {
    ...{ type: 'about:blank', title: 'There is no such channel', status: 404 },
    code: 'channel_unknown',
  });
  const { reading } = make([
    () => view('a'),
    () => {
      throw new TypeError('Failed to fetch');
    },
    () => {
      throw unknown;
    },
  ]);
  await reading.fetch();
  await expect(reading.fetch()).rejects.toThrow('Failed to fetch');
  expect(reading.get()).toMatchObject({ view: { title: 'a' }, isUnknown: false });
  await expect(reading.fetch()).rejects.toBe(unknown);
  expect(reading.get().isUnknown).toBe(true);
});
