/** A parameter of a format line (RFC 8866, section 6.15), such as `stereo=1`. */
export type FormatParameter = readonly [name: string, value: number];

/**
 * Sets parameters in the `a=fmtp` lines of some payload types. What else a line says stays; a payload type
 * without a line gets one, after its `a=rtpmap`.
 */
export function setFormat(
  sdp: string,
  payloadTypes: ReadonlySet<string>,
  parameters: readonly FormatParameter[],
): string {
  const lines = sdp.split('\r\n');
  const formatted = new Set(lines.flatMap((line) => line.match(formatLine)?.[1] ?? []));
  return lines
    .flatMap((line) => {
      const [, formatOf, format = ''] = line.match(formatLine) ?? [];
      if (formatOf !== undefined && payloadTypes.has(formatOf)) {
        return [`a=fmtp:${formatOf} ${merge(format, parameters)}`];
      }
      const mapOf = line.match(mapLine)?.[1];
      if (mapOf !== undefined && payloadTypes.has(mapOf) && !formatted.has(mapOf)) {
        return [line, `a=fmtp:${mapOf} ${merge('', parameters)}`];
      }
      return [line];
    })
    .join('\r\n');
}

/** The payload types of a codec, by the name that its `a=rtpmap` line gives it, such as `opus/48000/2`. */
export function payloadTypesOf(sdp: string, encoding: string): ReadonlySet<string> {
  const wanted = encoding.toLowerCase();
  return new Set(
    sdp.split('\r\n').flatMap((line) => {
      const [, payloadType, name] = line.match(mapLine) ?? [];
      return payloadType !== undefined && name?.toLowerCase() === wanted ? [payloadType] : [];
    }),
  );
}

const mapLine = /^a=rtpmap:(\d+) (\S+)$/;
const formatLine = /^a=fmtp:(\d+) (.*)$/;

function merge(format: string, parameters: readonly FormatParameter[]): string {
  const names = new Set(parameters.map(([name]) => name));
  const kept = format
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter !== '' && !names.has(parameter.split('=', 1)[0] ?? ''));
  return [...kept, ...parameters.map(([name, value]) => `${name}=${value}`)].join(';');
}
