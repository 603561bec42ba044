/**
 * Puts each section of an answer into a MediaStream of its own (`a=msid`, RFC 8830, section 2).
 *
 * A browser holds back tracks that share a stream until they play in step, and sound takes longer: its jitter
 * buffer and the sound card's cost every frame of the picture 50 to 100 ms. Apart, each plays as soon as it
 * can; who joins them again must see to it that they stay within what people don't notice.
 */
export function withSeparateStreams(answer: string): string {
  return answer
    .split(/^(?=m=)/m)
    .map((section, index) => section.replace(/^a=msid:(\S+)/gm, `a=msid:$1-${index}`))
    .join('');
}
