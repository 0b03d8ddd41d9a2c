/**
 * Whether somebody announced that they settle vouchers of a purse by themselves, and that is not over by the chain's time. SQL, built of
 * columns and parameters of the query that it stands in: nothing from outside is ever put into it.
 */
export const announced = (viewer: string, nonce: string, chainTime: string) => `EXISTS (
  SELECT FROM chain_events a
  WHERE a.kind = 'announced' AND a.viewer = ${viewer}
    AND (a.data->>'nonce')::int = ${nonce} AND (a.data->>'until')::timestamptz > ${chainTime})`;
