export { buildPackages, missingBuildPackages } from './build-packages.ts';
export { type FindOptions, findWorker, type ResolvedWorker } from './find-worker.ts';
export type { OnProgress, WorkerProgress, WorkerStep } from './progress.ts';
export { ProgressPrinter } from './progress-printer.ts';
export { type ResolveOptions, resolveWorker } from './resolve-worker.ts';
export { WorkerError, type WorkerErrorReason } from './worker-error.ts';
