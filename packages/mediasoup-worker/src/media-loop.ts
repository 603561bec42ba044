import { setInterval } from 'node:timers/promises';
import { createWorker, type types } from 'mediasoup';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
} from 'werift';
import { loopAnswer, loopFmtp } from './loop-answer.ts';

const payloadType = 102;
const packetsWanted = 5;
// A sequence parameter set to itself: the worker takes it for the start of a key frame, and it
// forwards nothing to a new viewer before one. Nobody decodes it.
const keyFrame = Buffer.from([0x67, 0x42, 0xe0, 0x1f, 0xda, 0x02, 0x80, 0xf6]);

const routerCodec: types.RouterRtpCodecCapability = {
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  preferredPayloadType: payloadType,
  parameters: {
    'packetization-mode': 1,
    'profile-level-id': '42e01f',
    'level-asymmetry-allowed': 1,
  },
};

/**
 * Sends a publisher's RTP through a worker to a viewer, with real ICE, DTLS and SRTP on 127.0.0.1.
 *
 * The worker is the DTLS server for the publisher and the DTLS client for the viewer, since real
 * clients ask for both.
 *
 * @param binary the path of a mediasoup-worker executable
 * @returns the number of packets that the viewer decrypted, 5 or more
 * @throws an Error that carries the worker's exit code and signal where it died on the way. Where
 *   packets never come it does not return: the caller holds the clock.
 */
export async function runMediaLoop(binary: string): Promise<number> {
  const worker = await createWorker({ workerBin: binary, logLevel: 'error' });
  const died = new Promise<never>((_, reject) => worker.on('died', reject));
  try {
    return await Promise.race([died, forward(worker)]);
  } finally {
    worker.close();
  }
}

async function forward(worker: types.Worker): Promise<number> {
  const router = await worker.createRouter({ mediaCodecs: [routerCodec] });
  const publisher = peer();
  const viewer = peer();
  try {
    const track = new MediaStreamTrack({ kind: 'video' });
    const producer = await publish(router, publisher, track);
    const received = await view(router, viewer, producer);
    return await sendUntilReceived(track, received);
  } finally {
    await Promise.allSettled([publisher.close(), viewer.close()]);
  }
}

async function publish(
  router: types.Router,
  peerConnection: RTCPeerConnection,
  track: MediaStreamTrack,
): Promise<types.Producer> {
  const { sender } = peerConnection.addTransceiver(track, { direction: 'sendonly' });
  const transport = await connect(router, peerConnection, 'client');
  await peerConnection.setRemoteDescription({
    type: 'answer',
    sdp: loopAnswer({ transport, payloadType, setup: 'passive', direction: 'recvonly' }),
  });
  return transport.produce({
    kind: 'video',
    rtpParameters: {
      mid: '0',
      codecs: [{ ...routerCodec, payloadType }],
      encodings: [{ ssrc: sender.ssrc }],
      rtcp: { cname: 'proof' },
    },
  });
}

/** Adds a viewer and returns the reader of how many packets have reached it. */
async function view(
  router: types.Router,
  peerConnection: RTCPeerConnection,
  producer: types.Producer,
): Promise<() => number> {
  let packets = 0;
  peerConnection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe(() => {
      packets += 1;
    });
  });
  peerConnection.addTransceiver('video', { direction: 'recvonly' });
  const transport = await connect(router, peerConnection, 'server');
  const consumer = await transport.consume({
    producerId: producer.id,
    rtpCapabilities: router.rtpCapabilities,
  });
  await peerConnection.setRemoteDescription({
    type: 'answer',
    sdp: loopAnswer({
      transport,
      payloadType: consumer.rtpParameters.codecs[0]?.payloadType ?? payloadType,
      setup: 'active',
      direction: 'sendonly',
      ...ssrcOf(consumer),
    }),
  });
  return () => packets;
}

function ssrcOf(consumer: types.Consumer): { ssrc?: number } {
  const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
  return ssrc === undefined ? {} : { ssrc };
}

async function connect(
  router: types.Router,
  peerConnection: RTCPeerConnection,
  role: 'client' | 'server',
): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
  });
  await peerConnection.setLocalDescription(await peerConnection.createOffer());
  const fingerprint = /^a=fingerprint:sha-256 (\S+)/m.exec(
    peerConnection.localDescription?.sdp ?? '',
  );
  await transport.connect({
    dtlsParameters: {
      role,
      fingerprints: [{ algorithm: 'sha-256', value: fingerprint?.[1] ?? '' }],
    },
  });
  return transport;
}

async function sendUntilReceived(track: MediaStreamTrack, received: () => number): Promise<number> {
  let sequenceNumber = 0;
  for await (const _ of setInterval(20)) {
    if (received() >= packetsWanted) break;
    sequenceNumber += 1;
    const header = new RtpHeader({
      payloadType,
      sequenceNumber,
      timestamp: sequenceNumber * 1800,
      marker: true,
    });
    // Before DTLS is done the sender drops what it is given; it also writes its own SSRC.
    track.writeRtp(new RtpPacket(header, keyFrame));
  }
  return received();
}

function peer(): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: {
      video: [
        new RTCRtpCodecParameters({
          mimeType: 'video/H264',
          clockRate: 90_000,
          payloadType,
          parameters: loopFmtp,
          rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
        }),
      ],
    },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
  });
}
