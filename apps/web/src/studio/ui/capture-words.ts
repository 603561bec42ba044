import { type ProblemWords, captureProblemText as text } from '../../text/studio-problems.ts';
import type { CaptureError } from '../capture/capture-error.ts';
import type { BrowserFamily } from './browser-family.ts';

/** What to tell a person whose camera or microphone did not open. */
export function captureWords(
  error: Pick<CaptureError, 'reason' | 'source'>,
  place: { readonly browser: BrowserFamily; readonly address: URL },
): ProblemWords {
  const device = text.devices[error.source];
  switch (error.reason) {
    case 'denied':
      return {
        title: text.denied.title(device),
        body: text.denied.body,
        steps: text.denied.steps[place.browser],
      };
    case 'denied-by-system':
      return { ...text.deniedBySystem, title: text.deniedBySystem.title(device) };
    case 'not-found':
      return { ...text.notFound, title: text.notFound.title[error.source] };
    case 'in-use':
      return { ...text.inUse, title: text.inUse.title[error.source] };
    case 'impossible':
      return { ...text.impossible, title: text.impossible.title(device) };
    case 'insecure':
      return { ...text.insecure, steps: text.insecure.steps(localAddress(place.address)) };
    case 'unsupported':
      return text.unsupported;
    case 'other':
      return { ...text.other, title: text.other.title(device) };
  }
}

/** The same page on the computer itself, which browsers trust without https. The key stays out of sight. */
function localAddress(address: URL): string {
  const port = address.port === '' ? '' : `:${address.port}`;
  return `http://localhost${port}${address.pathname}`;
}
