import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { CONTROLLERS } from '../ingest.module.js';
import { INGEST_OPERATIONS } from './ingest.operations.js';

const joined = (...parts: readonly unknown[]): string =>
  `/${parts
    .map(String)
    .filter((part) => part !== '/')
    .join('/')}`;

it('the table has every call there is, and no other', () => {
  const served = CONTROLLERS.flatMap((controller) =>
    Object.entries(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(([name, { value: handler }]) => {
      const path: unknown = name === 'constructor' ? undefined : Reflect.getMetadata(PATH_METADATA, Object(handler));
      if (path === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, Object(handler))];
      return [`${method} ${joined(Reflect.getMetadata(PATH_METADATA, controller), path)}`];
    }),
  );
  expect(INGEST_OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(served.toSorted());
});
