/**
 * `@peculiar/x509` finds its own parts through tsyringe, which refuses to load without the metadata reflection API.
 * Neither asks for metadata of a class whose constructor takes nothing, and x509 has no other.
 */
Object.assign(Reflect, {
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
  defineMetadata: () => {},
});
