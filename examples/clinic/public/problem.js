/** What the clinic says when it refuses something. */

/** What a problem document says. */
export async function reasonOf(response) {
  const { title, detail } = await response.json().catch(() => ({}));
  return [title ?? `The clinic answered ${response.status}`, detail].filter(Boolean).join(': ');
}
