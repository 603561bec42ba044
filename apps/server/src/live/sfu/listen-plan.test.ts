import { expect, test } from 'vitest';
import { planListening, withAliases } from './listen-plan.ts';

const local = [
  { interfaceName: 'lo', address: '127.0.0.1', family: 'IPv4' },
  { interfaceName: 'lo', address: '::1', family: 'IPv6' },
  { interfaceName: 'eth0', address: '192.0.2.10', family: 'IPv4' },
  { interfaceName: 'eth0', address: 'fe80::1', family: 'IPv6' },
  { interfaceName: 'eth0', address: '2001:db8::10', family: 'IPv6' },
  { interfaceName: 'docker0', address: '172.17.0.1', family: 'IPv4' },
  { interfaceName: 'br-0a1b2c', address: '172.18.0.1', family: 'IPv4' },
];

test('by default every address is bound but those of container bridges, loopback last', () => {
  expect(planListening([], local)).toEqual({
    binds: [{ ip: '192.0.2.10' }, { ip: '2001:db8::10' }, { ip: '127.0.0.1' }, { ip: '::1' }],
    aliases: [],
  });
});

test("announced addresses that are the machine's own are bound one by one", () => {
  expect(planListening(['127.0.0.1'], local)).toEqual({
    binds: [{ ip: '127.0.0.1' }],
    aliases: [],
  });
});

test('an address beyond a NAT is told, while one socket listens on all', () => {
  expect(planListening(['198.51.100.4', '192.0.2.10'], local)).toEqual({
    binds: [{ ip: '0.0.0.0', announcedAddress: '198.51.100.4' }],
    aliases: ['192.0.2.10'],
  });
});

test('aliases repeat each candidate under priorities of their own', () => {
  const candidate = {
    foundation: 'udp',
    priority: 1000,
    address: '198.51.100.4',
    protocol: 'udp',
    port: 1,
  } as const;
  expect(withAliases([candidate], ['192.0.2.10'])).toEqual([
    candidate,
    { ...candidate, address: '192.0.2.10', foundation: 'udp0', priority: 744 },
  ]);
});
