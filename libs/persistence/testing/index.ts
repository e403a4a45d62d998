export { migratedDatabase, type MigratedDatabase } from './migrated.database.js';
export { aDelivery, outcomeFor, storeDeliveries, wrongCounters } from './deliveries.js';
