import type { Proxy } from '../../providers/http/proxy.ts';
import { valueProblem, withoutBlanks, type Environment } from '../../rules/environment.ts';
import { isLoopback, readNoProxy, type NoProxy } from './noProxy.ts';
import type { SettingsProblem } from './problems.ts';
import { redact } from './redact.ts';

/** Which way calls to one address go. */
export type Way =
  | { readonly proxy: Proxy; /** the variable that names it */ readonly setBy: string }
  | { readonly proxy?: never; /** why directly, for people */ readonly because: string };

export interface Proxies {
  readonly wayTo: (url: string) => Way;
  readonly problems: readonly SettingsProblem[];
}

interface Variable {
  readonly name: string;
  readonly text: string;
}

/** As curl and Node have it: where both are set, the lower case one counts. */
const VARIABLES = {
  'http:': ['http_proxy', 'HTTP_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY'],
  no: ['no_proxy', 'NO_PROXY'],
} as const;

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case: of the process, so for the calls of every profile.
 * One that cannot be used is a problem, never a call that goes another way.
 */
export function readProxies(environment: Environment): Proxies {
  const http = readProxy(firstSet(environment, VARIABLES['http:']));
  const https = readProxy(firstSet(environment, VARIABLES['https:']));
  const no = firstSet(environment, VARIABLES.no);
  const list: NoProxy = readNoProxy(no?.text ?? '');
  return {
    wayTo: (url) => {
      const target = new URL(url);
      const secure = target.protocol === 'https:';
      const { way } = secure ? https : http;
      if (way === undefined) return { because: `${secure ? 'HTTPS_PROXY' : 'HTTP_PROXY'} is not set` };
      if (isLoopback(target)) return { because: 'it is this machine' };
      if (list.ok && list.leavesOut(target)) return { because: `${no?.name ?? 'NO_PROXY'} has it` };
      return way;
    },
    problems: [...https.problems, ...http.problems, ...(list.ok ? [] : [unreadable(no, list.unreadable)])],
  };
}

function firstSet(environment: Environment, names: readonly string[]): Variable | undefined {
  const variables = withoutBlanks(environment);
  return names.flatMap((name) => (variables[name] === undefined ? [] : [{ name, text: variables[name] }]))[0];
}

type ReadProxy = {
  readonly way?: Extract<Way, { proxy: Proxy }>;
  readonly problems: readonly SettingsProblem[];
};

function readProxy(variable: Variable | undefined): ReadProxy {
  if (variable === undefined) return { problems: [] };
  const { name: setting, text } = variable;
  const proxy = proxyOf(text);
  if (proxy !== undefined) return { way: { proxy, setBy: setting }, problems: [] };
  const message =
    valueProblem(text) ??
    'must be the address of an http or https proxy, such as "http://proxy.example:3128" or ' +
      '"http://user:password@proxy.example:3128", user and password percent-encoded (an @ as %40); or take it out';
  return { problems: [{ setting, message }] };
}

/** Without a scheme it is an http proxy, as for every program that reads these variables. */
function proxyOf(text: string): Proxy | undefined {
  const written = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(written)) return undefined;
  const { protocol, host, username, password, pathname, search, hash } = new URL(written);
  if (!['http:', 'https:'].includes(protocol) || host === '') return undefined;
  // A password with a bare / or # ends up there, and what stands before it would be taken for the proxy.
  if (!['', '/'].includes(pathname) || search + hash !== '') return undefined;
  const address = `${protocol}//${host}`;
  if (username + password === '') return { address };
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    return redact({ address, authorization }, ['authorization']);
  } catch {
    // What is said of a broken encoding may quote it.
    return undefined;
  }
}

function unreadable(no: Variable | undefined, entries: readonly number[]): SettingsProblem {
  const which = `${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')}`;
  return {
    setting: no?.name ?? 'NO_PROXY',
    message:
      `${which} cannot be read: names (example.com, with all below it), addresses, networks (10.0.0.0/8) or *, ` +
      'with commas between and no scheme; :port may follow all but a network',
  };
}
