import {
  type EmbedMessage,
  type EmbedPlayerState,
  embedSource,
  embedVersion,
} from '@tallylight/contract';
import type { EmbedControl } from './embed-control.ts';
import { type HostRequest, readHostMessage } from './host-message.ts';

/** As much of a window as the bridge needs. */
export type BridgedWindow = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly parent: Pick<Window, 'postMessage'>;
};

/**
 * Tells the page around the player what it is and does what that page asks, by postMessage (HTML standard, section
 * 9.3). There is nothing in it that not every page may know.
 */
export class HostBridge {
  readonly #scope: BridgedWindow;
  readonly #control: Pick<EmbedControl, 'getState' | 'subscribe' | 'execute'>;
  #told: EmbedPlayerState | null = null;

  constructor(
    scope: BridgedWindow,
    control: Pick<EmbedControl, 'getState' | 'subscribe' | 'execute'>,
  ) {
    this.#scope = scope;
    this.#control = control;
  }

  /** Listens and tells from now on; returns what ends it. Does nothing where there is no page around. */
  start(): () => void {
    const scope = this.#scope;
    if (scope.parent === (scope as unknown)) return () => undefined;
    const hear = (event: MessageEvent): void => {
      if (event.source !== scope.parent) return;
      const request = readHostMessage(event.data);
      if (request !== null) void this.#answer(request);
    };
    scope.addEventListener('message', hear);
    const unsubscribe = this.#control.subscribe(() => this.#tell('state'));
    this.#tell('ready');
    return () => {
      scope.removeEventListener('message', hear);
      unsubscribe();
    };
  }

  #tell(event: 'ready' | 'state'): void {
    const player = this.#control.getState();
    if (event === 'state' && this.#told !== null && isSame(player, this.#told)) return;
    this.#told = player;
    this.#post({ source: embedSource, version: embedVersion, event, player });
  }

  async #answer(request: HostRequest): Promise<void> {
    const { id } = request;
    const fault = 'fault' in request ? request.fault : await this.#control.execute(request.command);
    const answer = { source: embedSource, version: embedVersion, event: 'answer', id } as const;
    if (fault !== null) this.#post({ ...answer, ok: false, error: fault });
    else this.#post({ ...answer, ok: true, player: this.#control.getState() });
  }

  #post(message: EmbedMessage): void {
    this.#scope.parent.postMessage(message, '*');
  }
}

function isSame(a: EmbedPlayerState, b: EmbedPlayerState): boolean {
  return (Object.keys(a) as (keyof EmbedPlayerState)[]).every((key) => a[key] === b[key]);
}
