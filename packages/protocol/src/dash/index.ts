export {
  type AdaptationSet,
  type Live,
  type Mpd,
  type Period,
  type Representation,
  writeMpd,
} from './mpd.ts';
export type { TimelineSegment } from './segment-timeline.ts';
