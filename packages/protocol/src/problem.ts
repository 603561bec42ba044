/**
 * Problem details (RFC 9457, section 3): what a server answers when a request can't be served.
 * `code` and `requestId` are extension members (section 3.2).
 */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** A stable word that a client may branch on. */
  readonly code?: string;
  /** What to quote when asking the server's owner. */
  readonly requestId?: string;
};

/** The media type of problem details in JSON (RFC 9457, section 6.1). */
export const problemContentType = 'application/problem+json';

/**
 * Reads problem details leniently, as RFC 9457 section 3.1 asks: members of the wrong type count as absent.
 *
 * @param body the parsed JSON body, of any shape
 * @param status the status of the response, in force where the body has none
 */
export function readProblem(body: unknown, status: number): Problem {
  const members =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string | undefined =>
    typeof members[name] === 'string' ? members[name] : undefined;
  const detail = text('detail');
  const code = text('code');
  const requestId = text('requestId');
  return {
    type: text('type') ?? 'about:blank',
    title: text('title') ?? `HTTP status ${status}`,
    status: typeof members['status'] === 'number' ? members['status'] : status,
    ...(detail !== undefined && { detail }),
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  };
}
