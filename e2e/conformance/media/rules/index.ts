import type { MediaRule } from '../media-rule.ts';
import { dashRules } from './dash.ts';
import { deliveryRules } from './delivery.ts';
import { playlistRules } from './playlist.ts';
import { resourceRules } from './resource.ts';

/** Every rule by its number. */
export const mediaRules: readonly MediaRule[] = [
  ...playlistRules,
  ...deliveryRules,
  ...resourceRules,
  ...dashRules,
];
