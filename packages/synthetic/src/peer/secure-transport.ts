import { createSecretKey } from 'node:crypto';
import {
  Candidate,
  DtlsClient,
  DtlsServer,
  type DtlsSocket,
  fingerprint,
  type IceConnection,
  isDtls,
  isMedia,
  isRtcp,
  keyLength,
  type RTCCertificate,
  RTCDtlsTransport,
  RTCIceGatherer,
  type RtpHeader,
  SrtcpSession,
  SrtpSession,
  saltLength,
} from 'werift';
import { SyntheticError } from '../errors.ts';
import { isLoopback, localAddresses } from './local-addresses.ts';
import type { LocalDescription, RemoteDescription } from './transport-description.ts';

/** What arrives over a transport, and its end. */
export type TransportEvents = {
  rtp(header: RtpHeader, payload: Buffer): void;
  /** A decrypted compound packet. */
  rtcp(compound: Buffer): void;
  /** Called once, and not when `close` was called first. */
  lost(why: SyntheticError): void;
};

/** How a transport reaches the other side. */
export type TransportOptions = {
  /** Local addresses to gather. Default: those of every interface, without loopback. */
  readonly addresses?: readonly string[];
  /** The offerer controls (RFC 8445 section 6.1.1); false is for its counterpart. Default true. */
  readonly controlling?: boolean;
  /** For ICE and DTLS together, in milliseconds. Default 10 000. */
  readonly connectTimeoutMs?: number;
};

/** AEAD_AES_128_GCM before AES128_CM_HMAC_SHA1_80 (RFC 7714, RFC 5764): the first costs half. */
const srtpProfiles = [7, 1] as const;

/** The content type of an alert (RFC 5246 section 6.2.1): after the handshake, the end. */
const alertRecord = 21;

/**
 * ICE, DTLS and SRTP over one five-tuple, from werift's parts. werift's own RTCDtlsTransport would
 * do, but it waits 100 ms before a DTLS client's first flight, which is more than all the rest of
 * a join; and its peer connection can't send simulcast.
 */
export class SecureTransport {
  readonly local: LocalDescription;
  readonly #ice: IceConnection;
  readonly #certificate: RTCCertificate;
  readonly #events: TransportEvents;
  readonly #connectTimeoutMs: number;
  /** DTLS records that came before there was anyone to read them. */
  #earlyRecords: Buffer[] | undefined = [];
  #feedDtls: ((record: Buffer) => void) | undefined;
  #srtp: SrtpSession | undefined;
  #srtcp: SrtcpSession | undefined;
  #isClosed = false;

