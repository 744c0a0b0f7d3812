import { describe, expect, it } from '@jest/globals';
import { isRequired } from '../../../providers/settings/declaration.ts';
import { declaredSettings, providerSettings, settingNames } from '../../../workers/settings/providers.ts';

describe('the declared settings', () => {
  it('have names of their own, none of which is the file of another', () => {
    const variables = settingNames.flatMap((name) => [name, `${name}_FILE`]);
    expect(variables.filter((name, at) => variables.indexOf(name) !== at)).toEqual([]);
    for (const name of settingNames) expect(name).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/);
  });

  it.each(declaredSettings)('say in one line what $name means', ({ means }) => {
    expect(means).toMatch(/^\S.*\S$/);
  });

  it.each(declaredSettings.filter((setting) => setting.default !== undefined))(
    'have a default of $name that can be read',
    (setting) => {
      expect(setting.schema.safeParse(setting.default)).toMatchObject({ success: true });
    },
  );

  it.each(providerSettings)('ask for $title by a setting of its own, and say where it is', (provider) => {
    const own = Object.values(provider.settings).filter(({ alone }) => alone === undefined);
    expect(own.filter(isRequired)).not.toEqual([]);
    const address = provider.settings[provider.address];
    expect(address?.optional).toBeUndefined();
    expect(address?.schema.safeParse('ftp://provider.example')).toMatchObject({ success: false });
  });
});
