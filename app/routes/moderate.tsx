import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { moderate } from '../features/moderation/actions.server';

/** For menus beside messages. */
export function action(args: ActionFunctionArgs) {
  return moderate(args);
}

export const loader = () => redirect('/dashboard/moderation');
