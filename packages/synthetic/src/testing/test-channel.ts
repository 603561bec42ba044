import { SyntheticPublisher } from '../publisher.ts';
import { SyntheticViewer } from '../viewer.ts';

type PublisherOptions = Omit<Parameters<typeof SyntheticPublisher.start>[0], 'url' | 'token'>;
type ViewerOptions = Omit<Parameters<typeof SyntheticViewer.start>[0], 'url'>;

/** The one channel of a server under test, and who comes to it. */
export class TestChannel {
  readonly channel = 'test';
  readonly key = 'the-stream-key-of-the-test-channel';
  /** Of the server, without a slash at its end. */
  readonly url: string;

  protected constructor(url: string) {
    this.url = url;
  }

  get whip(): string {
    return `${this.url}/whip/${this.channel}`;
  }

  get whep(): string {
    return `${this.url}/whep/${this.channel}`;
  }

  /** A publisher with the channel's key. */
  publish(options: PublisherOptions = {}): Promise<SyntheticPublisher> {
    return SyntheticPublisher.start({ url: this.whip, token: this.key, ...options });
  }

  /** One who takes over from whoever is on air. */
  takeOver(options: PublisherOptions = {}): Promise<SyntheticPublisher> {
    const url = `${this.whip}?takeover=true`;
    return SyntheticPublisher.start({ url, token: this.key, ...options });
  }

  watch(options: ViewerOptions = {}): Promise<SyntheticViewer> {
    return SyntheticViewer.start({ url: this.whep, ...options });
  }
}
