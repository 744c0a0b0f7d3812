/** The variable that names the file with more profiles. */
export const CONFIG_VARIABLE = 'PAYOUTS_CONFIG';

/** Names that are fixed for what is to come. Taken in silence they would promise what is not done. */
export const reservedNames = ['PAYOUTS_CODEC_KEYS'] as const;

/** What holds for all profiles of a process. It is read where it is used, and declared for the pages that list it. */
export const processWide: readonly {
  readonly names: readonly string[];
  /** One line for people, in Markdown. */
  readonly means: string;
  /** docker-compose.yml hands it to the worker as it is in its own environment */
  readonly handedOn?: true;
}[] = [
  {
    names: ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_API_KEY', 'TEMPORAL_TLS…'],
    means: 'as in every Temporal client',
  },
  {
    names: ['TEMPORAL_WORKER_BUILD_ID'],
    means: 'told in results as `sentBy.build`; a digest of the code unless set',
  },
  {
    names: ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
    means: 'which proxy calls go through: [proxies](#proxies)',
    handedOn: true,
  },
  {
    names: [CONFIG_VARIABLE],
    means: 'a TOML file with more profiles: `[profiles.NAME]` and the names above',
  },
];
