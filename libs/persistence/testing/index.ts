export { migratedDatabase, type MigratedDatabase } from './migrated.database.js';
export { aDelivery, storeDeliveries, wrongCounters } from './deliveries.js';
