import { VERSION } from '@app/contracts';
import { openApiDocument } from '@app/service';
import { ROUTES } from '../routes.js';
import { ADMIN_TOKEN, operationsOf, SESSION } from './console.operations.js';

const DESCRIPTION = `Sees and steers an installation.

Errors are \`application/problem+json\` and name every wrong field at once. Lists are newest first and continue at
\`next_cursor\`, which belongs to the filters it was given with; a filter given several times means any of the values.
Moments are RFC 3339 in answers; \`from\` (inclusive) and \`to\` (exclusive) take epoch milliseconds too. Money is an exact
decimal in text. Changes of this interface only add: expect members you do not know.`;

/** The document of the console API, made of its table of routes. */
export const consoleDocument = () =>
  openApiDocument(
    {
      title: 'Waybill console API',
      version: VERSION,
      description: DESCRIPTION,
      security: {
        [ADMIN_TOKEN]: { type: 'http', scheme: 'bearer', description: 'An admin token, `wb_adm_…`: for programs.' },
        [SESSION]: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-waybill_session',
          description: 'For people; writes carry `csrf_token` of `/api/me` in `X-CSRF-Token`.',
        },
      },
    },
    operationsOf(ROUTES),
  );
