// Sentences for what prevents a request.
import type { BaseUrlRefusal } from '../shared/baseUrl.ts';
import { obstacleOf, type Connection, type Obstacle } from '../shared/connection.ts';
import type { RemedyId } from './remedies.ts';
import type { Translate } from '../shared/translate.ts';

/** What prevents a request now, and the remedy; undefined where a request can be made. */
export function describeObstacle(
  connection: Connection,
  t: Translate,
): { readonly text: string; readonly remedy: RemedyId } | undefined {
  const obstacle = obstacleOf(connection);
  return (
    obstacle && {
      text: obstacleText(obstacle, t),
      remedy: obstacle.kind === 'address' ? 'open-settings' : 'set-api-key',
    }
  );
}

export function obstacleText(obstacle: Obstacle, t: Translate): string {
  switch (obstacle.kind) {
    case 'no-key':
      return t('Set an API key first.');
    case 'address':
      return addressProblemText(obstacle.reason, t);
  }
}

/** The sentence does not quote the address, which may contain a password or a token. */
export function addressProblemText(reason: BaseUrlRefusal, t: Translate): string {
  switch (reason) {
    case 'not-a-url':
      return t('The base URL is not an address. Correct it in the settings.');
    case 'not-https':
      return t('The base URL must begin with https. Plain http is for this computer only.');
    case 'has-credentials':
      return t('The base URL must not contain a user name or password.');
    case 'has-query':
      return t('The base URL must not contain a question mark or a hash.');
  }
}
