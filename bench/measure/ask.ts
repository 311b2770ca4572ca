/** Sends JSON and reads JSON. @throws Error with the answer where it is no success. */
export async function post(
  url: string,
  body: unknown,
): Promise<{ body: Record<string, unknown>; cookie: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  // All servers here answer with an object.
  return { body: JSON.parse(text) as Record<string, unknown>, cookie };
}
