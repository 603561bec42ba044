import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Small differences in size are not worth the time on an answer that somebody waits for. */
const compressionLevel = 4;

/** A playlist, manifest or document as it goes out: written once, and compressed once if anybody wants it so. */
export class RenderedText {
  readonly body: Buffer;
  readonly etag: string;
  #gzipped: Buffer | null = null;

  constructor(text: string) {
    this.body = Buffer.from(text);
    // Weak: it stands for the plain and for the compressed form (RFC 9110, section 8.8.1).
    this.etag = `W/"${createHash('sha1').update(this.body).digest('base64url')}"`;
  }

  get gzipped(): Buffer {
    this.#gzipped ??= gzipSync(this.body, { level: compressionLevel });
    return this.#gzipped;
  }
}
