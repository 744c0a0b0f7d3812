import type { Sandbox } from '../../sandbox/index.ts';

/** Calls Feishu's APIs as another program with the same app would, over HTTP. */
export class FeishuCaller {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** @returns `data` of the answer. @throws where its code is not 0 */
  async post(path: string, body: object | undefined): Promise<unknown> {
    const response = await fetch(`${this.#sandbox.url}/open-apis/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.#token()}`,
        'content-type': 'application/json',
        connection: 'close',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { code: number; msg: string; data: unknown };
    if (answer.code !== 0) throw new Error(`${path}: ${answer.code} ${answer.msg}`);
    return answer.data;
  }

  async #token(): Promise<string> {
    const response = await fetch(`${this.#sandbox.url}/open-apis/auth/v3/tenant_access_token/internal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({
        app_id: this.#sandbox.env['FEISHU_APP_ID'],
        app_secret: this.#sandbox.env['FEISHU_APP_SECRET'],
      }),
    });
    const answer = (await response.json()) as { tenant_access_token: string };
    return answer.tenant_access_token;
  }
}
