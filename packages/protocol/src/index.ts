export { type IceServer, iceServerLink, readIceServers } from './ice-server.ts';
export { type Link, readLinks, writeLink } from './link-header.ts';
export { type Problem, problemContentType, readProblem } from './problem.ts';
