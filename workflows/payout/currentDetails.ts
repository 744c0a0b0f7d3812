import type { Raised } from '../../contract/attention.ts';
import type { Head } from '../../contract/head.ts';

/**
 * Markdown that a person reads on the payout's page: where it stands, what is known of its money and, where they are
 * needed, what they can say.
 */
export function currentDetails(snapshot: Head, facts: readonly string[]): string {
  const lines = [
    `**${snapshot.status}**${snapshot.approvedBy === undefined ? '' : ` · approved by ${snapshot.approvedBy}`}`,
  ];
  lines.push(...facts);
  const { waiting, attention } = snapshot;
  if (waiting !== null) lines.push(`waiting for ${waiting.for} since ${waiting.since}`);
  if (attention !== null) lines.push(...[attention, ...attention.also].flatMap(attentionLines));
  return lines.join('\n\n');
}

function attentionLines({ reason, since, offer, decisions, message }: Raised): string[] {
  const choices = decisions.map((decision) => `\`${decision}\``).join(', ');
  return [
    `**A person is needed: ${reason}**, since ${since}`,
    message,
    ...(choices === '' ? [] : [`Decide by \`payouts resolve\` (offer ${offer}): ${choices}`]),
  ];
}
