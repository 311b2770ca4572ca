import { useSearchParams } from 'react-router';

/** Filters that live in the address bar, so that a list can be bookmarked, sent and gone back to. */
export interface UrlFilters<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, string>>>;
  /** Changes filters; an empty text takes one away. The list begins at its first page again. */
  readonly set: (changes: Readonly<Partial<Record<Name, string>>>) => void;
}

export function useUrlFilters<Name extends string>(...names: readonly Name[]): UrlFilters<Name> {
  const [search, setSearch] = useSearchParams();
  const values: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search.get(name);
    if (value !== null && value !== '') values[name] = value;
  }
  return {
    values,
    set: (changes) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          after.delete('cursor');
          for (const [name, value] of Object.entries<string | undefined>(changes)) {
            if (value === undefined || value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        // Each letter of a search is no place to go back to.
        { replace: true },
      ),
  };
}
