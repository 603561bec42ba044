/** What went wrong while a worker was looked for. */
export type WorkerErrorReason =
  | 'given-refused'
  | 'not-found'
  | 'refused'
  | 'prebuilt-unavailable'
  | 'no-build-here'
  | 'packages-missing'
  | 'recipe-outdated'
  | 'step-failed'
  | 'none-worked';

/** A worker could not be found, fetched, built or proved. Its message is meant for a user. */
export class WorkerError extends Error {
  readonly reason: WorkerErrorReason;

  private constructor(reason: WorkerErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WorkerError';
    this.reason = reason;
  }

  /** The binary named by MEDIASOUP_WORKER_BIN is not used, and nothing is tried in its place. */
  static givenRefused(path: string, cause: unknown): WorkerError {
    return new WorkerError(
      'given-refused',
      `MEDIASOUP_WORKER_BIN names ${path}, which is refused: ${messageOf(cause)}. ` +
        'Name a working mediasoup-worker, or unset the variable to have one fetched or built.',
      { cause },
    );
  }

  /** No worker is at hand without a fetch or a build. */
  static notFound(folder: string): WorkerError {
    return new WorkerError(
      'not-found',
      `no mediasoup-worker is at hand: MEDIASOUP_WORKER_BIN is not set and ${folder} holds no ` +
        'proved one. Run without --find to fetch or build it.',
    );
  }

  /** A candidate did not pass its proof. */
  static refused(why: string, options?: ErrorOptions): WorkerError {
    return new WorkerError('refused', why, options);
  }

  /** Upstream's binary could not be had. */
  static prebuiltUnavailable(url: string, why: string, options?: ErrorOptions): WorkerError {
    return new WorkerError('prebuilt-unavailable', `${url}: ${why}`, options);
  }

  /** This platform has no recipe. */
  static noBuildHere(platform: string): WorkerError {
    return new WorkerError(
      'no-build-here',
      `the recipe builds on Linux with the distribution's libraries, not on ${platform}`,
    );
  }

  /** The build needs packages and this user may not install them. */
  static packagesMissing(packages: readonly string[], command: string): WorkerError {
    return new WorkerError(
      'packages-missing',
      `the build needs ${packages.join(', ')}. Install with:\n  ${command}`,
    );
  }

  /** A patch of the recipe no longer fits the installed mediasoup. */
  static recipeOutdated(file: string, find: string, times: number): WorkerError {
    return new WorkerError(
      'recipe-outdated',
      `the recipe expects ${JSON.stringify(find)} once in mediasoup's worker/${file} and found it ` +
        `${times} times: the recipe is for another version of mediasoup`,
    );
  }

  /** A program that the build runs has failed. `command` can be pasted into a shell. */
  static stepFailed(
    step: string,
    command: string,
    why: string,
    options?: ErrorOptions,
  ): WorkerError {
    return new WorkerError(
      'step-failed',
      `${step} failed (${why}). By hand:\n  ${command}`,
      options,
    );
  }

  /** Every way was tried. */
  static noneWorked(attempts: readonly string[], cause: unknown): WorkerError {
    return new WorkerError(
      'none-worked',
      `no mediasoup-worker could be had.\n${attempts.map((attempt) => `- ${attempt}`).join('\n')}`,
      { cause },
    );
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
