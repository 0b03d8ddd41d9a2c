import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChatLine } from '../../lib/api';
import { type ChatAction, type ChatState, firstState, isMissing, reduce } from './chat-state';
import { type ChatEvent } from './read-event';

const author = { id: 'author' as ChatLine['author']['id'], handle: 'asha', displayName: 'Asha', avatarUrl: null };

function line(n: number, changes: Partial<ChatLine> = {}): ChatLine {
  const id = `id ${String(n).padStart(4, '0')}` as ChatLine['id'];
  const rest = { kind: 'message', offset: n, author, replyTo: null, role: null, supporter: 0 } as const;
  const own = { id, clientId: `client ${n}`, revision: n, body: `line ${n}`, sentAt: new Date(n), deleted: false };
  return { ...rest, mentions: [], ...own, ...changes };
}

const empty = () =>
  firstState({ lines: [], older: null, revision: 0, pinned: null, open: true, keepsOrder: false, blocked: [] });

/** A server's chat, as the API and the packets tell of it. */
class Server {
  lines: ChatLine[] = [];
  revision = 0;
  pinned: ChatLine['id'] | null = null;
  events: ChatEvent[] = [];
  private step = () => ({ from: this.revision, revision: (this.revision += 1) });

  say(): void {
    const step = this.step();
    const said = line(step.revision);
    this.lines.push(said);
    this.events.push({ kind: 'lines', lines: [said], ...step });
  }
  delete(at: number): void {
    const wanted = this.lines[at % Math.max(1, this.lines.length)];
    if (!wanted || wanted.deleted) return;
    const step = this.step();
    const gone = { ...wanted, deleted: true, body: '', revision: step.revision };
    this.lines = this.lines.map((each) => (each.id === gone.id ? gone : each));
    if (this.pinned === gone.id) this.pinned = null;
    this.events.push({ kind: 'deleted', ids: [gone.id], ...step });
  }
  pin(at: number): void {
    const wanted = this.lines[at % Math.max(1, this.lines.length)];
    if (!wanted || wanted.deleted) return;
    this.pinned = wanted.id;
    this.events.push({ kind: 'pinned', line: wanted, ...this.step() });
  }
  pinnedLine = () => this.lines.find(({ id }) => id === this.pinned) ?? null;
  after(since: number): ChatAction {
    const lines = this.lines.filter(({ revision }) => revision > since);
    return { kind: 'changesRead', lines, revision: this.revision, pinned: this.pinnedLine(), open: true };
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'say' } as const) },
  fc.record({ do: fc.constant('delete' as const), at: fc.nat(50) }),
  fc.record({ do: fc.constant('pin' as const), at: fc.nat(50) }),
  fc.record({ do: fc.constant('hear' as const), at: fc.nat(50) }),
  fc.constant({ do: 'read' } as const),
  fc.record({ do: fc.constant('ask' as const) }),
  fc.constant({ do: 'answer' } as const),
);

describe('a chat on a page', () => {
  test('is what the server has, in whatever order packets and answers come, doubled, late or lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const server = new Server();
        let state = empty();
        const answers: ChatAction[] = []; // on their way: they may be older than what came since
        for (const each of steps) {
          if (each.do === 'say') server.say();
          else if (each.do === 'delete') server.delete(each.at);
          else if (each.do === 'pin') server.pin(each.at);
          else if (each.do === 'read') state = reduce(state, server.after(state.revision));
          else if (each.do === 'ask') answers.push(server.after(state.revision));
          else if (each.do === 'answer') state = reduce(state, answers.pop() ?? server.after(state.revision));
          else {
            const event = server.events[each.at % Math.max(1, server.events.length)];
            if (event) state = reduce(state, { kind: 'event', event });
          }
          expect(state.revision).toBeLessThanOrEqual(server.revision);
        }
        // whoever thinks to have everything has it, and whoever does not reads the rest
        state = reduce(state, server.after(state.revision));
        expect(state.lines).toEqual(server.lines);
        expect(state.pinned?.id ?? null).toBe(server.pinned);
        expect(isMissing(state)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('hears that something is missing, and no more once it came', () => {
    const server = new Server();
    for (let n = 0; n < 4; n += 1) server.say();
    const hear = (state: ChatState, at: number) => reduce(state, { kind: 'event', event: server.events[at]! });
    let state = hear(hear(hear(empty(), 0), 2), 3);
    expect(isMissing(state)).toBe(true);
    expect(state.revision).toBe(1);
    state = hear(state, 1);
    expect(isMissing(state)).toBe(false);
    expect(state.revision).toBe(4);
  });

  test('an older page that was asked for before a deletion does not bring the words back', () => {
    let state = empty();
    state = reduce(state, { kind: 'event', event: { kind: 'deleted', ids: [line(1).id], from: 0, revision: 5 } });
    state = reduce(state, { kind: 'olderRead', lines: [line(1), line(2)], older: null });
    expect(state.lines).toMatchObject([{ deleted: true, body: '' }, { body: 'line 2' }]);
  });

  test('what one sends is there once, whether its packet or its answer comes first', () => {
    const message = { clientId: 'client 1', body: 'line 1', replyTo: null, problem: null, held: false };
    const event: ChatAction = { kind: 'event', event: { kind: 'lines', lines: [line(1)], from: 0, revision: 1 } };
    const sent: ChatAction = { kind: 'sent', line: line(1) };
    for (const order of [
      [event, sent],
      [sent, event],
    ]) {
      const begun = reduce(empty(), { kind: 'sending', message });
      expect(begun.outgoing).toHaveLength(1);
      const state = order.reduce(reduce, begun);
      expect(state.outgoing).toEqual([]);
      expect(state.lines).toEqual([line(1)]);
    }
  });
});
