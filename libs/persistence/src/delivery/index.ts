export { readDeliveryLives, type DeliveryLife } from './delivery.lives.js';
export { readClosedDestinations, type ClosedDestination } from './closed.destinations.js';
