import { describe } from 'vitest';
import { holdsOnChain, PATIENCE } from '../testing/real-ledger';

describe('the ledger on Chopsticks', PATIENCE, () => holdsOnChain('chopsticks'));
