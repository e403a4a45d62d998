export { runDeliveryApp } from './run.delivery-app.js';
export { deliverySettings, type DeliverySettings } from './delivery.settings.js';
