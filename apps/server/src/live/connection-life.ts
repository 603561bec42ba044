import { Happening } from './happening.ts';
import type { CloseReason } from './sfu.ts';

/** The life that every connection has: up once, closed once, for one reason. */
export class ConnectionLife {
  readonly #connected = new Happening();
  readonly #closed = new Happening<CloseReason>();

  get isClosed(): boolean {
    return this.#closed.hasHappened;
  }

  onConnected(listener: () => void): void {
    this.#connected.listen(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): void {
    this.#closed.listen(listener);
  }

  connect(): void {
    if (!this.isClosed) this.#connected.happen();
  }

  /** @returns false where it was closed already */
  end(reason: CloseReason): boolean {
    return this.#closed.happen(reason);
  }
}