  private constructor(
    ice: IceConnection,
    certificate: RTCCertificate,
    events: TransportEvents,
    options: TransportOptions,
  ) {
    this.#ice = ice;
    this.#certificate = certificate;
    this.#events = events;
    this.#connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
    this.local = {
      usernameFragment: ice.localUsername,
      password: ice.localPassword,
      fingerprint: certificate.getFingerprints()[0]?.value ?? '',
      candidates: ice.localCandidates.map((candidate) => candidate.toSdp()),
    };
    ice.onData.subscribe((data) => this.#receive(data));
    ice.stateChanged.subscribe((state) => {
      if (state === 'failed') this.#lose(SyntheticError.transport('ICE consent expired'));
    });
  }

  /** Binds sockets and gathers host candidates. */
  static async open(
    events: TransportEvents,
    options: TransportOptions = {},
  ): Promise<SecureTransport> {
    const addresses = options.addresses ?? localAddresses();
    const gatherer = new RTCIceGatherer({
      useIpv4: false,
      useIpv6: false,
      additionalHostAddresses: [...addresses],
      // A loopback candidate's socket needn't hear the network.
      ...(addresses.every(isLoopback)
        ? { interfaceAddresses: { udp4: '127.0.0.1', udp6: '::1' } }
        : {}),
    });
    const ice = gatherer.connection;
    // werift falls back to a public STUN server; an SFU with a public address needs none of it.
    Reflect.deleteProperty(ice, 'stunServer');
    ice.iceControlling = options.controlling ?? true;
    const [certificate] = await Promise.all([
      RTCDtlsTransport.SetupCertificate(),
      gatherer.gather(),
    ]);
    return new SecureTransport(ice, certificate, events, options);
  }

  /**
   * Connects to the other side: ICE, the DTLS handshake, its certificate against the fingerprint.
   *
   * @throws SyntheticError with reason `transport` or `timeout`.
   */
  async connect(remote: RemoteDescription): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timeoutMs = this.#connectTimeoutMs;
    const late = (): void => reject(SyntheticError.timeout('The connection', timeoutMs));
    const timer = setTimeout(late, timeoutMs);
    await Promise.race([this.#establish(remote), promise]).finally(() => clearTimeout(timer));
  }

  async #establish(remote: RemoteDescription): Promise<void> {
    await this.#connectIce(remote);
    const dtls = await this.#connectDtls(remote.setup).catch((cause: unknown) => {
      throw SyntheticError.transport('The DTLS handshake failed', cause);
    });
    this.#verify(dtls, remote.fingerprints);
    const profile = dtls.srtp.srtpProfile;
    if (profile === undefined) throw SyntheticError.transport('No SRTP profile was agreed');
    const keys = dtls.extractSessionKeys(keyLength(profile), saltLength(profile));
    const config = {
      profile,
      keys: {
        localMasterKey: keys.localKey,
        localMasterSalt: keys.localSalt,
        remoteMasterKey: keys.remoteKey,
        remoteMasterSalt: keys.remoteSalt,
      },
    };
    this.#srtp = speedUp(new SrtpSession(config));
    this.#srtcp = new SrtcpSession(config);
  }

  /** Sends a packet; returns its size on the wire above UDP in bytes, 0 when not connected. */
  sendRtp(header: RtpHeader, payload: Buffer): number {
    return this.#srtp === undefined ? 0 : this.#send(this.#srtp.encrypt(payload, header));
  }

  /** Sends a compound packet. */
  sendRtcp(compound: Buffer): void {
    if (this.#srtcp !== undefined) this.#send(this.#srtcp.encrypt(compound));
  }

  /** Closes the sockets. The other side isn't told: SDP over HTTP has DELETE for that. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#ice.close();
  }

  #send(data: Buffer): number {
    if (this.#isClosed) return 0;
    // A full socket buffer loses the packet, like any network; there is nobody to tell.
    this.#ice.send(data).catch(() => undefined);
    return data.length;
  }

  async #connectIce(remote: RemoteDescription): Promise<void> {
    this.#ice.setRemoteParams({
      iceLite: remote.iceLite,
      usernameFragment: remote.usernameFragment,
      password: remote.password,
    });
    for (const line of remote.candidates) {
      const candidate = Candidate.fromSdp(line);
      if (candidate.transport.toLowerCase() === 'udp')
        await this.#ice.addRemoteCandidate(candidate);
    }
    await this.#ice.addRemoteCandidate(undefined);
    await this.#ice.connect().catch((cause: unknown) => {
      const where = remote.candidates.map((line) => line.split(' ').slice(4, 6).join(':'));
      throw SyntheticError.transport(`ICE reached none of ${where.join(', ')}`, cause);
    });
  }

  async #connectDtls(remoteSetup: RemoteDescription['setup']): Promise<DtlsSocket> {
    const socket = {
      type: 'ice',
      address: { address: '', family: '', port: 0 },
      closed: false,
      onData: (_record: Buffer): void => undefined,
      send: (record: Buffer): Promise<void> => this.#ice.send(record),
      close: async (): Promise<void> => undefined,
    };
    const options = {
      cert: this.#certificate.certPem,
      key: this.#certificate.privateKey,
      signatureHash: this.#certificate.signatureHash,
      transport: socket,
      srtpProfiles: [...srtpProfiles],
      extendedMasterSecret: true,
    };
    // `passive` waits for our ClientHello; `active` sends one (RFC 5763 section 5).
    const isClient = remoteSetup !== 'active';
    const client = isClient ? new DtlsClient(options) : undefined;
    const dtls = client ?? new DtlsServer({ ...options, certificateRequest: true });
    const connected = new Promise<void>((resolve, reject) => {
      dtls.onConnect.once(() => resolve());
      dtls.onError.once(reject);
      dtls.onClose.once(() => reject(new Error('the other side sent an alert')));
      this.#feedDtls = (record) => socket.onData(record);
      for (const record of this.#earlyRecords ?? []) socket.onData(record);
      this.#earlyRecords = undefined;
      client?.connect().catch(reject);
    });
    await connected;
    return dtls;
  }

  #verify(dtls: DtlsSocket, fingerprints: RemoteDescription['fingerprints']): void {
    const certificate = dtls.remoteCertificate;
    const matches = fingerprints.some(
      ({ algorithm, value }) =>
        certificate !== undefined &&
        fingerprint(certificate, algorithm.replace('-', '')).toUpperCase() === value.toUpperCase(),
    );
    if (!matches) {
      throw SyntheticError.transport("The certificate doesn't match the answer's fingerprint");
    }
  }

  /** Tells DTLS, SRTP and SRTCP apart by their first bytes (RFC 7983, RFC 5761 section 4). */
  #receive(data: Buffer): void {
    if (this.#isClosed) return;
    if (isDtls(data)) {
      // werift reads an encrypted alert's nonce as its text and may take it for another.
      if (this.#srtp !== undefined && data[0] === alertRecord) {
        this.#lose(SyntheticError.ended('The other side closed the connection'));
      } else if (this.#earlyRecords === undefined) this.#feedDtls?.(data);
      else this.#earlyRecords.push(data);
      return;
    }
    if (this.#srtp === undefined || this.#srtcp === undefined || !isMedia(data)) return;
    if (isRtcp(data)) {
      const compound = attempt(this.#srtcp.decrypt, data);
      if (compound !== undefined) this.#events.rtcp(compound);
      return;
    }
    const { remoteContext } = this.#srtp;
    const opened = attempt((packet) => remoteContext.decryptRtp(packet), data);
    if (opened === undefined) return;
    const [packet, header] = opened;
    const end = packet.length - header.paddingSize;
    this.#events.rtp(header, packet.subarray(header.payloadOffset, end));
  }

  #lose(why: SyntheticError): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#events.lost(why);
    void this.#ice.close();
  }
}

/**
 * Node turns a key that comes as bytes into a key object for each packet, which costs three times
 * the decryption; werift passes on whatever stands here.
 */
function speedUp(session: SrtpSession): SrtpSession {
  for (const { cipher } of [session.localContext, session.remoteContext]) {
    Object.assign(cipher, { srtpSessionKey: createSecretKey(cipher.srtpSessionKey) });
  }
  return session;
}

/** A packet that doesn't authenticate is dropped without a word (RFC 3711 section 3.3). */
function attempt<Result>(open: (data: Buffer) => Result, data: Buffer): Result | undefined {
  try {
    return open(data);
  } catch {
    return undefined;
  }
}
