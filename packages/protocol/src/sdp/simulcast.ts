import { type MediaDescription, parseSimulcastStreamList } from 'sdp-transform';
import { SdpError } from './sdp-error.ts';

/** More layers than this are refused. */
const maxLayers = 3;

/**
 * The rids that an offerer would send (RFC 8853, section 5.1), in its order. Of alternatives the first is
 * taken, and a stream that starts paused ("~") counts as any other.
 *
 * @returns an empty list where the section has no simulcast
 * @throws {SdpError} simulcast: a rid of the list has no `a=rid … send` or comes twice, or there are too many
 */
export function readSimulcast(media: MediaDescription): string[] {
  const { simulcast } = media;
  if (simulcast === undefined) return [];
  const list = simulcast.dir1 === 'send' ? simulcast.list1 : simulcast.list2;
  if (list === undefined) return [];
  const rids = parseSimulcastStreamList(String(list)).flatMap(([first]) =>
    first === undefined ? [] : [String(first.scid)],
  );
  if (rids.length > maxLayers) {
    throw SdpError.simulcast(
      `The offer has ${rids.length} simulcast layers; at most ${maxLayers} are taken.`,
    );
  }
  if (new Set(rids).size < rids.length) {
    throw SdpError.simulcast(`a=simulcast names a rid twice: ${rids.join(', ')}.`);
  }
  const declared = new Set(
    (media.rids ?? []).filter((line) => line.direction === 'send').map((line) => String(line.id)),
  );
  for (const rid of rids) {
    if (!declared.has(rid))
      throw SdpError.simulcast(`a=simulcast names rid "${rid}", which has no a=rid line.`);
  }
  return rids;
}
