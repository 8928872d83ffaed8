/** What a subscription gives, in billing's words; and how it is paid and left, which is a promise of the site. */
export function Benefits({ benefits }: { readonly benefits: readonly string[] }) {
  return (
    <ul className="benefits ui">
      {benefits.map((benefit) => (
        <li key={benefit}>{benefit}</li>
      ))}
    </ul>
  );
}

export function Promises() {
  return (
    <p className="meta">
      All major cards. No commitments: cancel any time in two steps, and read until the days you paid for are
      over.
    </p>
  );
}
