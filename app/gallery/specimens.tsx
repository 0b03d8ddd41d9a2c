import { Bell, Monitor, Moon, Search, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { amount } from '../../sdk/money';
import { type CategorySummary, type StreamSummary } from '../lib/api';
import { AmountField } from '../ui/AmountField';
import { Avatar } from '../ui/Avatar';
import { Banner } from '../ui/Banner';
import { Badge, LiveBadge } from '../ui/Badge';
import { Tile, TileName } from '../ui/Tile';
import { BlockLink } from '../ui/BlockLink';
import { Button, ButtonLink, IconButton } from '../ui/Button';
import { Card } from '../ui/Card';
import { CategoryCard } from '../ui/CategoryCard';
import { Choices } from '../ui/Choices';
import { ConfirmForm } from '../ui/ConfirmForm';
import { Copyable } from '../ui/Copyable';
import { AlertDialog, Dialog, DialogCancel } from '../ui/Dialog';
import { DoorFrame } from '../ui/DoorFrame';
import { DropdownMenu, MenuChoice, MenuHead, MenuItem, MenuLine } from '../ui/DropdownMenu';
import { EmptyState } from '../ui/EmptyState';
import { controlLook, Field, Select, Switch, TextArea, TextField } from '../ui/Field';
import { Footer } from '../ui/Footer';
import { FormNote } from '../ui/FormNote';
import { Header } from '../ui/Header';
import { Figure, Measured, noFigure, Rating } from '../ui/Health';
import { LanguageChoice } from '../ui/LanguageChoice';
import { LeaveGuard } from '../ui/LeaveGuard';
import { Line, Lines } from '../ui/Lines';
import { Money } from '../ui/Money';
import { Notice } from '../ui/Notice';
import { Or } from '../ui/Or';
import { Picture } from '../ui/Picture';
import { Price } from '../ui/Price';
import { PriceField } from '../ui/PriceField';
import { Progress } from '../ui/Progress';
import { Logo, SecondHand } from '../ui/SecondHand';
import { PageTitle, Section } from '../ui/Section';
import { Skeleton } from '../ui/Skeleton';
import { StatCard, StatRow } from '../ui/StatCard';
import { Steps } from '../ui/Steps';
import { LiveLabels, PictureLabels, StreamCard, VideoFrom } from '../ui/StreamCard';
import { Table } from '../ui/Table';
import { TagLinks } from '../ui/TagLinks';
import { Tabs } from '../ui/Tabs';
import { ToastProvider, useToast } from '../ui/Toast';
import { WalletName } from '../ui/WalletName';
import { When } from '../ui/When';

/** A component in one of its states. */
export interface Specimen {
  state: string;
  show: ReactNode;
}

const LONG =
  'An evening of slow ragas on the bansuri, with long explanations of every phrase, questions from whoever listens, and no end in sight';
const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const RIGHT_TO_LEFT = 'أمسية موسيقية هادئة';
const ADDRESS = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const NOW = new Date('2026-11-29T18:00:00Z');

const units = (hundredths: bigint) => amount(hundredths * 10n ** 16n);

const stream = {
  id: '0198c0de-0000-7000-8000-000000000001',
  title: 'Evening ragas',
  status: 'live',
  creator: { id: 'a', handle: 'maya', displayName: 'Maya', avatarUrl: '/seed/face-maya.svg' },
  category: { slug: 'music', name: 'Music' },
  tags: [],
  language: 'en',
  mature: false,
  visibility: 'public',
  ratePerSecond: units(1n),
  previewSeconds: 30,
  currentViewers: 12_480,
  peakViewers: 12_480,
  totalViewers: 31_200,
  scheduledAt: null,
  startedAt: NOW,
  endedAt: null,
  thumbnailUrl: '/seed/music-strings.svg',
  coverUrl: '/seed/music-strings.svg',
} as unknown as StreamSummary;
const scheduled: StreamSummary = {
  ...stream,
  title: LONG,
  status: 'scheduled',
  scheduledAt: new Date('2027-01-05T19:30:00Z'),
  mature: true,
  thumbnailUrl: null,
  coverUrl: null,
  ratePerSecond: units(0n),
  creator: { ...stream.creator, displayName: LONG_WORD, avatarUrl: null },
};
const ended: StreamSummary = { ...stream, title: RIGHT_TO_LEFT, status: 'ended', endedAt: NOW };

const video: StreamSummary = {
  ...stream,
  status: 'recorded',
  video: { kind: 'recording', durationMs: 3_840_000, ready: true },
};

const category: CategorySummary = {
  slug: 'music',
  name: 'Music',
  description: 'Instruments, voices, and what happens between them.',
  live: 3,
  viewers: 1_234,
};

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden="true" /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden="true" /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden="true" /> },
];

