import { type Codec } from '@polkadot/types/types';
import { type BlockOfEvents, type ContractEvent } from '../../ledger';
import { type Hex } from '../../../sdk/voucher';
import { type Blocks } from './blocks';
import { type Connection } from './connection';
import { type Contract } from './contract';
import { translateEvent, type TranslatedEvent } from './translate';

/** Blocks as the contract's history. */
export interface Events {
  blockAt(number: number): Promise<BlockOfEvents>;
}

interface Parts {
  connection: Connection;
  blocks: Blocks;
  contract(): Contract;
}

export function createEvents({ connection, blocks, contract }: Parts): Events {
  /** Up to where blocks are known to be final, since the line was opened. */
  let final = { number: -1, epoch: -1 };

  async function refuseIfNotFinal(number: number) {
    const epoch = connection.epoch();
    if (final.epoch === epoch && number <= final.number) return;
    final = { number: (await blocks.finalizedHead()).number, epoch };
    if (number > final.number)
      throw new Error(`block ${number} is not finalized: the newest that is has number ${final.number}`);
  }

  async function eventsIn(
    hash: string,
  ): Promise<{ index: number; extrinsic: number | null; event: TranslatedEvent }[]> {
    const { address, abi } = contract();
    const { records } = await blocks.eventsIn(hash);
    return records.flatMap(({ phase, event }, index) => {
      if (event.section !== 'revive' || event.method !== 'ContractEmitted') return [];
      const [emitter, data, topics] = event.data as unknown as [Codec, Codec & Uint8Array, Codec[]];
      if (emitter.toHex() !== address) return [];
      const decoded = abi.decodeEvent(
        Uint8Array.from(data),
        topics.map((topic) => topic.toHex() as Hex),
      );
      const extrinsic = phase.isApplyExtrinsic ? phase.asApplyExtrinsic.toNumber() : null;
      return decoded ? [{ index, extrinsic, event: translateEvent(decoded) }] : [];
    });
  }

  return {
    async blockAt(number) {
      await refuseIfNotFinal(number);
      const hash = await blocks.hashAt(number);
      if (hash === null) throw new Error(`the chain has no block ${number}`);
      const [time, found] = await Promise.all([blocks.timeAt(hash), eventsIn(hash)]);
      const extrinsics = found.length ? await blocks.extrinsicsIn(hash) : [];
      // what the chain itself called, by a schedule or a vote, is in no extrinsic: it goes by the
      // block's hash
      const events = found.map(({ index, extrinsic, event }) => {
        const transaction = extrinsic === null ? hash : extrinsics[extrinsic];
        return { index, transaction, ...event } as ContractEvent;
      });
      return { number, hash, time, events };
    },
  };
}
