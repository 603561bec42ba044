import { ProblemError } from '@tallylight/contract';

/** What oEmbed has no answer to (https://oembed.com, section 2.3.5). */
export class OembedError extends ProblemError {
  override readonly name = 'OembedError';

  static noUrl(): OembedError {
    return new OembedError(
      'query_invalid',
      'The query has no "url": send the address of a watch page, percent-encoded.',
    );
  }

  static urlUnknown(url: string): OembedError {
    return new OembedError(
      'not_found',
      `"${url}" is not the address of a watch page of this server.`,
    );
  }

  static channelUnknown(channel: string): OembedError {
    return new OembedError('channel_unknown', `There is no channel "${channel}" on this server.`);
  }

  static format(format: string): OembedError {
    return new OembedError(
      'format_unsupported',
      `There is no oEmbed in the format "${format}" here; ask for json.`,
    );
  }
}
