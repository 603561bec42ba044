import { ProblemError } from '@tallylight/contract';

/** Who may do what on a channel, and why not. */
export class ChannelError extends ProblemError {
  override readonly name = 'ChannelError';

  static unknown(channel: string): ChannelError {
    return new ChannelError('channel_unknown', `There is no channel "${channel}" on this server.`);
  }

  static keyMissing(channel: string): ChannelError {
    return new ChannelError(
      'key_missing',
      `Channel "${channel}" wants its stream key: send "Authorization: Bearer" followed by the key.`,
    );
  }

  static keyWrong(channel: string): ChannelError {
    return new ChannelError(
      'key_wrong',
      `That is not the stream key of channel "${channel}". Start the server with --new-key to make a new one.`,
    );
  }
}
