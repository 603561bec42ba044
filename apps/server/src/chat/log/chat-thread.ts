import { parentPort, workerData } from 'node:worker_threads';
import { type ChatCall, doTogether } from './chat-batch.ts';
import { ChatDatabase } from './chat-database.ts';

/** The thread of the chat's database: an fsync that takes long holds up nobody but the chat. */
function serve(path: string): void {
  const port = parentPort;
  if (port === null) throw new Error('this is the entry of a thread');
  const database = ChatDatabase.open(path);
  port.on('message', (calls: readonly ChatCall[]) => port.postMessage(doTogether(database, calls)));
  port.on('close', () => database.close());
  port.postMessage('open');
}

serve(String(workerData));
