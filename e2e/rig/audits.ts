import type { Page } from '@playwright/test';

/** What Lighthouse's audits look at, as far as a page can be asked itself. */
export type Audits = {
  /** The largest sum of layout shifts within five seconds that nobody's input caused. */
  readonly shift: number;
  /** When the largest content was painted, in ms after the navigation began. */
  readonly largestPaintMs: number;
  /** Features that browsers are about to drop. */
  readonly deprecated: readonly string[];
  /** Events of leaving that keep a page from being shown again at once. */
  readonly unloadListeners: readonly string[];
  readonly head: Readonly<
    Record<'doctype' | 'charset' | 'lang' | 'title' | 'viewport' | 'description', string>
  >;
  /** What can be pressed, in CSS pixels. */
  readonly targets: readonly { text: string; width: number; height: number }[];
  readonly fonts: readonly { text: string; px: number }[];
  readonly links: readonly { text: string; href: string }[];
  /** Images that are not shown in their own proportions. */
  readonly stretched: readonly string[];
};

/** Watches a page from its next navigation on. */
export async function watchAudits(page: Page): Promise<{ read(): Promise<Audits> }> {
  await page.addInitScript(observe);
  return { read: () => page.evaluate(readAudits) };
}

type Observed = Pick<Audits, 'shift' | 'largestPaintMs'> & {
  deprecated: string[];
  unloadListeners: string[];
};

/** Runs in the page, before its own scripts. */
function observe(): void {
  const observed = { shift: 0, largestPaintMs: 0, deprecated: [], unloadListeners: [] } as {
    -readonly [Key in keyof Observed]: Observed[Key];
  };
  Object.assign(window, { observed });
  type Shift = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };
  let burst = { sum: 0, firstMs: 0, lastMs: 0 };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, startTime } of list.getEntries() as Shift[]) {
      if (hadRecentInput) continue;
      const goesOn = startTime - burst.lastMs < 1_000 && startTime - burst.firstMs < 5_000;
      if (!goesOn) burst = { sum: 0, firstMs: startTime, lastMs: startTime };
      burst.sum += value;
      burst.lastMs = startTime;
      observed.shift = Math.max(observed.shift, burst.sum);
    }
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) observed.largestPaintMs = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  type Report = { readonly body: { readonly message: string } | null };
  type Observer = new (
    tell: (reports: Report[]) => void,
    options: { types: string[]; buffered: boolean },
  ) => { observe(): void };
  const { ReportingObserver } = window as unknown as { ReportingObserver: Observer };
  new ReportingObserver(
    (reports) => observed.deprecated.push(...reports.map(({ body }) => body?.message ?? '')),
    { types: ['deprecation'], buffered: true },
  ).observe();
  const add = window.addEventListener.bind(window);
  window.addEventListener = ((type: string, ...rest: [EventListener]) => {
    if (type === 'unload') observed.unloadListeners.push(type);
    add(type, ...rest);
  }) as typeof window.addEventListener;
}

/** Runs in the page. */
function readAudits(): Audits {
  const { observed } = window as unknown as { observed: Observed };
  const meta = (name: string): string =>
    document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = <Kind extends Element>(selector: string): Kind[] =>
    [...document.querySelectorAll<Kind>(selector)].filter(isSeen);
  const words = (element: Element): string =>
    element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
  const withText = all<HTMLElement>('body *').filter((element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
    ),
  );
  return {
    ...observed,
    head: {
      doctype: document.doctype?.name ?? '',
      charset: document.characterSet,
      lang: document.documentElement.lang,
      title: document.title,
      viewport: meta('viewport'),
      description: meta('description'),
    },
    targets: all<HTMLElement>('button, input, select, [role="slider"], [role="button"]').map(
      (element) => {
        const { width, height } = element.getBoundingClientRect();
        return { text: words(element), width, height };
      },
    ),
    fonts: withText.map((element) => ({
      text: words(element),
      px: Number.parseFloat(getComputedStyle(element).fontSize),
    })),
    links: all<HTMLAnchorElement>('a[href]').map((link) => ({
      text: words(link),
      href: link.href,
    })),
    stretched: all<HTMLImageElement>('img')
      .filter(({ width, height, naturalWidth, naturalHeight }) => {
        const own = naturalWidth / naturalHeight;
        return Math.abs(width / height - own) > own / 50;
      })
      .map(({ src }) => src),
  };
}