const visibility = [
  { value: 'public', label: 'Public', hint: 'Everybody can open it.' },
  { value: 'private', label: LONG_WORD, hint: LONG },
];

const payouts = [
  { id: 'a', to: 'Main', sum: 12 },
  { id: 'b', to: LONG_WORD, sum: 1_250_000 },
];

/**
 * Every component of `app/ui`, in the states that it can be in; parts stand with their whole. A
 * test holds the list complete.
 */
export const SPECIMENS: Record<string, Specimen[]> = {
  AmountField: [
    { state: 'to be typed', show: <TypedAmount initial="20" /> },
    { state: 'empty, with an error', show: <TypedAmount initial="" error="Type how much to put in." /> },
  ],
  Banner: [
    { state: 'a picture', show: <Banner src="/seed/kitchen-loaf.svg" seed="maya" className="w-96 max-w-full" /> },
    { state: 'none', show: <Banner src={null} seed="maya" className="w-96 max-w-full" /> },
  ],
  Avatar: [
    { state: 'a picture', show: <Avatar name="Maya" handle="maya" src="/seed/face-maya.svg" /> },
    { state: 'initials, small', show: <Avatar name="Asha Rao" handle="asha" src={null} size="small" /> },
    { state: 'one letter, large', show: <Avatar name="李" handle="li" src={null} size="large" /> },
  ],
  Badge: [
    { state: 'neutral', show: <Badge>This browser</Badge> },
    {
      state: 'on a picture',
      show: (
        <Picture src="/seed/music-strings.svg" seed="a" className="max-w-60">
          <span className="absolute bottom-2 left-2">
            <Badge tone="onPicture">18+</Badge>
          </span>
        </Picture>
      ),
    },
  ],
  Tile: [
    { state: 'with a long name', show: <Tile name={'Ravi Kumar '.repeat(6)} className="aspect-video w-40" /> },
    { state: 'muted', show: <Tile name="Maya" muted className="aspect-video w-40" /> },
  ],
  TileName: [
    {
      state: 'on a picture',
      show: (
        <div className="bg-black relative h-10 w-40">
          <TileName name="Maya" />
        </div>
      ),
    },
  ],
  LiveBadge: [{ state: 'live', show: <LiveBadge /> }],
  BlockLink: [
    { state: 'a page of ours', show: <BlockLink blockNumber={1_234_567} blockUrl="/blocks/1234567" named /> },
    { state: 'another site, the number alone', show: <BlockLink blockNumber={12} blockUrl="https://example.org/12" /> },
  ],
  Button: [
    {
      state: 'looks',
      show: (
        <>
          <Button variant="primary">Go live</Button>
          <Button>Plain</Button>
          <Button variant="quiet">Quiet</Button>
          <Button variant="danger">Delete</Button>
          <Button variant="dangerPlain">Unlink</Button>
        </>
      ),
    },
    {
      state: 'sizes',
      show: (
        <>
          <Button size="small">Small</Button>
          <Button size="medium">Medium</Button>
          <Button size="large">Large</Button>
        </>
      ),
    },
    {
      state: 'busy',
      show: (
        <>
          <Button variant="primary" busy>
            Go live
          </Button>
          <Button busy>Save changes</Button>
        </>
      ),
    },
    {
      state: 'disabled',
      show: (
        <>
          <Button variant="primary" disabled>
            Go live
          </Button>
          <Button disabled>Save changes</Button>
        </>
      ),
    },
    { state: 'long text', show: <Button className="max-w-full">Withdraw everything to the first wallet</Button> },
  ],
  ButtonLink: [
    { state: 'plain', show: <ButtonLink to="/">See what is live</ButtonLink> },
    {
      state: 'primary, large',
      show: (
        <ButtonLink to="/" variant="primary" size="large">
          Watch
        </ButtonLink>
      ),
    },
  ],
  IconButton: [
    {
      state: 'as it is, and disabled',
      show: (
        <>
          <IconButton label="Search">
            <Search aria-hidden="true" />
          </IconButton>
          <IconButton label="Notices" disabled>
            <Bell aria-hidden="true" />
          </IconButton>
        </>
      ),
    },
  ],
  Card: [
    { state: 'text', show: <Card>A part of a page that stands by itself.</Card> },
    { state: 'long text', show: <Card>{`${LONG}. ${LONG_WORD}`}</Card> },
  ],
  CategoryCard: [
    { state: 'something is live', show: <CategoryCard category={category} /> },
    {
      state: 'nobody live, long text',
      show: <CategoryCard category={{ ...category, name: LONG_WORD, description: LONG, live: 0, viewers: 0 }} />,
    },
  ],
  Choices: [
    {
      state: 'chosen',
      show: <Choices legend="Visibility" name="chosen" choices={visibility} value="public" />,
    },
    {
      state: 'none chosen, with an error',
      show: <Choices legend="Visibility" name="none" choices={visibility} value="" error="Choose who can see it." />,
    },
  ],
  ConfirmForm: [
    { state: 'to be asked', show: <Confirm /> },
    { state: 'busy', show: <Confirm busy /> },
  ],
  Dialog: [
    {
      state: 'behind its button',
      show: (
        <Dialog
          trigger={<Button>Open the dialog</Button>}
          title="A limit for this stream"
          description="When watching has cost this much, the picture pauses and nothing more is charged."
        >
          <p className="mt-5 text-sm">{`${LONG}. ${LONG_WORD}`}</p>
        </Dialog>
      ),
    },
  ],
  'AlertDialog, DialogCancel': [{ state: 'behind its button', show: <Alert /> }],
  DoorFrame: [
    {
      state: 'with a way elsewhere',
      show: (
        <DoorFrame
          title="Sign in"
          other={
            <>
              New here? <a href="/sign-up">Sign up</a>
            </>
          }
        >
          <Button variant="primary">Sign in</Button>
        </DoorFrame>
      ),
    },
  ],
  'DropdownMenu, MenuHead, MenuItem, MenuLine, MenuChoice': [{ state: 'behind its button', show: <Menu /> }],
  EmptyState: [
    {
      state: 'with a first step',
      show: (
        <EmptyState title="No wallet is linked." action={<Button>Link a wallet</Button>}>
          You need one to pay for streams and to be paid.
        </EmptyState>
      ),
    },
    { state: 'a title alone', show: <EmptyState title="Nobody is live right now." /> },
  ],
  Field: [
    {
      state: 'around any control',
      show: (
        <Field label="Colour" hint="Whatever can be wired to its words." optional>
          {(wiring) => <input {...wiring} type="color" defaultValue="#e0a030" className={`${controlLook} h-11`} />}
        </Field>
      ),
    },
  ],
  TextField: [
    { state: 'empty', show: <TextField label="Title" placeholder="Evening ragas" hint="What it will be." optional /> },
    { state: 'typed', show: <TextField label="Title" defaultValue={LONG} /> },
    {
      state: 'with an error',
      show: (
        <TextField
          label="Name"
          defaultValue="mä"
          error="Use letters a to z, digits and underscores."
          hint="3 to 24 letters, digits or underscores."
        />
      ),
    },
    { state: 'disabled', show: <TextField label="Name" defaultValue="maya" disabled /> },
    { state: 'right to left', show: <TextField label="Title" defaultValue={RIGHT_TO_LEFT} dir="auto" /> },
  ],
  TextArea: [
    { state: 'empty', show: <TextArea label="Description" optional /> },
    {
      state: 'long text, with an error',
      show: (
        <TextArea label="Description" defaultValue={`${LONG}\n${LONG_WORD}`} error="Keep it under 1,000 characters." />
      ),
    },
    { state: 'disabled', show: <TextArea label="Description" defaultValue="What it will be." disabled /> },
  ],
  Select: [
    {
      state: 'chosen',
      show: (
        <Select label="Category">
          <option>Music</option>
          <option>{LONG}</option>
        </Select>
      ),
    },
    {
      state: 'with an error',
      show: (
        <Select label="Category" error="Choose a category.">
          <option value="">Choose one</option>
        </Select>
      ),
    },
    {
      state: 'disabled',
      show: (
        <Select label="Language" disabled>
          <option>English</option>
        </Select>
      ),
    },
  ],
  Switch: [
    { state: 'off', show: <Switch label="For adults" hint="Marked 18+ wherever it is listed." /> },
    { state: 'on', show: <Switch label="For adults" defaultChecked /> },
    { state: 'disabled', show: <Switch label="For adults" disabled /> },
  ],
  Footer: [{ state: 'with links', show: <Footer>{<a href="/">Home</a>}</Footer> }],
  FormNote: [
    { state: 'refused', show: <Still>{<FormNote error="Some of this needs another look." answer={null} />}</Still> },
    { state: 'done', show: <FormNote done="Your page is saved." answer={null} /> },
  ],
  Header: [
    {
      state: 'still',
      show: (
        <Header loading={false} search={null}>
          <Button size="small">Sign in</Button>
        </Header>
      ),
    },
    {
      state: 'while a page is on its way',
      show: (
        <Header loading search={null}>
          {<Button size="small">Sign in</Button>}
        </Header>
      ),
    },
  ],
  LanguageChoice: [{ state: 'English chosen', show: <LanguageChoice language="en" /> }],
  LeaveGuard: [
    {
      state: 'off: nothing of it is shown',
      show: (
        <p className="text-sm">
          One may leave. <LeaveGuard on={false} title="Leave?" description={LONG} />
        </p>
      ),
    },
  ],
  'Lines, Line': [
    {
      state: 'a few',
      show: (
        <Lines label="What it comes to">
          <Line label="You get">12.5</Line>
          <Line label={LONG}>{LONG_WORD}</Line>
        </Lines>
      ),
    },
  ],
  Money: [
    { state: 'as many digits as matter', show: <Money amount={units(123_456n)} /> },
    { state: 'nothing', show: <Money amount={units(0n)} /> },
    { state: 'while it grows', show: <Money amount={units(12n)} step={units(1n)} /> },
    { state: 'very much', show: <Money amount={units(123_456_789_012n)} className="text-2xl" /> },
  ],
  Copyable: [
    { state: 'one line', show: <Copyable label="Link" text="https://vilokanam.example/watch/1" /> },
    { state: 'code, with a hint', show: <Copyable label="Player" text={LONG} hint="Free streams play there." tall /> },
  ],
  Rating: [
    { state: 'good', show: <Rating tone="good" word="Good" advice="Viewers get a smooth picture." /> },
    {
      state: 'fair, long text',
      show: <Rating tone="fair" word="Your network loses data" advice={`${LONG}. ${LONG_WORD}`} />,
    },
    { state: 'bad', show: <Rating tone="bad" word="Nothing is sent" advice="Nobody pays meanwhile." /> },
    { state: 'resting', show: <Rating tone="resting" word="Ready" advice="It starts by itself." /> },
  ],
  'Measured, Figure': [
    {
      state: 'known and not known',
      show: (
        <Measured>
          <Figure label="Sent">5.8 Mbit/s</Figure>
          <Figure label="Lost packets">{noFigure}</Figure>
        </Measured>
      ),
    },
  ],
  Notice: [
    {
      state: 'plain, with what to do',
      show: (
        <Notice title="Your wallet has a new account here." action={<Button size="small">Choose a name</Button>}>
          You are called viewer_1.
        </Notice>
      ),
    },
    {
      state: 'a warning, long text',
      show: <Notice title={LONG} tone="warning">{`${LONG}. ${LONG_WORD}`}</Notice>,
    },
  ],
  Or: [{ state: 'between two ways', show: <Or /> }],
  Picture: [
    { state: 'a picture', show: <Picture src="/seed/kitchen-loaf.svg" seed="a" /> },
    { state: 'none', show: <Picture src={null} seed="maya" /> },
  ],
  Price: [
    { state: 'a price', show: <Price rate={units(1n)} /> },
    { state: 'free', show: <Price rate={units(0n)} /> },
  ],
  PriceField: [
    { state: 'a price', show: <PriceField name="price" defaultValue="0.25" fixed={false} /> },
    {
      state: 'with an error',
      show: <PriceField name="wrong" defaultValue="0,25" error="Use a point for decimals." fixed={false} />,
    },
    { state: 'fixed while it is live', show: <PriceField name="fixed" defaultValue="0.25" fixed /> },
  ],
  Progress: [
    {
      state: 'a third of the way',
      show: (
        <Progress label="How much is sent" part={0.34}>
          340 MB of 1 GB sent
        </Progress>
      ),
    },
    { state: 'nobody knows how far', show: <Progress label="How much is sent" part={null} /> },
    {
      state: 'long words',
      show: (
        <Progress label="How much is sent" part={1}>
          {LONG}
        </Progress>
      ),
    },
  ],
  SecondHand: [
    { state: 'standing', show: <SecondHand running={false} fill={40} className="size-10" /> },
    { state: 'going', show: <SecondHand running pupil className="size-10" /> },
    { state: 'counting', show: <SecondHand running seconds={12} className="size-10" /> },
  ],
  Logo: [
    { state: 'still', show: <Logo /> },
    { state: 'while a page is on its way', show: <Logo loading /> },
  ],
  Section: [
    {
      state: 'with what can be done',
      show: (
        <Section title="Wallets" hint="You can sign in with each of them." action={<Button size="small">Link</Button>}>
          <p className="text-sm">What is in it.</p>
        </Section>
      ),
    },
    {
      state: 'long text',
      show: (
        <Section title={LONG} hint={LONG}>
          <p className="text-sm wrap-anywhere">{LONG_WORD}</p>
        </Section>
      ),
    },
  ],
  PageTitle: [
    {
      state: 'with what can be done',
      show: <PageTitle title="Dashboard" hint="Your streams." action={<Button>New stream</Button>} />,
    },
    { state: 'long text', show: <PageTitle title={LONG} /> },
  ],
  Skeleton: [{ state: 'a place', show: <Skeleton className="h-6 w-40" /> }],
  'StatRow, StatCard': [
    {
      state: 'several, one of them long',
      show: (
        <StatRow>
          <StatCard label="Viewers" value="12,480" />
          <StatCard label="Seen" value="31 h" hint="All together" />
          <StatCard label="Earned" value={<Money amount={units(123_456_789n)} />} />
          <StatCard label="Followers" value="0" hint="Nobody yet" />
        </StatRow>
      ),
    },
  ],
  Steps: [
    {
      state: 'under way',
      show: (
        <Steps
          label="Sending"
          current={1}
          stages={[{ label: 'Signed' }, { label: 'Sent', note: LONG }, { label: 'Final' }]}
        />
      ),
    },
    { state: 'done', show: <Steps label="Sent" current={2} stages={[{ label: 'Signed' }, { label: 'Final' }]} /> },
  ],
  StreamCard: [
    { state: 'live', show: <StreamCard stream={stream} /> },
    { state: 'planned, without a picture, long text', show: <StreamCard stream={scheduled} /> },
    { state: 'over, without its creator', show: <StreamCard stream={ended} showCreator={false} /> },
    { state: 'a video', show: <StreamCard stream={video} /> },
    { state: 'a video that was left in between', show: <StreamCard stream={video} positionMs={1_200_000} /> },
  ],
  PictureLabels: [
    {
      state: 'on its picture',
      show: (
        <Picture src={null} seed="b">
          <PictureLabels stream={{ ...scheduled, status: 'live' }} />
        </Picture>
      ),
    },
  ],
  VideoFrom: [
    { state: 'recorded', show: <VideoFrom video={video.video} at={NOW} /> },
    { state: 'uploaded', show: <VideoFrom video={{ kind: 'upload', durationMs: 60_000, ready: true }} at={NOW} /> },
  ],
  LiveLabels: [{ state: 'many watch', show: <LiveLabels viewers={12_480} /> }],
  Table: [
    {
      state: 'sorted by a head, long text',
      show: (
        <Table
          caption="Payouts"
          columns={[
            { key: 'to', label: 'To', cell: ({ to }) => to, sort: ({ to }) => to },
            { key: 'sum', label: 'Sum', cell: ({ sum }) => sum.toLocaleString('en'), figures: true },
          ]}
          rows={payouts}
          rowKey={({ id }) => id}
        />
      ),
    },
  ],
  TagLinks: [{ state: 'a few', show: <TagLinks tags={['piano', 'late night', 'ಕನ್ನಡ']} /> }],
  'Tabs, LinkTabs': [
    {
      state: 'with figures, more than fit',
      show: (
        <Tabs
          label="Your streams"
          tabs={[
            { value: 'live', label: 'Live', amount: 0, content: <p className="py-4 text-sm">Nobody is live.</p> },
            { value: 'scheduled', label: 'Scheduled', amount: 1_240, content: <p className="py-4 text-sm">Many.</p> },
            { value: 'ended', label: 'Over and done with', content: <p className="py-4 text-sm">Over.</p> },
          ]}
        />
      ),
    },
  ],
  ToastProvider: [
    {
      state: 'behind its buttons',
      show: (
        <ToastProvider>
          <Say message="Your page is saved." tone="done" label="Say that it is done" />
          <Say message={LONG} tone="problem" label="Say a long problem" />
        </ToastProvider>
      ),
    },
  ],
  WalletName: [
    { state: 'named', show: <WalletName wallet={{ label: 'Main', address: ADDRESS }} /> },
    { state: 'long name', show: <WalletName wallet={{ label: LONG_WORD, address: ADDRESS }} className="max-w-48" /> },
    { state: 'without a name', show: <WalletName wallet={{ label: '', address: ADDRESS }} /> },
  ],
  When: [
    { state: 'day and time', show: <When at={NOW} /> },
    { state: 'a day', show: <When at={NOW} style="day" /> },
    { state: 'in full', show: <When at={NOW} style="full" /> },
  ],
};

