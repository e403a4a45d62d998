import {
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  applyDecorators,
  type ExecutionContext,
} from '@nestjs/common';
import type { Route } from './route.js';

const ROUTE = Symbol('route');

/** Makes a controller's method the handler of a route. */
export const Handles = (route: Route): MethodDecorator =>
  applyDecorators(
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status),
    SetMetadata(ROUTE, route),
  );

const isRoute = (value: unknown): value is Route => typeof value === 'object' && value !== null && 'reach' in value;

/** The route a handler was made for. Throws for a handler without one: it would be open to everybody. */
export function routeOf(context: ExecutionContext): Route {
  const route: unknown = Reflect.getMetadata(ROUTE, context.getHandler());
  if (!isRoute(route)) throw new Error(`${context.getClass().name}.${context.getHandler().name} handles no route`);
  return route;
}
