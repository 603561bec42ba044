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
    if (this.#shown !== null) return;
    this.#shown = session;
    // The picture first: the first sound of a page has the browser start its audio, which can hold up
    // everything else in it for 100 ms.
    const tracks = session.stream.getTracks();
    const pictures = tracks.filter(({ kind }) => kind === 'video');
    this.#screen.show(pictures.length > 0 ? pictures : tracks);
  }

  /** A session brings media. */
  flowing(session: WatchSession): void {
    const before = this.#shown;
    if (session === before && this.#hasPicture) return;
    this.#shown = session;
    this.#hasPicture = true;
    this.#screen.show(session.stream.getTracks());
    if (before !== session) void before?.close();
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
}
