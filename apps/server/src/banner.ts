import { pages } from '@tallylight/contract';

export type BannerOptions = {
  /** What links start with, without a slash at the end. */
  readonly publicUrl: string;
  readonly channel: string;
  /** The stream key, the one time that it is known. */
  readonly key: string | undefined;
};

/** What a person reads when the server is up: where the studio and the watch page are. */
export function banner({ publicUrl, channel, key }: BannerOptions): string {
  const studio = `${publicUrl}${pages.studio(channel)}`;
  const lines = [
    '',
    'Tallylight is up.',
    '',
    `  Studio   ${key === undefined ? studio : `${studio}#key=${key}`}`,
    `  Watch    ${publicUrl}${pages.watch(channel)}`,
    '',
    key === undefined
      ? '  The studio asks for the link with the stream key that the first start printed.'
      : `  The studio link carries the stream key of channel "${channel}": whoever has it can go live.`,
    key === undefined
      ? '  Lost it? Stop, and run: npm start -- --new-key'
      : '  It is shown this once; keep it. A new one: npm start -- --new-key',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
