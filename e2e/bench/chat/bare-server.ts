import { parseArgs } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * What a chat costs at the least: a bare `ws` server that sends the same text to everybody, so many times a second. Says
 * where it listens, and answers "resume" and "pause" over the channel of its parent.
 */
const { values } = parseArgs({
  options: { bytes: { type: 'string', default: '300' }, 'per-second': { type: 'string' } },
});
const text = 'x'.repeat(Number(values.bytes));
const everyMs = 1_000 / Number(values['per-second'] ?? 25);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
let timer: NodeJS.Timeout | undefined;

process.on('message', (word) => {
  clearInterval(timer);
  if (word === 'resume') timer = setInterval(broadcast, everyMs);
});
server.on('listening', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.(`ws://127.0.0.1:${port}`);
});

function broadcast(): void {
  for (const client of server.clients as Set<WebSocket>) client.send(text);
}
