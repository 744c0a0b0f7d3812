import { PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Texts for people are no decisions, and no test should repeat them word by word; codes, names and values are. What
 * tells them apart: a text has two words with a space between, a code or a name has none. All that a RangeError is given
 * is text: it is a fault of the code that calls, which nobody decides by.
 */
const WORDS = /\p{L}[,:;.)]? \(?\p{L}/u;

function isText(path) {
  if (path.isNewExpression()) return path.get('callee').isIdentifier({ name: 'RangeError' });
  if (path.isStringLiteral()) return WORDS.test(path.node.value);
  if (!path.isTemplateLiteral()) return false;
  const { quasis, expressions } = path.node;
  // What is put into a text by a decision is still looked at.
  const plain = expressions.every(({ type }) => type === 'Identifier' || type === 'MemberExpression');
  return plain && WORDS.test(quasis.map(({ value }) => value.cooked).join('x'));
}

export const strykerPlugins = [
  {
    kind: PluginKind.Ignore,
    name: 'texts',
    value: { shouldIgnore: (path) => (isText(path) ? 'a text for people' : undefined) },
  },
];
