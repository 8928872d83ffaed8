import type { Address } from './customer.ts';
import { orNull } from './wire.ts';

type Text = { readonly message: string };

type Option = { readonly label: string; readonly value: string };

type Lengths = {
  readonly default_value?: string | undefined;
  readonly maximum_length?: number | undefined;
  readonly minimum_length?: number | undefined;
};

export type FieldGiven = {
  readonly key: string;
  readonly label: { readonly custom: string; readonly type: 'custom' };
  readonly optional?: boolean | undefined;
  readonly type: 'dropdown' | 'numeric' | 'text';
  readonly dropdown?:
    | { readonly default_value?: string | undefined; readonly options: readonly Option[] }
    | undefined;
  readonly numeric?: Lengths | undefined;
  readonly text?: Lengths | undefined;
};

type NameGiven = { readonly enabled: boolean; readonly optional?: boolean | undefined };

/** What the page of a session asks for and says, beside the card. */
export type AsksGiven = {
  readonly billing_address_collection?: 'auto' | 'required' | undefined;
  readonly consent_collection?:
    | {
        readonly payment_method_reuse_agreement?: { readonly position: 'auto' | 'hidden' } | undefined;
        readonly promotions?: 'auto' | 'none' | undefined;
        readonly terms_of_service?: 'none' | 'required' | undefined;
      }
    | undefined;
  readonly custom_fields?: readonly FieldGiven[] | undefined;
  readonly custom_text?: Readonly<Record<string, Text | '' | undefined>> | undefined;
  readonly name_collection?:
    | { readonly business?: NameGiven | undefined; readonly individual?: NameGiven | undefined }
    | undefined;
  readonly phone_number_collection?: { readonly enabled: boolean } | undefined;
  readonly shipping_address_collection?: { readonly allowed_countries: readonly string[] } | undefined;
  readonly submit_type?: 'auto' | 'book' | 'donate' | 'pay' | 'subscribe' | undefined;
  readonly tax_id_collection?:
    | { readonly enabled: boolean; readonly required?: 'if_supported' | 'never' | undefined }
    | undefined;
};

/** What was answered; empty where nothing was. */
export type Answers = {
  readonly businessName: string;
  readonly individualName: string;
  readonly phone: string;
  readonly promotions: boolean;
  readonly termsAccepted: boolean;
  readonly customFields: Readonly<Record<string, string>>;
  readonly shipping: { readonly name: string; readonly address: Address } | null;
};

export const asksOf = (given: AsksGiven) => ({
  billing_address_collection: orNull(given.billing_address_collection),
  collected_information: null as {
    readonly business_name: string | null;
    readonly individual_name: string | null;
    readonly shipping_details: { readonly address: Address; readonly name: string } | null;
  } | null,
  consent: given.consent_collection
    ? { promotions: null as 'opt_in' | 'opt_out' | null, terms_of_service: null as 'accepted' | null }
    : null,
  consent_collection: consentCollection(given),
  custom_fields: (given.custom_fields ?? []).map(fieldFrom),
  custom_text: customText(given.custom_text),
  ...(given.name_collection === undefined ? {} : { name_collection: nameCollection(given.name_collection) }),
  ...(given.phone_number_collection === undefined
    ? {}
    : { phone_number_collection: { enabled: given.phone_number_collection.enabled } }),
  shipping_address_collection: (given.shipping_address_collection ?? null) as {
    readonly allowed_countries: readonly never[];
  } | null,
  submit_type: orNull(given.submit_type),
  ...(given.tax_id_collection === undefined
    ? {}
    : {
        tax_id_collection: {
          enabled: given.tax_id_collection.enabled,
          required: given.tax_id_collection.required ?? ('never' as const),
        },
      }),
});

const consentCollection = ({ consent_collection: given }: AsksGiven) =>
  given === undefined
    ? null
    : {
        payment_method_reuse_agreement: given.payment_method_reuse_agreement ?? null,
        promotions: given.promotions ?? null,
        terms_of_service: given.terms_of_service ?? null,
      };

const customText = (given: AsksGiven['custom_text'] = {}) => ({
  after_submit: given['after_submit'] || null,
  shipping_address: given['shipping_address'] || null,
  submit: given['submit'] || null,
  terms_of_service_acceptance: given['terms_of_service_acceptance'] || null,
});

const nameCollection = ({ business, individual }: NonNullable<AsksGiven['name_collection']>) => ({
  ...(business === undefined
    ? {}
    : { business: { enabled: business.enabled, optional: business.optional ?? false } }),
  ...(individual === undefined
    ? {}
    : { individual: { enabled: individual.enabled, optional: individual.optional ?? false } }),
});

const lengthsOf = (given: Lengths = {}) => ({
  default_value: orNull(given.default_value),
  maximum_length: orNull(given.maximum_length),
  minimum_length: orNull(given.minimum_length),
  value: null as string | null,
});

export type CustomField = ReturnType<typeof fieldFrom>;

const fieldFrom = ({ key, label, optional, type, ...given }: FieldGiven) => ({
  key,
  label,
  optional: optional ?? false,
  type,
  ...(type === 'dropdown'
    ? {
        dropdown: {
          default_value: orNull(given.dropdown?.default_value),
          options: given.dropdown?.options ?? [],
          value: null as string | null,
        },
      }
    : {}),
  ...(type === 'numeric' ? { numeric: lengthsOf(given.numeric) } : {}),
  ...(type === 'text' ? { text: lengthsOf(given.text) } : {}),
});

/** The fields with what was answered to each. */
export const answeredFields = (
  fields: readonly CustomField[],
  answers: Answers['customFields'],
): CustomField[] =>
  fields.map((field) => {
    const value = answers[field.key] || null;
    return {
      ...field,
      ...(field.dropdown === undefined ? {} : { dropdown: { ...field.dropdown, value } }),
      ...(field.numeric === undefined ? {} : { numeric: { ...field.numeric, value } }),
      ...(field.text === undefined ? {} : { text: { ...field.text, value } }),
    };
  });

/** What is wrong with an answer to a field, in words for who gave it; null when nothing is. */
export function wrongAnswer(field: CustomField, answer: string): string | null {
  const { label, optional, dropdown, numeric, text } = field;
  if (answer === '') return optional ? null : `Please fill in “${label.custom}”.`;
  if (dropdown !== undefined)
    return dropdown.options.some(({ value }) => value === answer) ? null : `Please choose “${label.custom}”.`;
  if (numeric !== undefined && !/^\d+$/.test(answer)) return `“${label.custom}” takes digits only.`;
  return wrongLength(label.custom, numeric ?? text ?? lengthsOf(), answer);
}

const MOST_CHARACTERS = 255;

function wrongLength(label: string, lengths: ReturnType<typeof lengthsOf>, answer: string): string | null {
  const { minimum_length: least, maximum_length: most } = lengths;
  if (answer.length < (least ?? 0)) return `“${label}” has at least ${least} characters.`;
  return answer.length > (most ?? MOST_CHARACTERS) ? `“${label}” has at most ${most} characters.` : null;
}
