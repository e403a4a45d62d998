import { Controller, Inject } from '@nestjs/common';
import { readLedger, type Database } from '@app/persistence';
import { ProblemError } from '@app/service';
import { Call } from '../api/call.js';
import { Handles } from '../api/handles.js';
import { DATABASE } from '../api/parts.js';
import type { CallOf } from '../api/route.js';
import { ledgerRoutes } from './ledger.routes.js';
import { shownLedger } from './ledger.view.js';

@Controller()
export class LedgerController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Handles(ledgerRoutes.read)
  async read(@Call() { params }: CallOf<typeof ledgerRoutes.read>) {
    const known = await readLedger(this.database);
    if (!known) throw new ProblemError('unavailable', 'the ledger was not read yet: fanout does so within moments');
    return shownLedger(known.readAtMs, known.report, params.space);
  }
}
