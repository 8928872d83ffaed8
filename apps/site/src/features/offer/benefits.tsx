import { useVoice } from '../../words/speaking.tsx';

/** What a subscription gives and how it is paid, in billing's words. */
export function Benefits({ benefits }: { readonly benefits: readonly string[] }) {
  return (
    <ul className="benefits ui">
      {benefits.map((benefit) => (
        <li key={benefit}>{benefit}</li>
      ))}
    </ul>
  );
}

/** How a subscription is left, which is a promise of the site. */
export function Promises() {
  return <p className="meta">{useVoice().say('offer.promise')}</p>;
}
