/** The element that every page here has. */
export function theVideo(): HTMLVideoElement {
  const video = document.querySelector('video');
  if (video === null) throw new Error('The page has no video element.');
  return video;
}
