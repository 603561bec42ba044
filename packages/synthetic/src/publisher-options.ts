import type { Clip, LayerCount } from './clip/clip.ts';
import type { ClipChoice } from './clip/clip-choice.ts';
import type { H264Profile } from './peer/codecs.ts';
import type { LayerOrder } from './peer/publishing-peer.ts';
import type { SignallingOptions } from './signalling/session.ts';

/** What a synthetic publisher sends, and where. `codec`, `bFrames` and the like choose its clip. */
export type PublisherOptions = SignallingOptions &
  ClipChoice & {
    /** Simulcast layers. Default 1: one stream of 640x360. */
    readonly layers?: LayerCount;
    /** Default true. */
    readonly audio?: boolean;
    /** Default true. */
    readonly video?: boolean;
    /**
     * As said in SDP, whatever the clip is: another than the clip's own is a lie that a test may
     * want. Default what the clip is: `42e01f`, with B-frames `4d001f`.
     */
    readonly profile?: H264Profile;
    /**
     * A clip's folder, or one read already; then the choices of a clip have no say. Default: the
     * clip that they ask for, made where it is missing.
     */
    readonly clip?: string | Clip;
    /** Which layer stands first in the offer, as rid 0. Default `lowest-first`, as in browsers. */
    readonly layerOrder?: LayerOrder;
    /** When each layer begins, lowest first, in milliseconds after the first packet. Default 0. */
    readonly startLayersAfterMs?: readonly number[];
    /** Fills each layer up to so many bits a second with filler data. Default: the clip's own rate. */
    readonly fillToBitrate?: number;
    /** Whether packets say when they were captured (abs-capture-time). Default true; reports say it in any case. */
    readonly tellsCaptureTimes?: boolean;
    /** How long a picture takes from its capture to its first packet, in milliseconds. Default 0. */
    readonly encodingMs?: number;
    /** When RTP timestamps wrap, in milliseconds of media after the first. Default some time or other. */
    readonly wrapsAfterMs?: number;
    /** Counts PLI and FIR and does nothing about them. Default false. */
    readonly ignoresKeyFrameRequests?: boolean;
    /** Local addresses for media. Default: loopback toward a loopback URL, else every interface's. */
    readonly addresses?: readonly string[];
  };
