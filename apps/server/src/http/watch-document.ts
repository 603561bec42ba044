/** What stands in the built document where each channel has a head of its own. */
const placeholder = '<title>Tallylight</title>';

/** The watch page's document, which says of which channel it is to those who read no further than its head. */
export class WatchDocument {
  readonly #before: string;
  readonly #after: string;

  /** @throws {Error} the document has no place for it */
  constructor(html: string) {
    const at = html.indexOf(placeholder);
    if (at < 0)
      throw new Error(`watch.html has no ${placeholder}, where a channel's head belongs.`);
    this.#before = html.slice(0, at);
    this.#after = html.slice(at + placeholder.length);
  }

  /** @param head title, description and links of the channel, as HTML */
  withHead(head: string): string {
    return this.#before + head + this.#after;
  }
}
