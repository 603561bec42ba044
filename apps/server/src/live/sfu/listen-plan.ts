import type { HostCandidate } from '@tallylight/protocol/sdp';

/** An address of this machine, as `os.networkInterfaces()` has it. */
export type LocalAddress = {
  readonly interfaceName: string;
  readonly address: string;
  readonly family: string;
};

/** Where the media port is bound, and what is said of it. */
export type ListenPlan = {
  /** One socket for UDP and one for TCP on each. */
  readonly binds: readonly { readonly ip: string; readonly announcedAddress?: string }[];
  /** Further addresses under which the first bind can be reached. */
  readonly aliases: readonly string[];
};

/** Bridges that container engines make: nobody outside the machine reaches their addresses. */
const containerBridge = /^(docker|br-|veth|cni|flannel|cali|podman|virbr|lxc|lxd)/;

/**
 * Chooses the addresses for media.
 *
 * Without configuration each address of the machine that isn't a container bridge's is bound by itself, so
 * that answers leave from the address that was asked. An announced address that isn't the machine's own (the
 * outer side of a NAT) can't be bound: then one socket listens on all of them, and the announced ones are told.
 */
export function planListening(
  announced: readonly string[],
  local: readonly LocalAddress[],
): ListenPlan {
  const own = local
    .filter(
      ({ interfaceName, address }) => !containerBridge.test(interfaceName) && !isLinkLocal(address),
    )
    .sort((a, b) => Number(isLoopback(a.address)) - Number(isLoopback(b.address)))
    .map(({ address }) => address);
  if (announced.length === 0) return { binds: own.map((ip) => ({ ip })), aliases: [] };
  const all = new Set(local.map(({ address }) => address));
  if (announced.every((address) => all.has(address))) {
    return { binds: announced.map((ip) => ({ ip })), aliases: [] };
  }
  const [first = '', ...aliases] = announced;
  const ip = announced.some((address) => address.includes(':')) ? '::' : '0.0.0.0';
  return { binds: [{ ip, announcedAddress: first }], aliases };
}

/** The candidates of a transport, repeated for each alias of its first address. */
export function withAliases(
  candidates: readonly HostCandidate[],
  aliases: readonly string[],
): HostCandidate[] {
  const repeated = aliases.flatMap((address, index) =>
    candidates.map((candidate) => ({
      ...candidate,
      address,
      foundation: `${candidate.foundation}${index}`,
      // Each candidate of a component has a priority of its own (RFC 8445, section 5.1.2).
      priority: candidate.priority - (index + 1) * 256,
    })),
  );
  return [...candidates, ...repeated];
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** fe80::/10 can't be reached without naming an interface, and 169.254/16 is nobody's choice. */
function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address) || address.startsWith('169.254.');
}
