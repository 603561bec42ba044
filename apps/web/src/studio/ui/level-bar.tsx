import './level-bar.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { studioText } from '../../text/studio.ts';
import { type LevelMeter, meterFraction } from '../capture/level-meter.ts';
import { SilenceWatch } from '../capture/silence-watch.ts';

type LevelBarProps = {
  readonly meter: LevelMeter;
  readonly track: MediaStreamTrack;
  readonly muted: boolean;
};

/** How fast the bar falls, in dB a second: fast enough to dance, slow enough to be read. */
const fallDbPerS = 40;
/** A reader is told four numbers a second at most. */
const toldEveryMs = 250;

/** Shows how loud the microphone is, and says when nothing comes from it. */
export function LevelBar(props: LevelBarProps): ReactNode {
  const { meter, track, muted } = props;
  const bar = useRef<HTMLDivElement>(null);
  const [hint, setHint] = useState<string | null>(null);

  useEffect(() => {
    meter.start(track);
    const wake = (): void => meter.wake();
    window.addEventListener('pointerdown', wake);
    window.addEventListener('keydown', wake);
    return () => {
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', wake);
      meter.stop();
    };
  }, [meter, track]);

  useEffect(() => {
    const silence = new SilenceWatch();
    let shownDb = Number.NEGATIVE_INFINITY;
    let lastMs = performance.now();
    let toldAtMs = 0;
    let frame = 0;
    // Drawn beside React: sixty times a second is no state of a page.
    const draw = (nowMs: number): void => {
      frame = requestAnimationFrame(draw);
      const levelDb = meter.readDb();
      if (levelDb === null) {
        setHint(muted ? studioText.devices.muted : studioText.devices.held);
        return;
      }
      shownDb = Math.max(levelDb, shownDb - (fallDbPerS * (nowMs - lastMs)) / 1000);
      lastMs = nowMs;
      const percent = Math.round(meterFraction(shownDb) * 100);
      bar.current?.style.setProperty('--level', `${percent}%`);
      if (nowMs - toldAtMs >= toldEveryMs) {
        toldAtMs = nowMs;
        bar.current?.setAttribute('aria-valuenow', String(percent));
        bar.current?.setAttribute('aria-valuetext', studioText.devices.levelText(shownDb));
      }
      const silent = silence.hear({ levelDb, nowMs });
      setHint(muted ? studioText.devices.muted : silent ? studioText.devices.silent : null);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [meter, muted]);

  return (
    <div className="level">
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> in colours that can't be chosen */}
      <div
        ref={bar}
        className="level-bar"
        role="meter"
        aria-label={studioText.devices.level}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
      />
      <p className="level-hint" role="status">
        {hint}
      </p>
    </div>
  );
}
