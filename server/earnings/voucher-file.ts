import { z } from 'zod';
import { type Amount, amount, MAX_AMOUNT } from '../../sdk/money';
import { type H160, type Hex, type SignedVoucher } from '../../sdk/voucher';

/**
 * What a creator keeps to be paid without the platform. The contract judges what is in it: the file
 * itself proves nothing.
 */
export interface VoucherFile {
  /** The chain and the contract that the vouchers are signed for. */
  genesisHash: Hex;
  contract: H160;
  madeAt: Date;
  vouchers: SignedVoucher[];
}

const FORMAT = 'vilokanam vouchers, version 2';

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`), `is not 0x and ${bytes * 2} hex digits`)
    .transform((text) => text.toLowerCase() as Hex);
/**
 * Digits, as text: what is more than a double holds must survive any tool that touches the file.
 */
const whole = (most: bigint) =>
  z
    .string()
    .regex(/^\d{1,39}$/, 'is not a whole number as text')
    .transform(BigInt)
    .refine((value) => value <= most, 'is more than the contract can count');
const money = whole(MAX_AMOUNT).transform((value): Amount => amount(value));
const number = z.int().min(0).max(0xffff_ffff);

const voucherFile = z.object({
  format: z.literal(FORMAT),
  genesisHash: hex(32),
  contract: hex(20),
  madeAt: z.iso.datetime().transform((text) => new Date(text)),
  vouchers: z.array(
    z.object({
      viewer: hex(20),
      purseNonce: number,
      key: number,
      creator: hex(20),
      seconds: whole(0xffff_ffff_ffff_ffffn),
      amount: money,
      extras: money,
      signature: hex(64),
    }),
  ),
});

/** The file's text. */
export function writeVoucherFile({ genesisHash, contract, madeAt, vouchers }: VoucherFile): string {
  const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return `${JSON.stringify({ format: FORMAT, genesisHash, contract, madeAt, vouchers }, plain, 2)}\n`;
}

/** Reads the text again; an Error says what is wrong with it. */
export function readVoucherFile(text: string): VoucherFile {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error('the file is not JSON: take it as it was downloaded');
  }
  const { data, error } = voucherFile.safeParse(read);
  if (data) {
    const { genesisHash, contract, madeAt, vouchers } = data;
    return { genesisHash, contract, madeAt, vouchers };
  }
  const [issue] = error.issues;
  const place = issue?.path.join('.') || 'it';
  if (place === 'format') throw new Error('the file does not hold vouchers of this version');
  throw new Error(`the file cannot be read: ${place} ${issue?.message ?? 'is wrong'}`);
}
