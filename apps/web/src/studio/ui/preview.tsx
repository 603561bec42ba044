import './preview.css';
import { AudioLines, VideoOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { studioText } from '../../text/studio.ts';
import type { OpenCapture } from '../capture/capture-state.ts';

/** What the camera sees, as in a mirror; what is sent is not mirrored. */
export function Preview(props: { readonly capture: OpenCapture }): ReactNode {
  const { camera } = props.capture;
  const video = useRef<HTMLVideoElement>(null);
  const track = camera?.track ?? null;

  useEffect(() => {
    if (video.current) video.current.srcObject = track && new MediaStream([track]);
  }, [track]);

  return (
    <>
      {/* Muted always: hearing oneself from the loudspeaker howls. */}
      <video
        ref={video}
        className="preview-video"
        aria-label={studioText.preview.label}
        hidden={camera === null || !camera.on}
        muted
        playsInline
        autoPlay
      />
      {camera === null && (
        <div className="preview-blank">
          <AudioLines aria-hidden />
          <p className="preview-blank-title">{studioText.preview.soundOnly}</p>
          <p>{studioText.preview.soundOnlyHint}</p>
        </div>
      )}
      {camera !== null && !camera.on && (
        <div className="preview-blank">
          <VideoOff aria-hidden />
          <p className="preview-blank-title">{studioText.preview.cameraOff}</p>
          <p>{studioText.preview.cameraOffHint}</p>
        </div>
      )}
    </>
  );
}
