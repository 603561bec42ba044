import { compactNtp, toNtp } from '@tallylight/protocol/rtp';

/** RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1). */
export const rtcpType = { sr: 200, rr: 201, sdes: 202, rtpfb: 205, psfb: 206 } as const;

/** Feedback message types of RFC 4585 sections 6.2 and 6.3, RFC 5104 and transport-wide cc. */
export const feedbackFormat = { nack: 1, transportCc: 15, pli: 1, fir: 4 } as const;

/** What a sender says about its stream (RFC 3550 section 6.4.1). */
export type SenderReport = {
  ssrc: number;
  /** The report's moment, Unix milliseconds. */
  wallClockMs: number;
  /** The same moment on the stream's own clock. */
  rtpTimestamp: number;
  packets: number;
  octets: number;
};

/** What a receiver says about a stream (RFC 3550 section 6.4.2). */
export type ReceptionReport = {
  ssrc: number;
  /** Since the last report, 0 to 255 in 1/256. */
  fractionLost: number;
  lost: number;
  highestSequence: number;
  /** In units of the stream's clock. */
  jitter: number;
  /** The middle bits of the last sender report's time; 0 when none came. */
  lastReport: number;
  /** Milliseconds since that report came. */
  sinceLastReportMs: number;
};

/** A sender report with the SDES CNAME that a compound packet needs (RFC 3550 section 6.1). */
export function writeSenderReport(report: SenderReport, cname: string): Buffer {
  const body = Buffer.alloc(24);
  body.writeUInt32BE(report.ssrc, 0);
  body.writeBigUInt64BE(toNtp(report.wallClockMs), 4);
  body.writeUInt32BE(report.rtpTimestamp >>> 0, 12);
  body.writeUInt32BE(report.packets >>> 0, 16);
  body.writeUInt32BE(report.octets >>> 0, 20);
  return Buffer.concat([frame(rtcpType.sr, 0, body), writeCname(report.ssrc, cname)]);
}

/** A receiver report from `ssrc`. */
export function writeReceiverReport(ssrc: number, reports: readonly ReceptionReport[]): Buffer {
  const body = Buffer.alloc(4 + reports.length * 24);
  body.writeUInt32BE(ssrc, 0);
  reports.forEach((report, index) => {
    const at = 4 + index * 24;
    body.writeUInt32BE(report.ssrc, at);
    body.writeUInt8(report.fractionLost & 0xff, at + 4);
    body.writeUIntBE(Math.min(report.lost, 0x7f_ff_ff), at + 5, 3);
    body.writeUInt32BE(report.highestSequence >>> 0, at + 8);
    body.writeUInt32BE(report.jitter >>> 0, at + 12);
    body.writeUInt32BE(report.lastReport >>> 0, at + 16);
    body.writeUInt32BE(Math.round((report.sinceLastReportMs / 1000) * 65_536) >>> 0, at + 20);
  });
  return frame(rtcpType.rr, reports.length, body);
}

/** Asks for a key frame (RFC 4585 section 6.3.1). */
export function writePli(ssrc: number, mediaSsrc: number): Buffer {
  return frame(rtcpType.psfb, feedbackFormat.pli, ssrcPair(ssrc, mediaSsrc));
}

/** Asks for packets by their 16-bit sequence numbers (RFC 4585 section 6.2.1). */
export function writeNack(ssrc: number, mediaSsrc: number, lost: readonly number[]): Buffer {
  const items: { first: number; mask: number }[] = [];
  for (const sequence of lost) {
    const item = items.at(-1);
    const distance = item === undefined ? 0 : (sequence - item.first) & 0xffff;
    if (item !== undefined && distance >= 1 && distance <= 16) item.mask |= 1 << (distance - 1);
    else items.push({ first: sequence, mask: 0 });
  }
  const entries = Buffer.alloc(items.length * 4);
  items.forEach(({ first, mask }, index) => {
    entries.writeUInt16BE(first, index * 4);
    entries.writeUInt16BE(mask, index * 4 + 2);
  });
  const body = Buffer.concat([ssrcPair(ssrc, mediaSsrc), entries]);
  return frame(rtcpType.rtpfb, feedbackFormat.nack, body);
}

/** The feedback's two sources: who speaks, and about whom. */
export function ssrcPair(ssrc: number, mediaSsrc: number): Buffer {
  const pair = Buffer.allocUnsafe(8);
  pair.writeUInt32BE(ssrc, 0);
  pair.writeUInt32BE(mediaSsrc, 4);
  return pair;
}

