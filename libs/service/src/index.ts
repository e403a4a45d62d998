export { optionalSetting, setting } from './settings/setting.js';
export type { Setting, SettingsOf, SettingsTree } from './settings/setting.js';
export { SettingsError, readSettings } from './settings/read-settings.js';
export type { Environment, ReadSettings } from './settings/read-settings.js';
export { duration, integer, text, url } from './settings/texts.js';
export type { SecretKey } from './settings/secret-keys.js';
export { httpSettings, processSettings } from './settings/process-settings.js';
export { kafkaConnection, kafkaSettings } from './settings/kafka-settings.js';
export type { KafkaConnectionOptions } from './settings/kafka-settings.js';
export {
  adminSettings,
  databaseSettings,
  egressSettings,
  graphSettings,
  partitionSettings,
  publicSettings,
  retrySettings,
  secretSettings,
} from './settings/product-settings.js';
export { runService } from './lifecycle/run-service.js';
export type { ServiceDefinition } from './lifecycle/run-service.js';
export type { Endpoint, ListeningMessage, ServiceContext, WithProcessSettings } from './lifecycle/service-context.js';
export { SHUTDOWN_TOTAL_MS } from './lifecycle/shutdown-sequence.js';
export type { ShutdownPhase, ShutdownStep } from './lifecycle/shutdown-sequence.js';
export { ProblemError } from './http/problem.error.js';
export { fieldCode, fieldErrors, fieldProblem, invalidFields } from './http/field-errors.js';
export type { FieldCode } from './http/field-errors.js';
export { ZodPipe, ZodQueryPipe } from './http/zod.pipe.js';
export { parseJson } from './http/body.parser.js';
export type { BodyParsers } from './http/body.parser.js';
export { startHttp } from './http/http-app.js';
export type { HttpOptions } from './http/http-app.js';
export { nestLogger } from './http/nest-logger.js';
export { openApiDocument } from './openapi/document.js';
export type { DocumentFrame, OpenApiDocument } from './openapi/document.js';
export type { JsonSchema } from './openapi/json.schema.js';
export type { Operation, OperationAnswer, OperationExample } from './openapi/operation.js';
export { fieldErrorSchema } from './openapi/problem.schema.js';
export { serveDocument } from './openapi/serve-document.js';
