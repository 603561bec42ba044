import type { WatchSession } from './join-loop.ts';
import type { Screen } from './screen.ts';

/** Which session is on the screen: the one with a picture stays until the next one has one too. */
export class HandOver {
  readonly #screen: Pick<Screen, 'show' | 'clear'>;
  #shown: WatchSession | null = null;
  #hasPicture = false;

  constructor(screen: Pick<Screen, 'show' | 'clear'>) {
    this.#screen = screen;
  }

  /** The session whose media the viewer sees and hears. */
  get shown(): WatchSession | null {
    return this.#shown;
  }

  /** A session's tracks are known: an empty screen takes them at once, before their first frame. */
  granted(session: WatchSession): void {
    if (this.#shown === null) this.#show(session);
  }

  /** A session brings media. */
  flowing(session: WatchSession): void {
    if (session !== this.#shown) {
      const before = this.#shown;
      this.#show(session);
      void before?.close();
    }
    this.#hasPicture = true;
  }

  /** A session is over: it is closed unless its last picture is what there is to see. */
  lost(session: WatchSession): void {
    if (session !== this.#shown) {
      void session.close();
    } else if (!this.#hasPicture) {
      this.clear();
    }
  }

  clear(): void {
    void this.#shown?.close();
    this.#shown = null;
    this.#hasPicture = false;
    this.#screen.clear();
  }

  #show(session: WatchSession): void {
    this.#shown = session;
    this.#hasPicture = false;
    this.#screen.show(session.stream.getTracks());
  }
}