function TypedAmount({ initial, error }: { initial: string; error?: string }) {
  const [value, setValue] = useState(initial);
  return (
    <AmountField
      label="Deposit"
      name="deposit"
      value={value}
      onChange={({ target }) => setValue(target.value)}
      onSuggest={setValue}
      hint="What you do not spend comes back to your wallet."
      suggestions={[units(500n), units(2_000n)]}
      error={error}
    />
  );
}

function Confirm({ busy = false }: { busy?: boolean }) {
  return (
    <ConfirmForm
      label="Cancel stream"
      title="Cancel this stream?"
      description="It will be removed from every page, and cannot be brought back."
      confirm="Cancel the stream"
      keep="Keep it"
      fields={{ form: 'cancel' }}
      busy={busy}
    />
  );
}

function Alert() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Ask a question</Button>
      <AlertDialog open={open} onOpenChange={setOpen} title="Leave the studio?" description={LONG}>
        <DialogCancel>
          <Button>Stay</Button>
        </DialogCancel>
        <Button variant="danger" onClick={() => setOpen(false)}>
          Leave
        </Button>
      </AlertDialog>
    </>
  );
}

function Menu() {
  const [theme, setTheme] = useState('system');
  return (
    <DropdownMenu label="A menu" trigger={<Button>Open the menu</Button>}>
      <MenuHead>{LONG_WORD}</MenuHead>
      <MenuLine />
      <MenuItem>
        <a href="/settings">Settings</a>
      </MenuItem>
      <MenuChoice value={theme} onChange={setTheme} choices={themes} />
    </DropdownMenu>
  );
}

function Say({ label, message, tone }: { label: string; message: string; tone: 'done' | 'problem' }) {
  const say = useToast();
  return <Button onClick={() => say({ message, tone })}>{label}</Button>;
}

/** What takes the focus when it comes would take it from the whole page. */
function Still({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  return shown ? children : <Button onClick={() => setShown(true)}>Refuse the form</Button>;
}
