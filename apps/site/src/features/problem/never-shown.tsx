/** The page of an address that only takes forms: never shown, but without one a refusal would be no page either. */
export default function NeverShown() {
  return null;
}
