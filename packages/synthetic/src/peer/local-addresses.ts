import { networkInterfaces } from 'node:os';

/** Whether an IP address, or `localhost`, stays on this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || bare.startsWith('127.');
}

/** This machine's addresses, without loopback and link-local ones. */
export function localAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address);
}

/** Where to send media from, to a server with this host name: loopback stays on loopback. */
export function addressesToward(host: string): string[] | undefined {
  if (!isLoopback(host)) return undefined;
  return [host.includes(':') ? '::1' : '127.0.0.1'];
}
