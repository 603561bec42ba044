import { toNtp } from '@tallylight/protocol/rtp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GenericNack,
  type RtcpPacket,
  RtcpPacketConverter,
  RtcpRrPacket,
  RtcpSrPacket,
  TransportWideCC,
} from 'werift';
import { readRtcp, writeNack, writePli, writeReceiverReport, writeSenderReport } from './rtcp.ts';
import { TransportCcRecorder } from './transport-cc.ts';

/** werift's reading of what we wrote: another implementation as the judge. */
function readByWerift(compound: Buffer): RtcpPacket[] {
  return RtcpPacketConverter.deSerialize(compound);
}

const report = {
  ssrc: 0xdead_beef,
  fractionLost: 12,
  lost: 345,
  highestSequence: 0x1_0001,
  jitter: 678,
  lastReport: 0x9abc_def0,
  sinceLastReportMs: 1500,
};

describe('RTCP', () => {
  it('writes sender reports that werift reads', () => {
    const wallClockMs = 1_800_000_000_500;
    const sent = { ssrc: 7, wallClockMs, rtpTimestamp: 2 ** 32 - 1, packets: 9, octets: 10 };
    const [packet] = readByWerift(writeSenderReport(sent, 'cname'));
    if (!(packet instanceof RtcpSrPacket)) throw new TypeError('not a sender report');
    expect(packet.ssrc).toBe(7);
    expect(packet.senderInfo).toMatchObject({
      ntpTimestamp: toNtp(wallClockMs),
      rtpTimestamp: 2 ** 32 - 1,
      packetCount: 9,
      octetCount: 10,
    });
  });

  it('writes receiver reports that werift reads', () => {
    const [packet] = readByWerift(writeReceiverReport(7, [report]));
    if (!(packet instanceof RtcpRrPacket)) throw new TypeError('not a receiver report');
    expect(packet.ssrc).toBe(7);
    expect(packet.reports[0]).toMatchObject({
      ssrc: 0xdead_beef,
      fractionLost: 12,
      packetsLost: 345,
      highestSequence: 0x1_0001,
      jitter: 678,
      lsr: 0x9abc_def0,
      dlsr: 1.5 * 65_536,
    });
  });

  it('writes requests for any packets that werift reads', () => {
    const sequences = fc.uniqueArray(fc.nat(65_535), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sequences, (lost) => {
        const sorted = lost.toSorted((a, b) => a - b);
        const packet = writeNack(1, 2, sorted);
        const [message] = readRtcp(packet);
        expect(message).toEqual({ kind: 'nack', mediaSsrc: 2, sequences: sorted });
        const [read] = readByWerift(packet);
        const feedback = read !== undefined && 'feedback' in read ? read.feedback : undefined;
        expect(feedback instanceof GenericNack && feedback.lost).toEqual(sorted);
      }),
    );
  });

  it('reads a compound of all it acts on, and passes over the rest', () => {
    const unknown = Buffer.of(0x80, 204, 0, 1, 0, 0, 0, 0);
    const fir = Buffer.alloc(20);
    Buffer.of(0x84, 206, 0, 4).copy(fir);
    fir.writeUInt32BE(99, 12);
    const compound = Buffer.concat([
      writeReceiverReport(7, [report]),
      unknown,
      writePli(7, 42),
      fir,
    ]);
    expect(readRtcp(compound)).toEqual([
      {
        kind: 'reception',
        ssrc: 0xdead_beef,
        fractionLost: 12 / 256,
        lastReport: 0x9abc_def0,
        delay: 1.5 * 65_536,
      },
      { kind: 'keyFrameRequest', mediaSsrc: 42 },
      { kind: 'keyFrameRequest', mediaSsrc: 99 },
    ]);
  });

  it('reads any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readRtcp(Buffer.from(bytes));
      }),
    );
  });
});

describe('transport-wide feedback', () => {
  it('tells which packets came and when, to a quarter of a millisecond', () => {
    const recorder = new TransportCcRecorder();
    const arrivals = new Map([
      [65_534, 1000],
      [65_535, 1000.5],
      [1, 1100],
      [2, 1099],
      [12, 1100.25],
    ]);
    for (const [sequence, atMs] of arrivals) recorder.record(sequence, atMs);
    const feedback = readFeedback(recorder);
    expect(feedback.baseSequenceNumber).toBe(65_534);
    expect(feedback.packetStatusCount).toBe(15);
    const deltas = feedback.recvDeltas.map(({ delta }) => delta);
    // 1000 ms is 40 ms after the 15th step of 64 ms; then each from the one before, in us.
    expect(feedback.referenceTime).toBe(15);
    expect(deltas).toEqual([40_000, 500, 99_500, -1000, 1250]);
  });

  it('goes on where the last one ended, and says nothing about nothing', () => {
    const recorder = new TransportCcRecorder();
    recorder.record(5, 10);
    expect(readFeedback(recorder).fbPktCount).toBe(0);
    expect(recorder.takeFeedback(1, 2)).toBeUndefined();
    recorder.record(8, 20);
    const next = readFeedback(recorder);
    expect(next).toMatchObject({ fbPktCount: 1, baseSequenceNumber: 6, packetStatusCount: 3 });
    expect(next.recvDeltas).toHaveLength(1);
  });
});

function readFeedback(recorder: TransportCcRecorder): TransportWideCC {
  const [packet] = readByWerift(recorder.takeFeedback(1, 2) ?? Buffer.alloc(0));
  const feedback = packet !== undefined && 'feedback' in packet ? packet.feedback : undefined;
  if (!(feedback instanceof TransportWideCC)) throw new TypeError('not transport-wide feedback');
  return feedback;
}
