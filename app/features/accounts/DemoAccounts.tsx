import { Form } from '@remix-run/react';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';

/** The accounts that the seed makes, on a local installation only. */
export interface Demo {
  password: string;
  accounts: { handle: string; role: string }[];
}

/** One press each. */
export function DemoAccounts({ demo, next }: { demo: Demo; next: string }) {
  return (
    <section aria-labelledby="demo">
      <Card>
        <h2 id="demo" className="text-sm font-medium">
          Demo accounts
        </h2>
        <p className="mt-1 text-xs text-soft">
          This is a local installation with made-up people. Their password is “{demo.password}”.
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {demo.accounts.map(({ handle, role }) => (
            <Form key={handle} method="post">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="name" value={handle} />
              <input type="hidden" name="password" value={demo.password} />
              <Button type="submit" size="small">
                {handle}, a {role}
              </Button>
            </Form>
          ))}
        </div>
      </Card>
    </section>
  );
}
