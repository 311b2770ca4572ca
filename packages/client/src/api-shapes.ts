import type { components, operations } from './api-types.ts';

/** The shapes that the API's document names, such as `Schemas['Me']`. */
export type Schemas = components['schemas'];

type Json<T> = T extends { content: { 'application/json': infer Content } } ? Content : never;
type Success = 200 | 201 | 202;
type Responses<Id extends keyof operations> = operations[Id]['responses'];

/** What an operation answers, such as `Answer<'listOwnSessions'>`. */
export type Answer<Id extends keyof operations> = Json<Responses<Id>[keyof Responses<Id> & Success]>;

/** What an operation takes, such as `Body<'login'>`. */
export type Body<Id extends keyof operations> = Json<NonNullable<operations[Id]['requestBody']>>;
