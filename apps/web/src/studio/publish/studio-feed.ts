import type { ClientEvents, ServerEvents, StudioJoin, StudioNews } from '@tallylight/contract';
import { StateCell } from '../../state-cell.ts';

/** The part of a Socket.IO client that is used. It connects again by itself. */
export type StudioSocket = {
  readonly on: {
    (event: 'connect', listener: () => void): unknown;
    (event: 'studio:news', listener: ServerEvents['studio:news']): unknown;
  };
  readonly emit: (
    event: 'studio:join',
    ...args: Parameters<ClientEvents['studio:join']>
  ) => unknown;
  readonly close: () => unknown;
};

export type StudioFeedOptions = {
  /** Whose news, and by what right. */
  readonly join: StudioJoin;
  readonly connect: () => Promise<StudioSocket>;
};

/** What the server tells the studio while it is open: which layers are wanted, what to change in the stream. */
export class StudioFeed {
  readonly #options: StudioFeedOptions;
  readonly #news = new StateCell<StudioNews | null>(null);
  #stop: (() => void) | null = null;
  /** Null until the server has said something. */
  readonly getNews = this.#news.get;
  readonly subscribe = this.#news.subscribe;

  constructor(options: StudioFeedOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    let stopped = false;
    let socket: StudioSocket | null = null;
    this.#stop = () => {
      stopped = true;
      socket?.close();
    };
    this.#options.connect().then(
      (connected) => {
        socket = connected;
        if (stopped) socket.close();
        else this.#join(socket);
      },
      // A studio without news sends all layers, as it would to any other server.
      () => undefined,
    );
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#news.set(null);
  }

  #join(socket: StudioSocket): void {
    socket.on('studio:news', (news) => this.#news.set(news));
    socket.on('connect', () => {
      socket.emit('studio:join', this.#options.join, (answer) => {
        // The key is good no longer; asking again won't mend it.
        if (!answer.ok) this.stop();
      });
    });
  }
}
