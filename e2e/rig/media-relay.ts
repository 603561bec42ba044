import type { BrowserContext, Page } from '@playwright/test';
import { Impairment, type PacketCount, type PacketFilter } from './media-relay-impairment.ts';
import { TcpRelay } from './media-relay-tcp.ts';
import { UdpRelay, type Upstream } from './media-relay-udp.ts';

export { isDtls, isEndOfFrame, isRtp } from './media-relay-impairment.ts';

export type MediaRelayOptions = {
  /** Whether viewers are told of a TCP port too; default false. */
  readonly tcp?: boolean;
};

/** What a page calls to have an answer rewritten. */
const bindingName = 'tallylightRewriteAnswer';

type Relay = UdpRelay | TcpRelay;

/** RFC 8839, section 5.1: foundation, component, transport, priority, address, port, the rest. */
const candidateLine = /^(a=candidate:\S+ \d+ )(udp|tcp)( \d+ )(\S+) (\d+)( .*)$/i;

/**
 * What a bad network does to one viewer's media: a relay in this process between the browser and the server's
 * media ports. It rewrites the candidates in the server's answers, so that the browser knows no other way.
 */
export class MediaRelay {
  /** What becomes of packets over UDP, and over TCP. */
  readonly udp = new Impairment();
  readonly tcp = new Impairment();
  readonly #options: MediaRelayOptions;
  readonly #relays = new Map<string, Promise<Relay>>();

  /** It listens when the first answer tells of the server's ports. */
  constructor(options: MediaRelayOptions = {}) {
    this.#options = options;
  }

  /** A network where UDP goes nowhere, and TCP works. */
  static udpBlocked(): MediaRelay {
    const relay = new MediaRelay({ tcp: true });
    relay.udp.cut();
    return relay;
  }

  /** A network where media goes nowhere. */
  static allBlocked(): MediaRelay {
    const relay = new MediaRelay({ tcp: true });
    relay.cut();
    return relay;
  }

  /** Packets that went through. */
  get forwarded(): PacketCount {
    return sum(this.udp.forwarded, this.tcp.forwarded);
  }

  /** Packets that were kept from where they were going. */
  get dropped(): PacketCount {
    return sum(this.udp.dropped, this.tcp.dropped);
  }

  /** Has all WHEP sessions that are made from now on go through here. */
  async install(viewer: Page | BrowserContext): Promise<void> {
    await viewer.exposeBinding(bindingName, (_source, sdp: string) => this.#rewrite(sdp));
    await viewer.addInitScript(passOnAnswers, bindingName);
  }

  /** Lets everything through from now on. */
  pass(): void {
    this.udp.pass();
    this.tcp.pass();
  }

  /** Drops the packets that `filter` is true for, both ways; without one, all. */
  cut(filter?: PacketFilter): void {
    this.udp.cut(filter);
    this.tcp.cut(filter);
  }

  /** @param ratio the part of the packets that gets lost, 0 to 1 */
  lossy(ratio: number): void {
    this.udp.lossy(ratio);
    this.tcp.lossy(ratio);
  }

  /** Holds each packet for this long, both ways. */
  delay(delayMs: number): void {
    this.udp.delay(delayMs);
    this.tcp.delay(delayMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    this.udp.close();
    this.tcp.close();
    for (const relay of await Promise.all(this.#relays.values())) await relay.close();
  }

  async #rewrite(sdp: string): Promise<string> {
    const lines = await Promise.all(sdp.split('\r\n').map((line) => this.#rewriteLine(line)));
    return lines.filter((line) => line !== null).join('\r\n');
  }

  /** @returns null for a line that is left out */
  async #rewriteLine(line: string): Promise<string | null> {
    const [, start = '', named = '', priority = '', address = '', port, rest = ''] =
      candidateLine.exec(line) ?? [];
    const transport = named.toLowerCase();
    if (transport !== 'udp' && transport !== 'tcp') return line;
    if (transport === 'tcp' && this.#options.tcp !== true) return null;
    const relay = await this.#relayTo(transport, { address, port: Number(port) });
    return `${start}${named}${priority}127.0.0.1 ${relay.port}${rest}`;
  }

  #relayTo(transport: 'udp' | 'tcp', upstream: Upstream): Promise<Relay> {
    const name = `${transport} ${upstream.address} ${upstream.port}`;
    const known = this.#relays.get(name);
    if (known !== undefined) return known;
    const relay: Promise<Relay> =
      transport === 'udp' ? UdpRelay.start(upstream, this.udp) : TcpRelay.start(upstream, this.tcp);
    this.#relays.set(name, relay);
    return relay;
  }
}

/**
 * Has the answers of WHEP rewritten before the page sees them; runs in the page. Playwright's own routing would slow down
 * every other request of it, and keep it without a cache.
 */
function passOnAnswers(binding: string): void {
  const rewrite = (window as unknown as Record<string, (sdp: string) => Promise<string>>)[binding];
  if (rewrite === undefined) throw new Error(`There is no ${binding}().`);
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const response = await real(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    // One comes to a POST, and to a PATCH that restarts ICE.
    const isSession = /^\/whep\/[^/]+(\/[^/]+)?$/.test(pathname);
    const isSdp = response.headers.get('content-type')?.includes('sdp') === true;
    if (!isSession || !isSdp || !response.ok) return response;
    const { status, statusText, headers } = response;
    return new Response(await rewrite(await response.text()), { status, statusText, headers });
  };
}

function sum(a: PacketCount, b: PacketCount): PacketCount {
  return { toServer: a.toServer + b.toServer, toViewer: a.toViewer + b.toViewer };
}
