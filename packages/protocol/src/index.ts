export { type IceServer, iceServerLink, readIceServers } from './ice-server.ts';
export { type PictureSize, readJpegSize } from './jpeg-size.ts';
export { type Link, readLinks, writeLink } from './link-header.ts';
export { type Problem, problemContentType, readProblem } from './problem.ts';
