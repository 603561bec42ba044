/** What to embed for a page, as oEmbed 1.0 says it for videos (https://oembed.com, section 2.3.4). */
export type Oembed = {
  readonly type: 'video';
  readonly version: '1.0';
  readonly title: string;
  readonly provider_name: string;
  readonly provider_url: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The frame, ready to be put into a page. */
  readonly html: string;
  /** A picture of the channel; the three come together. */
  readonly thumbnail_url?: string;
  readonly thumbnail_width?: number;
  readonly thumbnail_height?: number;
};
