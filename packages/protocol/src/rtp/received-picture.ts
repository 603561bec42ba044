import type { Sps } from '../video/sps.ts';

/** In pixels, after cropping. */
export type PictureSize = Pick<Sps, 'width' | 'height'>;

/** A picture put together from its packets. */
export type ReceivedPicture = {
  /** RTP timestamp, 90 kHz. */
  timestamp: number;
  /** Its NAL units, or the frame of another codec alone. */
  nals: readonly Uint8Array[];
  /** A decoder can start here. */
  key: boolean;
  /** Nothing of it is missing. */
  complete: boolean;
  /** Where the picture tells it, as key frames do. */
  size: PictureSize | undefined;
};

/** A packet as far as putting pictures together needs it. */
export type PicturePacket = { payload: Uint8Array; timestamp: number; marker: boolean };

/** Puts pictures together from packets that come in sequence; holes are announced. */
export type Depacketizer = {
  packet(packet: PicturePacket): void;
  /** Packets are missing between the last and the next. */
  hole(): void;
};
