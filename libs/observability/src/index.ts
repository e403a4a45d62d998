export { LOG_LEVELS, createLogger } from './logger.js';
export type { LogLevel, Logger, LoggerOptions } from './logger.js';
export { OPEN, createMetrics } from './metrics.js';
export type { Counter, Gauge, Histogram, Labels, Metrics, MetricsOptions } from './metrics.js';
export { createHealth } from './health.js';
export type { Beat, CheckResult, Health, HealthCheck, HealthReport } from './health.js';
