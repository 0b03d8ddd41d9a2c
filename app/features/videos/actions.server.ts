import { type ActionFunctionArgs } from '@remix-run/node';
import { type SubmissionResult } from '@conform-to/react';
import { audienceForm, captionFields } from '../../../schemas/video-forms';
import { videoForm } from '../../../schemas/videos';
import { says } from '../../../texts/says';
import { act, type Api, load, type Refusal, refused } from '../../lib/api.server';
import { redirectAndSay } from '../../lib/flash.server';
import { submitForm } from '../../lib/form.server';

/** The forms about a video, by the name that each sends. */
export type VideosForm = 'video' | 'audience' | 'addCaptions' | 'removeCaptions' | 'retry' | 'remove';

const DONE: Record<VideosForm, string> = {
  video: says('Your changes are saved.'),
  audience: says('Your changes are saved.'),
  addCaptions: says('The captions are saved.'),
  removeCaptions: says('The captions are removed.'),
  retry: says('It is being tried again.'),
  remove: says('The video is deleted.'),
};

/** Does what a form about a video asks for. */
export async function changeVideos(args: ActionFunctionArgs, id: string) {
  const form = await args.request.formData();
  const kind = kindOf(form.get('form'));
  const answer = (refusal: Refusal | null, result: SubmissionResult = {}) =>
    refusal
      ? refused(refusal, { form: kind, result })
      : { form: kind, refusal: null, done: DONE[kind], result: { ...result, status: 'success' as const } };
  const simply = async (ask: (api: Api) => Promise<unknown>) => {
    const done = await act(args, ask);
    return answer(done.ok ? null : done.refusal);
  };
  switch (kind) {
    case 'video': {
      const schema = videoForm(await load(args, (api) => api.chain.money()));
      const saved = await submitForm(args, form, { schema, secret: ['password'] }, (api, video) =>
        api.videos.change({ ...video, id }),
      );
      return saved.ok ? answer(null, kept(form)) : answer(saved.refusal, saved.result);
    }
    case 'audience': {
      const schema = audienceForm(await load(args, (api) => api.chain.money()));
      const saved = await submitForm(args, form, { schema }, (api, { audience, ratePerSecond }) =>
        api.videos.setAudience(audience === 'own' ? { id, audience, ratePerSecond } : { id, audience }),
      );
      return saved.ok ? answer(null, kept(form)) : answer(saved.refusal, saved.result);
    }
    case 'addCaptions': {
      const file = form.get('file');
      const text = file instanceof File ? await file.text() : '';
      form.delete('file');
      const saved = await submitForm(args, form, { schema: captionFields }, (api, captions) =>
        api.videos.addCaptions({ ...captions, text, id }),
      );
      if (saved.ok) return answer(null);
      // what is wrong with a file is said on top: a browser does not give it back
      const wrong = saved.refusal.fields.text;
      return answer(saved.refusal, wrong ? { error: { '': [wrong] } } : saved.result);
    }
    case 'removeCaptions':
      return simply((api) => api.videos.removeCaptions({ id, language: String(form.get('language') ?? '') }));
    case 'retry':
      return simply((api) => api.videos.retry({ id: String(form.get('id') ?? id) }));
    case 'remove': {
      const done = await act(args, (api) => api.videos.remove({ id }));
      return done.ok ? redirectAndSay('/dashboard/videos', 'videoDeleted') : answer(done.refusal);
    }
  }
}

/** A form that was saved shows what was typed, as it is kept now. */
function kept(form: FormData): SubmissionResult {
  const fields = [...form.entries()].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'password',
  );
  return { initialValue: Object.fromEntries(fields) };
}

function kindOf(name: FormDataEntryValue | null): VideosForm {
  return typeof name === 'string' && Object.hasOwn(DONE, name) ? (name as VideosForm) : 'retry';
}
