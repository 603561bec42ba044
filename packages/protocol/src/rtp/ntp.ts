/** Milliseconds from NTP's era 0 (1900) to the Unix epoch (RFC 5905 section 6). */
const ntpEpochOffsetMs = 2_208_988_800_000;

/** A Unix time in milliseconds as an NTP timestamp: UQ32.32 seconds of its era. */
export function toNtp(unixMs: number): bigint {
  const ms = unixMs + ntpEpochOffsetMs;
  const seconds = Math.floor(ms / 1000);
  const fraction = Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32);
  return BigInt.asUintN(64, (BigInt(seconds) << 32n) | BigInt(fraction));
}

/**
 * The Unix time in milliseconds of an NTP timestamp. The seconds wrap in 2036: those with a clear
 * top bit are of era 1, which is right from 1968 to 2104 (RFC 4330 section 3).
 */
export function fromNtp(ntp: bigint): number {
  const low = Number(ntp >> 32n);
  const seconds = low < 2 ** 31 ? low + 2 ** 32 : low;
  const fraction = Number(ntp & 0xff_ff_ff_ffn);
  return seconds * 1000 - ntpEpochOffsetMs + (fraction / 2 ** 32) * 1000;
}

/** The middle 32 bits of an NTP timestamp, as receiver reports echo it (RFC 3550 section 4). */
export function compactNtp(ntp: bigint): number {
  return Number((ntp >> 16n) & 0xff_ff_ff_ffn);
}
