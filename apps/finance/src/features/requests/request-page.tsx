import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { ReaderLink, SubscriptionLink } from '../../parts/ids.tsx';
import { Instant } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import { inTheWayWords, kindWords, reasonWords, stateOf, type Request } from './request-words.ts';

export type RequestDone =
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'mistake'; readonly note: string; readonly error: string };

type Named = Request & { readonly by: string; readonly decider: string | null };

type Props = {
  readonly request: Named;
  /** Whether whoever looks at it has asked for it. */
  readonly isTheirs: boolean;
  readonly done: RequestDone | null;
};

/** One request: who wants what and why, the word of the second person, and what came of it. */
export function RequestPage({ request, isTheirs, done }: Props) {
  const { kind, amount, state, outcome } = request;
  return (
    <div className="page">
      <PageHead
        title={`${kindWords[kind]}: ${moneyWords(amount)}`}
        back={{ href: state === 'waiting' ? '/requests' : `/requests?state=${state}`, name: 'Requests' }}
      />
      {done?.kind === 'refused' && <Notice tone="bad" title={done.says} />}
      <Facts facts={[...wishOf(request), ...verdictOn(request)]} />
      {state === 'waiting' && <Deciding request={request} isTheirs={isTheirs} done={done} />}
      {outcome === 'missing' && <Stopped request={request} done={done} />}
    </div>
  );
}

const wishOf = (request: Named) => [
  { term: 'State', value: <State {...stateOf(request)} /> },
  { term: 'Asked for by', value: request.by },
  { term: 'Asked for', value: <Instant at={request.askedAt} named /> },
  ...(request.quotedAt === null
    ? []
    : [{ term: 'Sum as of', value: <Instant at={request.quotedAt} named /> }]),
  { term: 'Why', value: reasonWords(request) },
  { term: 'Reader', value: <ReaderLink id={request.readerId} whole /> },
  request.subscriptionId === null
    ? {
        term: 'Gift',
        value: (
          <a href={`/gifts/${request.subjectId}`}>
            <code>{request.subjectId}</code>
          </a>
        ),
      }
    : {
        term: 'Subscription',
        value: <SubscriptionLink id={request.subscriptionId} readerId={request.readerId} whole />,
      },
];

const verdictOn = ({ decider, decidedAt, note }: Named) =>
  decider === null || decidedAt === null
    ? []
    : [
        { term: 'Decided on by', value: decider },
        { term: 'Decided on', value: <Instant at={decidedAt} named /> },
        ...(note === null ? [] : [{ term: 'Their reason', value: note }]),
      ];

const whenApproved: Readonly<Record<Request['kind'], string>> = {
  refund: 'Approved, it goes back to the card at once.',
  'gift-refund': 'Approved, it goes back to the card at once.',
  credit: 'Approved, it stands to the reader’s credit at once.',
  'cancel-now':
    'Approved, the subscription ends and the sum goes back to the card at once. Until then it goes on.',
};

function Deciding({ request, isTheirs, done }: Props) {
  return (
    <form method="post" action={`/requests/${request.id}`} className="filters" noValidate>
      <p className="meta">
        {isTheirs
          ? 'You asked for it, so somebody else approves it. Until then you can take it back.'
          : whenApproved[request.kind]}
      </p>
      <Reason done={done} />
      <div className="actions">
        {!isTheirs && (
          <Button main name="do" value="approve">
            Approve {moneyWords(request.amount)}
          </Button>
        )}
        <Button name="do" value="decline">
          {isTheirs ? 'Take it back' : 'Decline'}
        </Button>
      </div>
      <p className="meta">The reason is kept in the audit log with your name.</p>
    </form>
  );
}

function Reason({ done }: Pick<Props, 'done'>) {
  const mistake = done?.kind === 'mistake' ? done : null;
  return (
    <div className="wide">
      <TextField
        name="note"
        label="Your reason"
        defaultValue={mistake?.note}
        error={mistake?.error}
        maxLength={500}
        autoComplete="off"
      />
    </div>
  );
}

/**
 * Between the word and the deed something stopped. Nothing is given twice: the request is the key. What cannot be
 * done any more is declined.
 */
function Stopped({ request: { id, amount, obstacle }, done }: Pick<Props, 'request' | 'done'>) {
  return (
    <>
      {obstacle !== null && (
        <Notice tone="bad" title="It was approved, and cannot be carried out">
          <p>{inTheWayWords(obstacle) ?? `Billing refuses it: ${obstacle}`}.</p>
        </Notice>
      )}
      {obstacle === null && (
        <form method="post" action={`/requests/${id}`} className="stack">
          <p>
            It was approved, and then something stood in the way. Nothing was given. Whatever is missing can
            be done again, and nothing is given twice.
          </p>
          <div className="actions">
            <Button main name="do" value="again">
              Give {moneyWords(amount)} now
            </Button>
          </div>
        </form>
      )}
      <form method="post" action={`/requests/${id}`} className="filters" noValidate>
        <p className="meta">Declined, it is never carried out. It can be asked for anew.</p>
        <Reason done={done} />
        <div className="actions">
          <Button main={obstacle !== null} name="do" value="decline">
            Decline
          </Button>
        </div>
        <p className="meta">The reason is kept in the audit log with your name.</p>
      </form>
    </>
  );
}
