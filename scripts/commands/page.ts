import type { Command } from 'commander';

const PLACE = '<!-- table: options -->';

/** @returns the page of the commands: a template with the options that each command declares */
export function commandsPage(template: string, program: Command): string {
  if (!template.includes(PLACE)) throw new Error(`the template has no ${PLACE}`);
  return template.replace(
    PLACE,
    [of(program, 'every command'), ...sections(program, 'payouts')].join('\n\n'),
  );
}

function sections(parent: Command, path: string): string[] {
  return parent.commands.flatMap((command) => {
    const name = `${path} ${command.name()}`;
    if (command.commands.length > 0) return sections(command, name);
    const words = command.registeredArguments.map((argument) => {
      const shown = argument.name() + (argument.variadic ? '...' : '');
      return argument.required ? `<${shown}>` : `[${shown}]`;
    });
    return [of(command, `\`${[name, ...words].join(' ')}\``)];
  });
}

/** A heading, what the command does, and a line an option. */
function of(command: Command, title: string): string {
  const options = command.options.map(({ flags, description }) => `- \`${flags}\`: ${description}`);
  const said = command.parent === null ? [] : [`${command.description()}.`];
  return [`### ${title}`, ...said, ...(options.length === 0 ? [] : [options.join('\n')])].join('\n\n');
}
