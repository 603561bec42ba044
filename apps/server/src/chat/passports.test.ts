import { nameColours } from '@tallylight/contract';
import { expect, test } from 'vitest';
import { guestOf, Passports } from './passports.ts';

const ours = new Passports(new Uint8Array(32).fill(1));

test('a token is the same person each time', () => {
  const { id, token } = ours.read(undefined);
  expect(ours.read(token)).toEqual({ id, token });
});

test('another server\u2019s token is somebody new', () => {
  const others = new Passports(new Uint8Array(32).fill(2));
  const { id, token } = others.read(undefined);
  expect(ours.read(token).id).not.toBe(id);
});

test.each(['', '.', 'x', 'a.b.c', `${'A'.repeat(12)}.`, `${'A'.repeat(12)}.AAAA`, '__proto__.x'])(
  'the token %j is somebody new',
  (token) => {
    const { id } = ours.read(token);
    expect(id).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect(id).not.toBe(token.split('.')[0]);
  },
);

test('an id can not be had with another one\u2019s signature', () => {
  const [anna, ben] = [ours.read(undefined), ours.read(undefined)];
  const forged = `${anna.id}.${ben.token.split('.')[1]}`;
  expect(ours.read(forged).id).not.toBe(anna.id);
});

test('a guest has the same name and colour each time, and others to choose from', () => {
  const { name, colour } = guestOf('anna');
  expect(guestOf('anna')).toEqual({ name, colour });
  expect(name).toMatch(/^Guest \d{4}$/);
  expect(colour).toBeLessThan(nameColours);
  expect(guestOf('anna', 1).name).not.toBe(name);
});
