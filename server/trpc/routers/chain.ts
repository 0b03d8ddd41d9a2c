import { chainMoney } from '../../chain/money';
import { anyone, router } from '../init';

export const chainRouter = router({
  money: anyone.query(({ ctx }) => chainMoney(ctx.deps)),
});
