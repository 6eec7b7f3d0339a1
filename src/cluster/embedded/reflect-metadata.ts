/**
 * `@peculiar/x509` finds its own parts through tsyringe, which refuses to load without the metadata reflection API.
 * It asks which classes want other classes in their constructors; of those in x509 that it makes, none does.
 */
const nothingKnown = {
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
  defineMetadata: () => {},
};

if (!('getMetadata' in Reflect)) Object.assign(Reflect, nothingKnown);
