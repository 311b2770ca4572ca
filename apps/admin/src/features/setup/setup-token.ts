/**
 * The secret of the set-up link. It comes behind the `#`, which browsers send to no server, and is taken out of the
 * address bar at once: nobody reads it over a shoulder or finds it in the history.
 */
export const setupToken = takeToken();

function takeToken(): string | undefined {
  const { hash, pathname, search } = window.location;
  if (!/\/setup\/?$/.test(pathname) || hash.length < 2) return undefined;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
  return decodeURIComponent(hash.slice(1));
}
