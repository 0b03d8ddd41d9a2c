import { describe } from 'vitest';
import { chainNode } from '../../scripts/engines/chain.mjs';
import { holdsOnChain, PATIENCE } from '../testing/real-ledger';

describe.skipIf(!chainNode())('the ledger on a node', PATIENCE, () => holdsOnChain('node'));
