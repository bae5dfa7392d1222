// The layers of ARCHITECTURE.md, checked by `npm run check`. A comment is what a reader of a broken rule needs: the reason.
//
//   vocabulary -> db, twilio -> mirror -> writes -> context -> schema -> resolvers -> graph -> server -> gateway -> main
//                 twilio/signature, vocabulary -> emulator -> local-stack (with gateway)

const layers = {
  vocabulary: '^src/(vocabulary|start-error)\\.ts$',
  db: '^src/db/',
  twilio: '^src/twilio/',
  mirror: '^src/mirror/',
  writes: '^src/writes/',
  context: '^src/context\\.ts$',
  schema: '^src/schema/',
  resolvers: '^src/resolvers/',
  graph: '^src/(graph|print-schema)\\.ts$',
  server: '^src/server/',
};
const order = Object.keys(layers);

/** A layer imports itself, what is below it, and packages. */
function layerRule(name, comment, alsoForbidden = []) {
  const allowed = order.slice(0, order.indexOf(name) + 1).filter((below) => !alsoForbidden.includes(below));
  return {
    name: `layer-${name}`,
    comment,
    severity: 'error',
    from: { path: layers[name] },
    to: { path: '^(src|test|bench|scripts)/', pathNot: allowed.map((layer) => layers[layer]) },
  };
}

/** A package is known in a few places only. */
function packageRule(name, packages, comment, where) {
  return {
    name: `package-${name}`,
    comment,
    severity: 'error',
    from: { path: '^src/', pathNot: where },
    to: { path: packages.map((entry) => `node_modules/${entry}(/|$)`) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Files that need each other can only be read, tested and loaded together. Move what both need to a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    layerRule('vocabulary', 'The words of the field import nothing, so that every layer can use them.'),
    layerRule('db', 'SQL knows tables, not Twilio: the mirror brings the two together.'),
    layerRule('twilio', 'The other side as it is, without our tables: it can be read beside the pages of Twilio.', [
      'db',
    ]),
    layerRule(
      'mirror',
      'Our copy of their state knows nothing of GraphQL or HTTP, so that callback, write and sync share it.',
    ),
    layerRule(
      'writes',
      'Sending and settling writes knows nothing of GraphQL: what a process leaves open another one settles.',
    ),
    layerRule(
      'context',
      'What resolvers may use is made of db, twilio, mirror and writes; it must not know who uses it.',
    ),
    layerRule(
      'schema',
      'A node knows its own columns. What reaches another node awaits, and that belongs in resolvers.',
    ),
    layerRule('resolvers', 'What happens is independent of the HTTP face, so that every transport does the same.'),
    layerRule('graph', 'The graph is put together without a server: printing it must do no I/O.'),
    layerRule('server', 'The HTTP face is handed its services by gateway.ts; it makes none.'),
    {
      name: 'layer-config',
      comment: 'Configuration is read once, before anything else is there, and handed down as values.',
      severity: 'error',
      from: { path: '^src/config\\.ts$' },
      to: { path: '^src/', pathNot: [layers.vocabulary] },
    },
    {
      name: 'config-is-handed-down',
      comment:
        'Only the top reads Config; the layers below take what they need as arguments and can be tested without it.',
      severity: 'error',
      from: { path: order.filter((layer) => layer !== 'server').map((layer) => layers[layer]) },
      to: { path: '^src/config\\.ts$' },
    },
    {
      name: 'nodes-do-not-know-each-other',
      comment:
        'src/schema: a node file that imports another node becomes a cycle with the first link back. Edges are in src/resolvers.',
      severity: 'error',
      from: { path: '^src/schema/(active-number|hosted-number-order|authorization-document)\\.ts$' },
      to: { path: '^src/schema/(active-number|hosted-number-order|authorization-document)\\.ts$' },
    },
    {
      name: 'emulator-stands-alone',
      comment:
        'The emulator is judged by Twilio’s own client. Sharing our reader or our tables would let both be wrong in the same way.',
      severity: 'error',
      from: { path: '^src/emulator/' },
      to: {
        path: '^(src|test|bench|scripts)/',
        pathNot: ['^src/emulator/', layers.vocabulary, '^src/twilio/signature\\.ts$'],
      },
    },
    {
      name: 'production-without-emulator',
      comment:
        'Code that runs in production must behave the same with the emulator deleted. Only local-stack.ts starts it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/emulator/', '^src/local-stack\\.ts$'] },
      to: { path: '^src/emulator/' },
    },
    {
      name: 'local-stack-on-demand',
      comment:
        'main.ts loads local-stack.ts with import() where no credentials are set: production never loads the emulator.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/local-stack\\.ts$', dynamic: false },
    },
    {
      name: 'local-stack-only-from-main',
      comment: 'local-stack.ts is a beginning of its own: the program (main.ts) and tests start it, nothing else.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main\\.ts$' },
      to: { path: '^src/local-stack\\.ts$' },
    },
    {
      name: 'nothing-imports-main',
      comment: 'main.ts starts on import.',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'client-stands-alone',
      comment: 'The client module runs in browsers: it may not bring a part of the gateway or of Node with it.',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: '.', pathNot: '^src/client/' },
    },
    {
      name: 'nobody-needs-the-client',
      comment: 'The client module is for other programs; the gateway must not depend on it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/client/' },
      to: { path: '^src/client/' },
    },
    {
      name: 'src-without-tests',
      comment: 'The program is built from src alone.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|chaos|scripts)/' },
    },
    {
      name: 'chaos-judges-from-outside',
      comment:
        'A judge that shares code with the gateway is wrong in the same way. Only the signature is needed to send, and the emulator takes Twilio’s place.',
      severity: 'error',
      from: { path: '^chaos/' },
      to: { path: '^(src|test|bench)/', pathNot: ['^src/twilio/signature\\.ts$', '^src/emulator/'] },
    },
    {
      name: 'src-without-dev-dependencies',
      comment: 'Production installs with --omit=dev. A package that src imports at run time belongs in dependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    packageRule(
      'graphql',
      ['graphql', '@pothos/[^/]+'],
      'GraphQL is one face of the program: mirror, db and twilio must not know it.',
      [layers.schema, layers.resolvers, layers.graph, layers.server],
    ),
    packageRule(
      'graphql-server',
      ['graphql-yoga', 'graphql-ws', 'ws', '@graphql-yoga/[^/]+', '@whatwg-node/server'],
      'Transports are src/server’s business. (The emulator has an HTTP face of its own; subscriptions need Repeater.)',
      [layers.server, '^src/emulator/', '^src/resolvers/subscriptions\\.ts$'],
    ),
    packageRule('drizzle', ['drizzle-orm'], 'SQL is in db and mirror only: a resolver asks a function of db.', [
      layers.db,
      layers.mirror,
    ]),
    packageRule('drivers', ['postgres', '@electric-sql/[^/]+'], 'Nothing outside db knows which database it has.', [
      layers.db,
    ]),
    packageRule(
      'zod',
      ['zod'],
      'What comes in is parsed at four edges (environment, Twilio’s JSON, callback form, input of writes); inside, types are trusted.',
      [
        '^src/config\\.ts$',
        '^src/twilio/representations[^/]*(/|\\.ts$)',
        '^src/server/callback\\.ts$',
        '^src/resolvers/mutations/',
        '^src/emulator/',
      ],
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|drizzle|test/generated|test-results)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
