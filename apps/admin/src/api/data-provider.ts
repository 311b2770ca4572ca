import { ApiProblem } from '@latchkey/client';
import {
  HttpError,
  type CreateResult,
  type DataProvider,
  type GetListParams,
  type GetListResult,
  type GetOneResult,
  type Identifier,
  type RaRecord,
  type UpdateResult,
} from 'react-admin';
import { client } from './client.ts';
import { fieldFaults } from './problems.ts';
import type { Page } from './shapes.ts';

/**
 * React-admin over the admin API. Lists come in keyset pages: `meta.cursor` says where a page begins, and the answer's
 * `meta.next` where the next one does. There is no total, and no sorting: the API lists the newest first.
 */
export const dataProvider: DataProvider = {
  supportAbortSignal: true,

  async getList<R extends RaRecord>(resource: string, params: ListParams): Promise<GetListResult<R>> {
    const cursor = readCursor(params.meta);
    const query = new URLSearchParams({ limit: String(params.pagination?.perPage ?? 50) });
    for (const [name, value] of Object.entries({ ...filterOf(params), cursor })) {
      if (value !== undefined && value !== '') query.set(name, value);
    }
    const { signal } = params;
    const page = await client.json<Page<R>>(`/api/admin/${resource}/?${query}`, signal ? { signal } : {});
    return {
      data: page.items,
      pageInfo: { hasNextPage: page.next !== null, hasPreviousPage: cursor !== undefined },
      meta: { next: page.next },
    };
  },

  async getOne<R extends RaRecord>(resource: string, { id }: OneParams): Promise<GetOneResult<R>> {
    return { data: await client.json<R>(pathOf(resource, id)) };
  },

  async create<R extends RaRecord>(resource: string, { data }: CreateParams): Promise<CreateResult<R>> {
    const path = `/api/admin/${resource}/`;
    return { data: await client.json<R>(path, { method: 'POST', body: data }).catch(forForms) };
  },

  async update<R extends RaRecord>(resource: string, params: UpdateParams): Promise<UpdateResult<R>> {
    const { id, data, previousData } = params;
    const body = changesOf(data, previousData);
    return { data: await client.json<R>(pathOf(resource, id), { method: 'PATCH', body }).catch(forForms) };
  },

  delete: async <R extends RaRecord>(resource: string, { id, previousData }: DeleteParams<R>) => {
    await client.json(pathOf(resource, id), { method: 'DELETE' });
    // React-admin hands over the record that it shows; the API answers a deletion with nothing.
    return { data: previousData ?? ({ id } as R) };
  },

  // The site shows no list of references and edits nothing in bulk.
  getMany: notOffered,
  getManyReference: notOffered,
  updateMany: notOffered,
  deleteMany: notOffered,
};

interface ListParams extends GetListParams {
  readonly signal?: AbortSignal;
}

interface OneParams {
  readonly id: Identifier;
}

interface CreateParams {
  readonly data: unknown;
}

interface UpdateParams {
  readonly id: Identifier;
  readonly data: object;
  readonly previousData: object;
}

interface DeleteParams<R> {
  readonly id: Identifier;
  readonly previousData?: R;
}

function pathOf(resource: string, id: Identifier): string {
  return `/api/admin/${resource}/${encodeURIComponent(id)}/`;
}

function readCursor(meta: unknown): string | undefined {
  const { cursor } = (meta ?? {}) as { cursor?: unknown };
  return typeof cursor === 'string' ? cursor : undefined;
}

/** Filters are texts: they come from the address bar. */
function filterOf({ filter }: GetListParams): Record<string, string | undefined> {
  return filter as Record<string, string | undefined>;
}

/** Only what differs: what somebody else changed in the meantime stays. */
function changesOf(data: object, previous: object): Record<string, unknown> {
  const before = new Map(Object.entries(previous));
  return Object.fromEntries(Object.entries(data).filter(([name, value]) => before.get(name) !== value));
}

/** React-admin's forms show `body.errors` beside their fields. */
function forForms(error: unknown): never {
  const errors = fieldFaults(error);
  if (!(error instanceof ApiProblem) || Object.keys(errors).length === 0) throw error;
  throw new HttpError(error.title, error.status, { errors });
}

function notOffered(): Promise<never> {
  return Promise.reject(new Error('The admin API does not offer this.'));
}
