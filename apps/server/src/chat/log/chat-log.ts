import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Clock } from '../../live/clock.ts';
import { ChatError } from '../chat-error.ts';
import type { ChatCall, ChatOperations, ChatOutcome } from './chat-batch.ts';

export type ChatLogOptions = {
  readonly dataDir: string;
  /** The program of the thread. */
  readonly thread: URL;
  readonly clock: Clock;
  readonly log: Logger;
};

/** What is waited before a thread that ended is followed by another one. */
const restartMs = 500;

type Waiting = {
  readonly resolve: (value: never) => void;
  readonly reject: (error: ChatError) => void;
};

/**
 * What is said in all channels, in a database that a thread of its own keeps. Every promise is rejected with
 * storage-unavailable where the disk has failed: then nothing of what was asked for was done.
 */
export class ChatLog {
  readonly #options: ChatLogOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  /** What is to be asked in this turn. */
  readonly #unasked: ChatCall[] = [];
  #number = 0;
  #isClosed = false;

  private constructor(options: ChatLogOptions) {
    this.#options = options;
  }

  /** @throws {Error} the database can't be opened */
  static async open(options: ChatLogOptions): Promise<ChatLog> {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    const log = new ChatLog(options);
    await log.#start();
    return log;
  }

  /**
   * Has something done; resolves when it is on the disk.
   *
   * @throws {ChatError} storage-unavailable: nothing of it was done
   */
  ask<Name extends keyof ChatOperations>(
    name: Name,
    ...values: Parameters<ChatOperations[Name]>
  ): Promise<ReturnType<ChatOperations[Name]>> {
    const thread = this.#thread;
    if (thread === null) return Promise.reject(ChatError.storageUnavailable());
    const number = this.#number;
    this.#number += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      if (this.#unasked.length === 0) setImmediate(() => this.#send(thread));
      this.#unasked.push({ number, name, values } as ChatCall);
    });
  }

  /** Together what came together: a message to a thread wakes it up, which costs more than what it is for. */
  #send(thread: Worker): void {
    thread.postMessage(this.#unasked.splice(0));
  }

  /** Resolves when the thread has ended; what was not answered by then is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.terminate();
    this.#fail('the server stops');
  }

  /** Resolves when the thread has the database open. */
  #start(): Promise<void> {
    const { dataDir, thread: program } = this.#options;
    const thread = new Worker(program, { workerData: join(dataDir, 'chat.db') });
    return new Promise((resolve, reject) => {
      thread.on('message', (told: 'open' | readonly ChatOutcome[]) => {
        if (told !== 'open') {
          for (const outcome of told) this.#settle(outcome);
          return;
        }
        this.#thread = thread;
        resolve();
      });
      const gone = (reason: unknown): void => {
        reject(reason);
        this.#lost(thread, reason);
      };
      thread.on('error', gone);
      thread.on('exit', (code) => gone(new Error(`the thread exited with ${code}`)));
    });
  }

  #settle(outcome: ChatOutcome): void {
    const waiting = this.#waiting.get(outcome.number);
    this.#waiting.delete(outcome.number);
    if (!('fault' in outcome)) {
      waiting?.resolve(outcome.value as never);
      return;
    }
    this.#options.log.error({ reason: outcome.fault }, 'the chat could not be kept or read');
    waiting?.reject(ChatError.storageUnavailable());
  }

  /** A thread that died is followed by another one. */
  #lost(thread: Worker, error: unknown): void {
    if (thread !== this.#thread || this.#isClosed) return;
    this.#thread = null;
    this.#options.log.error({ err: error }, 'the thread of the chat ended');
    this.#fail('its thread ended');
    this.#startAnew();
  }

  #startAnew(): void {
    this.#options.clock.after(restartMs, () => {
      if (this.#isClosed) return;
      this.#start().catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'the thread of the chat could not be started');
        this.#startAnew();
      });
    });
  }

  #fail(reason: string): void {
    const { size } = this.#waiting;
    if (size > 0) this.#options.log.warn({ reason, calls: size }, 'the chat was not asked');
    for (const { reject } of this.#waiting.values()) reject(ChatError.storageUnavailable());
    this.#waiting.clear();
  }
}