/** One RTCP packet: the common header, then `body`, which must be whole 32-bit words. */
export function frame(type: number, count: number, body: Buffer): Buffer {
  const header = Buffer.of(0x80 | count, type, 0, 0);
  header.writeUInt16BE(body.length / 4, 2);
  return Buffer.concat([header, body]);
}

function writeCname(ssrc: number, cname: string): Buffer {
  const text = Buffer.from(cname, 'latin1');
  // A zero ends the item list, and the chunk is filled to 32 bits (RFC 3550 section 6.5).
  const body = Buffer.alloc(Math.ceil((4 + 2 + text.length + 1) / 4) * 4);
  body.writeUInt32BE(ssrc, 0);
  body.writeUInt8(1, 4);
  body.writeUInt8(text.length, 5);
  text.copy(body, 6);
  return frame(rtcpType.sdes, 1, body);
}

/** Something the other side said by RTCP that this package acts on. */
export type RtcpMessage =
  | { kind: 'senderReport'; ssrc: number; ntp: number; rtpTimestamp: number }
  | { kind: 'reception'; ssrc: number; fractionLost: number; lastReport: number; delay: number }
  | { kind: 'nack'; mediaSsrc: number; sequences: number[] }
  | { kind: 'keyFrameRequest'; mediaSsrc: number };

/** Reads a compound packet; what isn't understood is passed over (RFC 3550 section 6.1). */
export function readRtcp(compound: Buffer): RtcpMessage[] {
  const messages: RtcpMessage[] = [];
  for (let at = 0; at + 4 <= compound.length; ) {
    const count = (compound[at] ?? 0) & 0x1f;
    const size = 4 + compound.readUInt16BE(at + 2) * 4;
    const body = compound.subarray(at + 4, at + size);
    if (at + size > compound.length) break;
    messages.push(...readPacket(compound[at + 1] ?? 0, count, body));
    at += size;
  }
  return messages;
}

function readPacket(type: number, count: number, body: Buffer): RtcpMessage[] {
  switch (type) {
    case rtcpType.sr:
      return body.length < 24 ? [] : [readSender(body), ...readReceptions(body, 24, count)];
    case rtcpType.rr:
      return readReceptions(body, 4, count);
    case rtcpType.rtpfb:
      return count === feedbackFormat.nack && body.length >= 12 ? [readNack(body)] : [];
    case rtcpType.psfb:
      return readKeyFrameRequests(count, body);
    default:
      return [];
  }
}

function readSender(body: Buffer): RtcpMessage {
  return {
    kind: 'senderReport',
    ssrc: body.readUInt32BE(0),
    ntp: compactNtp(body.readBigUInt64BE(4)),
    rtpTimestamp: body.readUInt32BE(12),
  };
}

function readReceptions(body: Buffer, offset: number, count: number): RtcpMessage[] {
  const messages: RtcpMessage[] = [];
  for (let at = offset; at + 24 <= body.length && messages.length < count; at += 24) {
    messages.push({
      kind: 'reception',
      ssrc: body.readUInt32BE(at),
      fractionLost: body.readUInt8(at + 4) / 256,
      lastReport: body.readUInt32BE(at + 16),
      delay: body.readUInt32BE(at + 20),
    });
  }
  return messages;
}

function readNack(body: Buffer): RtcpMessage {
  const sequences: number[] = [];
  for (let at = 8; at + 4 <= body.length; at += 4) {
    const first = body.readUInt16BE(at);
    const mask = body.readUInt16BE(at + 2);
    sequences.push(first);
    for (let bit = 0; bit < 16; bit++) {
      if ((mask >> bit) & 1) sequences.push((first + bit + 1) & 0xffff);
    }
  }
  return { kind: 'nack', mediaSsrc: body.readUInt32BE(4), sequences };
}

function readKeyFrameRequests(format: number, body: Buffer): RtcpMessage[] {
  if (format === feedbackFormat.pli && body.length >= 8) {
    return [{ kind: 'keyFrameRequest', mediaSsrc: body.readUInt32BE(4) }];
  }
  if (format !== feedbackFormat.fir) return [];
  // A FIR names its targets in its entries, not in the header (RFC 5104 section 4.3.1.1).
  const messages: RtcpMessage[] = [];
  for (let at = 8; at + 8 <= body.length; at += 8) {
    messages.push({ kind: 'keyFrameRequest', mediaSsrc: body.readUInt32BE(at) });
  }
  return messages;
}
