/** How media comes to the viewer: `webrtc` within a fraction of a second · `hls` some later, over plain HTTP. */
export type Via = 'webrtc' | 'hls';
