import { VERSION } from '@app/contracts';
import { openApiDocument } from '@app/service';
import { INGEST_OPERATIONS, INGEST_TOKEN, SPACE_SECRET } from './ingest.operations.js';

const DESCRIPTION = `Takes events and clicks.

Every success is answered only when all in-sync replicas have what was sent; 503 means that it is not known to be stored.
Errors are \`application/problem+json\` and name every wrong field at once. What was refused of a known caller is listed in
the console. Personal fields are normalised and hashed before they are stored. Bodies may be gzipped.`;

/** The document of the ingest doors, made of their table of operations. */
export const ingestDocument = () =>
  openApiDocument(
    {
      title: 'Waybill ingest',
      version: VERSION,
      description: DESCRIPTION,
      security: {
        [SPACE_SECRET]: { type: 'http', scheme: 'bearer', description: 'The secret of the space, `wb_sec_…`.' },
        [INGEST_TOKEN]: {
          type: 'apiKey',
          in: 'query',
          name: 'token',
          description: 'The ingest token of the space, `wb_ing_…`: it can only ingest.',
        },
      },
    },
    INGEST_OPERATIONS,
  );
