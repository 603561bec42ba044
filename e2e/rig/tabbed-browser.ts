import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { chromiumPath } from './chromium.ts';

/** A tab as the browser's own list has it. */
type Listed = { readonly id: string; readonly webSocketDebuggerUrl: string };

type Answer = {
  readonly id: number;
  readonly result?: {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly text: string };
  };
};

/**
 * A browser with one window, of whose tabs all but one are hidden, and treated as hidden tabs are. Playwright has every
 * page believe that it is seen.
 */
export class TabbedBrowser {
  readonly #browser: ChildProcess;
  readonly #profile: string;
  readonly #url: string;

  private constructor(browser: ChildProcess, profile: string, url: string) {
    this.#browser = browser;
    this.#profile = profile;
    this.#url = url;
  }

  static async open(): Promise<TabbedBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'tallylight-tabs-'));
    const switches = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run'];
    const browser = spawn(
      chromiumPath(),
      [...switches, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
      { stdio: 'ignore' },
    );
    const port = async (): Promise<string> => {
      const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
      return text.split('\n')[0] ?? '';
    };
    await expect.poll(port, { timeout: 20_000 }).not.toBe('');
    return new TabbedBrowser(browser, profile, `http://127.0.0.1:${await port()}`);
  }

  /** Opens a tab, which is the one that is seen from then on. */
  async openTab(url: string): Promise<Tab> {
    const response = await fetch(`${this.#url}/json/new?${encodeURIComponent(url)}`, {
      method: 'PUT',
    });
    return new Tab(this.#url, (await response.json()) as Listed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = new Promise((resolve) => this.#browser.once('exit', resolve));
    this.#browser.kill();
    await gone;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One tab of such a browser. */
export class Tab {
  readonly #url: string;
  readonly #listed: Listed;

  constructor(url: string, listed: Listed) {
    this.#url = url;
    this.#listed = listed;
  }

  /** Has it be the one that is seen. */
  async show(): Promise<void> {
    await fetch(`${this.#url}/json/activate/${this.#listed.id}`);
  }

  /** Runs a function in the page, which may use nothing but its arguments. @throws {Error} what it throws */
  evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    const list = args.map((arg) => JSON.stringify(arg)).join();
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<Result>>();
    const socket = new WebSocket(this.#listed.webSocketDebuggerUrl);
    const params = { expression: `(${run})(${list})`, awaitPromise: true, returnByValue: true };
    socket.onopen = () =>
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    socket.onerror = () => reject(new Error('The tab can not be reached.'));
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as Answer;
      if (id !== 1) return;
      const fault = result?.exceptionDetails;
      if (fault !== undefined) reject(new Error(fault.text));
      else resolve(result?.result.value as Awaited<Result>);
      socket.close();
    };
    return promise;
  }
}
