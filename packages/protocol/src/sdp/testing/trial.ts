import { readFragment } from '../fragment.ts';
import { readOffer } from '../offer.ts';
import { offerExtension, renumberExtensions } from '../renumber.ts';
import { SdpError } from '../sdp-error.ts';
import { answerPublisher, answerViewer, h264, opus, vp8 } from './answering.ts';

/** Longer than this nothing may be read and answered, in ms: the server does nothing else meanwhile. */
export const trialLimitMs = 50;

/** @returns whether the text was taken @throws what the server would have no name for */
export type Trial = (text: string) => boolean;

/** All that is done with an offer, up to the written answer. */
export const offerTrials: readonly Trial[] = [tryOffer, tryRenumbered];

/** All that is done with a trickle fragment. */
export const fragmentTrials: readonly Trial[] = [tryFragment];

/** Answers a text as a WHIP offer and as a WHEP offer. */
function tryOffer(text: string): boolean {
  const offer = attempt(() => readOffer(text));
  if (offer === null) return false;
  const onAir = { audio: opus({ stereo: true }), video: h264('42e01f') };
  const answers = [
    attempt(() => answerPublisher(offer)),
    attempt(() => answerViewer(offer, onAir)),
  ].filter((answer) => answer !== null);
  for (const answer of answers) requireFitting(text, answer);
  return answers.length > 0;
}

/** Answers a text as a WHEP offer whose extensions our player renumbered, to a broadcast without sound. */
function tryRenumbered(text: string): boolean {
  const ours = renumberExtensions(offerExtension(text, 'urn:example:more'));
  const onAir = { audio: null, video: vp8 };
  const answer = attempt(() => answerViewer(readOffer(ours), onAir));
  if (answer !== null) requireFitting(text, answer);
  return answer !== null;
}

function tryFragment(text: string): boolean {
  return attempt(() => readFragment(text)) !== null;
}

/** @returns null where it is refused */
function attempt<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SdpError) return null;
    throw error;
  }
}

/** @throws the answer hasn't a section for each of the offer's, or takes one that can't be (RFC 3264, section 6) */
function requireFitting(offer: string, answer: string): void {
  const asked = mediaLines(offer);
  const given = mediaLines(answer);
  if (asked.length !== given.length) {
    throw new Error(`The answer has ${given.length} sections for the offer's ${asked.length}.`);
  }
  for (const [index, [type, port]] of given.entries()) {
    const wanted = asked[index]?.[0];
    if (wanted !== type) {
      throw new Error(`A section is "${wanted}" in the offer and "${type}" in the answer.`);
    }
    if (port !== '0' && type !== 'audio' && type !== 'video') {
      throw new Error(`A section of "${type}" was not refused.`);
    }
  }
}

/** The words of each m-line, found without a parser: it may be the parser that is wrong. */
function mediaLines(text: string): string[][] {
  return text
    .split(/[\r\n]/)
    .filter((line) => line.startsWith('m='))
    .map((line) => line.slice(2).split(' '));
}
