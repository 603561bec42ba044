export {
  type DeliveryDirectives,
  type DirectivesFault,
  type ReadDirectives,
  readDirectives,
} from './delivery-directives.ts';
export {
  type LowLatency,
  type MediaPlaylist,
  type PlaylistPart,
  type PlaylistSegment,
  type RenditionReport,
  skippableSegments,
  writeMediaPlaylist,
} from './media-playlist.ts';
export {
  type AudioRendition,
  type MultivariantPlaylist,
  type Variant,
  writeMultivariantPlaylist,
} from './multivariant-playlist.ts';
