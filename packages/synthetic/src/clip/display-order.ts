import type { AccessUnit } from './annex-b.ts';

/**
 * By how many frames each picture is shown later than it comes in its stream, negative for earlier.
 * For streams whose B-frames are referred to by no other picture: then a B-frame is shown as soon as
 * it is decoded, and each other picture after the B-frames that follow it.
 */
export function displayShifts(units: readonly AccessUnit[]): number[] {
  const shifts: number[] = [];
  units.forEach((unit, index) => {
    if (isDiscardable(unit)) {
      // The picture before the run of B-frames was decoded first and is shown last.
      shifts.push(-1);
      return;
    }
    let bFrames = 0;
    while (isDiscardable(units[index + 1 + bFrames])) bFrames++;
    shifts.push(bFrames);
  });
  return shifts;
}

/** nal_ref_idc of its slices is 0 (H.264 section 7.4.1). */
function isDiscardable(unit: AccessUnit | undefined): boolean {
  const slice = unit?.nals.at(-1)?.[0];
  return slice !== undefined && (slice & 0x60) === 0;
}
