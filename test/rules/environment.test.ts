import { describe, expect, it } from '@jest/globals';
import { temporalEnvironment, withoutBlanks } from '../../rules/environment.ts';

describe('what is read of the environment', () => {
  it('is without blanks around values and without what is blank, and keeps the lines of a key', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----';
    expect(
      withoutBlanks({
        TEMPORAL_ADDRESS: 'temporal:7233\n',
        TEMPORAL_NAMESPACE: ' \r\n',
        TEMPORAL_API_KEY: undefined,
        TEMPORAL_TLS_CLIENT_KEY_DATA: `${pem}\n`,
      }),
    ).toEqual({ TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_TLS_CLIENT_KEY_DATA: pem });
  });

  it('keeps an empty header, by which the SDK takes one of its file away', () => {
    expect(withoutBlanks({ TEMPORAL_GRPC_META_TEAM: ' ' })).toEqual({ TEMPORAL_GRPC_META_TEAM: '' });
  });
});

describe('what the SDK is given', () => {
  it('is all of it, where nothing is wrong', () => {
    const variables = { TEMPORAL_ADDRESS: 'a:1', TEMPORAL_TLS_CLIENT_CERT_DATA: 'x\ny', HOME: '"/home"' };
    expect(temporalEnvironment(variables)).toEqual(variables);
  });

  it('is refused for all that stands in quotes or has lines, at once and without the values', () => {
    const variables = {
      TEMPORAL_ADDRESS: '"host:1"',
      TEMPORAL_API_KEY: 'one\ntwo',
      TEMPORAL_NAMESPACE: "'n'",
    };
    expect(() => temporalEnvironment(variables)).toThrow(
      'TEMPORAL_ADDRESS stands in quotes: take them off; TEMPORAL_API_KEY must be one line; ' +
        'TEMPORAL_NAMESPACE stands in quotes: take them off',
    );
  });
});
