import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePort } from '@tallylight/synthetic/testing';
import { PinnedServer } from './pinned-server.ts';

/**
 * nginx as one would set it up for media, with one worker on one core, serving these bytes at these paths.
 *
 * @param folder where it may keep everything that it needs
 * @throws {Error} it is not installed
 */
export async function startNginx(
  core: number,
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<PinnedServer> {
  for (const [path, bytes] of files) {
    const file = join(folder, 'files', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  const port = await freePort();
  const configuration = join(folder, 'nginx.conf');
  await writeFile(configuration, configure(folder, port));
  try {
    return await PinnedServer.program(core, `http://127.0.0.1:${port}`, [
      'nginx',
      '-e',
      join(folder, 'error.log'),
      '-c',
      configuration,
    ]);
  } catch (cause) {
    throw new Error(
      'nginx could not be started. This bench compares with it: apt-get install nginx-light',
      { cause },
    );
  }
}

function configure(folder: string, port: number): string {
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  open_file_cache max=1000 inactive=60s;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  types { video/mp4 m4s; }
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
    add_header Cache-Control "public, max-age=31536000, immutable";
    add_header Access-Control-Allow-Origin "*";
  }
}
`;
}
