import type { RecordingFault } from '@tallylight/contract';

/** Why something of a broadcast is not kept. The live broadcast goes on from memory in each case. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: RecordingFault;

  private constructor(code: RecordingFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  /** Free space is at the reserve: writing on would leave other programs, and the system, with none. */
  static belowReserve(folder: string, freeBytes: number, reserveBytes: number): StoreError {
    return new StoreError(
      'disk_full',
      `The disk of ${folder} has ${mebibytes(freeBytes)} MiB free, and ${mebibytes(reserveBytes)} MiB are left to others. Recording goes on when there is room again.`,
    );
  }

  /** Less of a file was taken than there was to write. */
  static short(path: string, written: number, size: number): StoreError {
    return new StoreError(
      'disk_full',
      `Only ${written} of ${size} bytes went into ${path}. Recording goes on when there is room again.`,
    );
  }

  /** The system refused to write. */
  static write(path: string, cause: unknown): StoreError {
    const systemCode = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const isFull = fullCodes.has(systemCode);
    return new StoreError(
      isFull ? 'disk_full' : 'disk_failed',
      isFull
        ? `There is no room for ${path}. Recording goes on when there is.`
        : `${path} can't be written${systemCode === '' ? '' : ` (${systemCode})`}. Recording goes on when it can.`,
      cause,
    );
  }

  /** The disk takes longer than the broadcast can wait for. */
  static stalled(folder: string, waitedMs: number): StoreError {
    return new StoreError(
      'disk_failed',
      `The disk of ${folder} has not finished a write for ${Math.round(waitedMs / 1000)} s. Recording goes on when it has.`,
    );
  }
}

/** Over a quota is as full as the disk is for us. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT']);

function mebibytes(bytes: number): number {
  return Math.floor(bytes / 1024 ** 2);
}
