import type { Player } from '@tallylight/player';
import { type ReactNode, useSyncExternalStore } from 'react';
import { controlsText } from '../text/watch-controls.ts';

/** How old the picture is, measured from camera to screen; nothing where it is not known. */
export function LatencyBadge(props: { readonly player: Player }): ReactNode {
  const { player } = props;
  const latencyMs = useSyncExternalStore(player.subscribeLatency, player.getLatencyMs);
  if (latencyMs === null) return null;
  const long = controlsText.latency.long(latencyMs);
  return (
    <span
      className="latency numbers"
      role="img"
      title={long}
      aria-label={long}
      data-latency-ms={latencyMs}
    >
      {controlsText.latency.short(formatSeconds(latencyMs))}
    </span>
  );
}

/** One digit says what people care about; a second one would only flicker. */
export function formatSeconds(latencyMs: number): string {
  return (Math.max(0, latencyMs) / 1000).toFixed(1);
}
