import type { FastifyInstance, FastifyPluginCallback } from 'fastify';

/** Routes in a context of their own: their hooks and body parsers end with them. */
export function scope(build: (app: FastifyInstance) => void): FastifyPluginCallback {
  return (app, _options, done) => {
    build(app);
    done();
  };
}
