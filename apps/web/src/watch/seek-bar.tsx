import './seek-bar.css';
import type { PlayedSpan, Player, Seat } from '@tallylight/player';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { controlsText } from '../text/watch-controls.ts';
import { formatElapsed } from '../ui/elapsed.ts';
import { behindText, clockText, spanWords } from './moment-words.ts';
import type { Seeking } from './seeking.ts';

type SeekBarProps = {
  readonly player: Player;
  readonly seat: Seat;
  readonly seeking: Seeking;
};

/** How far a key goes, in seconds. */
const stepS = 5;
const pageS = 30;

/** Where the viewer is in what can be watched, and the way elsewhere; nothing where nothing can be gone to. */
export function SeekBar(props: SeekBarProps): ReactNode {
  const { timeline } = props.player;
  const span = useSyncExternalStore(timeline.subscribe, timeline.get);
  if (span === null || span.endMs <= span.startMs) return null;
  return <SpanBar {...props} span={span} />;
}

function SpanBar(props: SeekBarProps & { readonly span: PlayedSpan }): ReactNode {
  const { seat, seeking, span } = props;
  /** Where it is being dragged to, in ms since 1970. */
  const [draggedMs, setDragged] = useState<number | null>(null);
  const [pointedMs, setPointed] = useState<number | null>(null);
  const slider = useRef<HTMLInputElement>(null);
  const latest = useRef(seeking);
  useEffect(() => {
    latest.current = seeking;
  });

  // React's onChange comes with each movement; the element's own change event comes when it is let go.
  useEffect(() => {
    const element = slider.current;
    if (element === null) return;
    const letGo = (): void => {
      setDragged(null);
      latest.current.to(element.valueAsNumber);
    };
    element.addEventListener('change', letGo);
    return () => element.removeEventListener('change', letGo);
  }, []);

  const shownMs = Math.round(draggedMs ?? (seat === 'live' ? span.endMs : span.positionMs));
  const [startMs, endMs] = [Math.floor(span.startMs), Math.ceil(span.endMs)];
  const partOf = (ms: number): number =>
    Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs)));
  const isRecording = seat === 'recording';
  const tipMs = draggedMs ?? pointedMs;
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
    setPointed(startMs + part * (endMs - startMs));
  };

  return (
    <div className="seek">
      <span className="seek-time numbers" aria-hidden>
        {isRecording ? formatElapsed(shownMs - startMs) : clockText(shownMs)}
      </span>
      <div
        className="seek-bar"
        style={{ '--played': partOf(shownMs), '--pointed': partOf(tipMs ?? 0) } as CSSProperties}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      >
        <div className="seek-track">
          <div className="seek-played" />
        </div>
        <div className="seek-thumb" />
        <input
          ref={slider}
          className="seek-slider"
          type="range"
          aria-label={controlsText.seek.label}
          aria-valuetext={spokenPlace(shownMs, span, seat, draggedMs !== null)}
          min={startMs}
          max={endMs}
          value={shownMs}
          onChange={({ target }) => setDragged(target.valueAsNumber)}
          onKeyDown={(event) => seekByKey(event, seeking)}
        />
        {tipMs !== null && (
          <span className="seek-tip numbers" aria-hidden>
            {isRecording
              ? formatElapsed(tipMs - startMs)
              : `${clockText(tipMs)} · ${behindText(span.endMs - tipMs)}`}
          </span>
        )}
      </div>
      {isRecording && (
        <span className="seek-time numbers" aria-hidden>
          {formatElapsed(endMs - startMs)}
        </span>
      )}
    </div>
  );
}

function spokenPlace(atMs: number, span: PlayedSpan, seat: Seat, isDragged: boolean): string {
  const { seek } = controlsText;
  if (seat === 'recording') {
    return seek.recording(spanWords(atMs - span.startMs), spanWords(span.endMs - span.startMs));
  }
  const clock = clockText(atMs);
  return seat === 'live' && !isDragged
    ? seek.live(clock)
    : seek.behind(spanWords(span.endMs - atMs), clock);
}

/** The steps of a slider of milliseconds are none of a viewer's. */
function seekByKey(event: KeyboardEvent, seeking: Seeking): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      seeking.by(-stepS);
      break;
    case 'ArrowRight':
    case 'ArrowUp':
      seeking.by(stepS);
      break;
    case 'PageDown':
      seeking.by(-pageS);
      break;
    case 'PageUp':
      seeking.by(pageS);
      break;
    case 'Home':
      seeking.toStart();
      break;
    case 'End':
      seeking.toEnd();
      break;
    default:
      return;
  }
  event.preventDefault();
}
