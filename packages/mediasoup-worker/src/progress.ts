/** What is being done, in the order in which it is done. */
export type WorkerStep =
  | 'prove-given'
  | 'wait'
  | 'prebuilt'
  | 'packages'
  | 'source'
  | 'libsrtp'
  | 'configure'
  | 'compile'
  | 'prove'
  | 'install';

/** One event on the way to a worker. */
export type WorkerProgress =
  | { readonly kind: 'step'; readonly step: WorkerStep; readonly message: string }
  | {
      readonly kind: 'fraction';
      readonly step: WorkerStep;
      /** From 0 to 1. */
      readonly fraction: number;
      /** Such as "120 of 279 files". */
      readonly detail: string;
    }
  | { readonly kind: 'note'; readonly message: string };

/** Told of every event, synchronously. */
export type OnProgress = (event: WorkerProgress) => void;
