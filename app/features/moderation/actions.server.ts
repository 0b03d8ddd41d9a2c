import { type ActionFunctionArgs } from '@remix-run/node';
import {
  appealAnswer,
  appointInput,
  banInput,
  resolveInput,
  rulesInput,
  suspendInput,
  takeDownInput,
  timeOutInput,
  warnInput,
  wordInput,
} from '../../../schemas/moderation';
import { type z } from '../../../schemas/zod';
import { act, type Api, refused } from '../../lib/api.server';
import { type FormSchema } from '../../lib/form';
import { submitForm } from '../../lib/form.server';
import { says } from '../../../texts/says';

/** What a form names beside its fields: the channel, the row, the person. */
interface Named {
  channelId: string;
  id: string;
  accountId: string;
  streamId: string;
}

type Save = (args: ActionFunctionArgs, form: FormData) => ReturnType<typeof submitForm>;

/** What each form does, and what is said when it is done. */
const forms = {
  appoint: {
    save: bySchema(appointInput, (api, person, { channelId }) => api.moderation.appoint({ ...person, channelId })),
    done: says('They keep order in your channel now.'),
  },
  dismiss: {
    save: byButton((api, { channelId, accountId }) => api.moderation.dismiss({ channelId, accountId })),
    done: says('They keep order here no more.'),
  },
  ban: {
    save: bySchema(banInput, (api, ban, { channelId }) => api.moderation.ban({ ...ban, channelId })),
    done: says('They are out, and what they watched here has ended.'),
  },
  timeOut: {
    save: bySchema(timeOutInput, (api, out, { channelId }) => api.moderation.timeOut({ ...out, channelId })),
    done: says('They cannot write for that long.'),
  },
  unban: {
    save: byButton((api, { channelId, accountId }) => api.moderation.lift({ channelId, accountId, kind: 'ban' })),
    done: says('They may come in again.'),
  },
  endTimeout: {
    save: byButton((api, { channelId, accountId }) => api.moderation.lift({ channelId, accountId, kind: 'timeout' })),
    done: says('They may write again.'),
  },
  warn: {
    save: bySchema(warnInput, (api, warning, { channelId }) => api.moderation.warn({ ...warning, channelId })),
    done: says('They are told, and nobody else.'),
  },
  rules: {
    save: bySchema(rulesInput, (api, rules, { channelId }) => api.moderation.changeRules({ ...rules, channelId })),
    done: says('The rules are saved. They hold from the next message on.'),
  },
  watchWord: {
    save: bySchema(wordInput, (api, word, { channelId }) => api.moderation.watchWord({ ...word, channelId })),
    done: says('Added.'),
  },
  unwatchWord: {
    save: byButton((api, { channelId, id }) => api.moderation.unwatchWord({ channelId, word: id })),
    done: says('Taken out.'),
  },
  clear: {
    save: byButton((api, { channelId, accountId }) => api.moderation.clearMessages({ channelId, accountId })),
    done: says('Their messages are gone. The log can bring them back.'),
  },
  restore: {
    save: byButton((api, { channelId, id }) => api.moderation.restoreMessages({ channelId, id })),
    done: says('What was taken out is back.'),
  },
  approve: {
    save: byButton((api, { channelId, id }) => api.moderation.decideHeld({ channelId, id, approved: true })),
    done: says('It is in the chat.'),
  },
  reject: {
    save: byButton((api, { channelId, id }) => api.moderation.decideHeld({ channelId, id, approved: false })),
    done: says('It is not sent.'),
  },
  resolve: {
    save: bySchema(resolveInput, (api, { note }, { channelId, id }) =>
      api.moderation.resolveReport({ channelId, id, note }),
    ),
    done: says('The report is closed.'),
  },
  answer: {
    save: bySchema(appealAnswer, (api, answer, { channelId, id }) =>
      api.moderation.answerAppeal({ ...answer, channelId, id }),
    ),
    done: says('They are told what you decided.'),
  },
  answerSite: {
    save: bySchema(appealAnswer, (api, answer, { id }) => api.moderation.site.answerAppeal({ ...answer, id })),
    done: says('They are told what you decided.'),
  },
  block: {
    save: byButton((api, { accountId }) => api.moderation.block({ accountId })),
    done: says('You do not see what they write any more, and they cannot mention you.'),
  },
  unblock: {
    save: byButton((api, { accountId }) => api.moderation.unblock({ accountId })),
    done: says('You see again what they write.'),
  },
  suspend: {
    save: bySchema(suspendInput, (api, suspension) => api.moderation.site.suspend(suspension)),
    done: says('The account is suspended: nobody is signed in to it, and its streams are over.'),
  },
  reinstate: {
    save: byButton((api, { accountId }) => api.moderation.site.reinstate({ accountId })),
    done: says('The account can be used again.'),
  },
  takeDown: {
    save: bySchema(takeDownInput, (api, down) => api.moderation.site.takeDown(down)),
    done: says('The stream is over and hidden.'),
  },
  putBack: {
    save: byButton((api, { streamId }) => api.moderation.site.putBack({ streamId })),
    done: says('The stream is shown again.'),
  },
  resolveSite: {
    save: bySchema(resolveInput, (api, { note }, { id }) => api.moderation.site.resolve({ id, note })),
    done: says('The report is closed.'),
  },
} satisfies Record<string, { save: Save; done: string }>;

/** The forms by which order is kept, by the name that each sends. */
export type ModerationForm = keyof typeof forms;

/** Does what one of these forms asks for. */
export async function moderate(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const name = String(form.get('form') ?? '');
  if (!isForm(name)) throw new Response(null, { status: 400 });
  const about = named(form).id || named(form).accountId;
  const saved = await forms[name].save(args, form);
  if (!saved.ok) return refused(saved.refusal, { form: name, about, result: saved.result });
  return { form: name, about, refusal: null, done: forms[name].done, result: { initialValue: null } };
}

function isForm(name: string): name is ModerationForm {
  return Object.hasOwn(forms, name);
}

function named(form: FormData): Named {
  const of = (name: keyof Named) => String(form.get(name) ?? '');
  return { channelId: of('channelId'), id: of('id'), accountId: of('accountId'), streamId: of('streamId') };
}

/** A form of fields. */
function bySchema<Schema extends FormSchema>(
  schema: Schema,
  send: (api: Api, value: z.output<Schema>, about: Named) => Promise<unknown>,
): Save {
  return (args, form) => submitForm(args, form, { schema }, (api, value) => send(api, value, named(form)));
}

/** A button beside what it is about. */
function byButton(send: (api: Api, about: Named) => Promise<unknown>): Save {
  return async (args, form) => {
    const about = named(form);
    const done = await act(args, (api) => send(api, about));
    if (done.ok) return { ok: true, value: {}, sent: done.value };
    return { ok: false, refusal: done.refusal, result: { status: 'error', initialValue: {} } };
  };
}
