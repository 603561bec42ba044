/** A folder that should hold a recording does not. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly code = 'recording_unreadable';

  private constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
  }

  static unreadable(folder: string, cause?: unknown): RecordingError {
    return new RecordingError(
      `${folder} can't be read as a recording: its timeline.jsonl has no header. Remove the folder, or put back a copy.`,
      cause,
    );
  }
}
