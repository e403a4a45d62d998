import type { FastifyInstance } from 'fastify';
import type { OpenApiDocument } from './document.js';

/** Serves a document at a path, to everybody. */
export function serveDocument(server: FastifyInstance, path: string, document: OpenApiDocument): void {
  const text = JSON.stringify(document);
  server.get(path, (_request, reply) => reply.type('application/json').send(text));
}
