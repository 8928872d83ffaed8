import type { CustomField } from '../domain/checkout-asks.ts';
import { fieldName, wrong, type Asking } from './asking.ts';
import { markup, type Html } from './html.ts';

/** What a session may ask for beside the card. */
export const extraFields = (asking: Asking): Html => {
  const { session } = asking;
  const asksAddress = session.billing_address_collection === 'required' || session.automatic_tax.enabled;
  return markup`${nameFields(asking)}
    ${session.phone_number_collection?.enabled === true ? phoneField(asking) : null}
    ${asksAddress ? addressFields(asking) : null}
    ${session.shipping_address_collection === null ? null : shippingFields(asking, session.shipping_address_collection)}
    ${session.tax_id_collection?.enabled === true ? taxField(asking) : null}
    ${session.custom_fields.map((field) => customField(asking, field))}
    ${session.consent_collection === null ? null : consentFields(asking, session.consent_collection)}`;
};

type Consents = NonNullable<Asking['session']['consent_collection']>;

const consentFields = (asking: Asking, asked: Consents): Html => markup`
  ${asked.promotions === 'auto' ? promotionsField(asking) : null}
  ${asked.terms_of_service === 'required' ? termsField(asking) : null}
  ${
    asked.payment_method_reuse_agreement?.position === 'auto'
      ? markup`<p class="soft">By paying you allow that this card is charged again as agreed.</p>`
      : null
  }`;

type Field = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
};

/** `hint` is what the browser may fill it with. */
const textField = (
  asking: Asking,
  { name, label, value, hint = 'off' }: Field,
): Html => markup`<label>${label}
    <input name="${name}" autocomplete="${hint}" value="${value}"${wrong(asking, name)}></label>`;

const named = (label: string, { optional }: { readonly optional: boolean }): string =>
  optional ? `${label} (optional)` : label;

function nameFields(asking: Asking): Html {
  const { business, individual } = asking.session.name_collection ?? {};
  const { businessName, individualName } = asking.typed.answers;
  return markup`${
    individual?.enabled === true
      ? textField(asking, {
          name: 'individualName',
          label: named('Full name', individual),
          value: individualName,
          hint: 'name',
        })
      : null
  }${
    business?.enabled === true
      ? textField(asking, {
          name: 'businessName',
          label: named('Business name', business),
          value: businessName,
          hint: 'organization',
        })
      : null
  }`;
}

const phoneField = (asking: Asking): Html =>
  textField(asking, {
    name: 'phoneNumber',
    label: 'Phone number',
    value: asking.typed.answers.phone,
    hint: 'tel',
  });

const addressFields = (asking: Asking): Html => markup`<div class="pair">
    <label>Country (two letters)
      <input name="billingCountry" autocomplete="country" maxlength="2"${wrong(asking, 'billingCountry')}></label>
    <label>Postal code
      <input name="billingPostalCode" autocomplete="postal-code"${wrong(asking, 'billingPostalCode')}></label>
  </div>`;

type Delivery = { readonly allowed_countries: readonly string[] };

/** The names of the fields, what they are called, and by what a browser knows them. */
const delivery = [
  ['shippingLine1', 'Street and number', 'line1', 'address-line1'],
  ['shippingLine2', 'More (optional)', 'line2', 'address-line2'],
  ['shippingPostalCode', 'Postal code', 'postal_code', 'postal-code'],
  ['shippingCity', 'City', 'city', 'address-level2'],
] as const;

function shippingFields(asking: Asking, { allowed_countries: countries }: Delivery): Html {
  const said = asking.session.custom_text.shipping_address;
  const { shipping } = asking.typed.answers;
  const who = { name: 'shippingName', label: 'Name at the door', value: shipping?.name ?? '' };
  return markup`<h3>Delivery</h3>
    ${said === null ? null : markup`<p class="soft">${said.message}</p>`}
    ${textField(asking, { ...who, hint: 'shipping name' })}
    ${delivery.map(([name, label, key, hint]) =>
      textField(asking, { name, label, value: shipping?.address[key] ?? '', hint: `shipping ${hint}` }),
    )}
    <label>Country <select name="shippingCountry" autocomplete="shipping country"${wrong(asking, 'shippingCountry')}>
      ${countries.map((country) => markup`<option value="${country}"${chosen(country, shipping?.address.country)}>${country}</option>`)}
    </select></label>`;
}

const chosen = (value: string, answer: string | null | undefined): Html | null =>
  value === answer ? markup` selected` : null;

const taxField = (asking: Asking): Html => {
  const isNeeded = asking.session.tax_id_collection?.required === 'if_supported';
  return markup`<label>${isNeeded ? 'VAT number' : 'VAT number, for businesses'}
    <input name="taxId" autocomplete="off"${wrong(asking, 'taxId')}></label>`;
};

function customField(asking: Asking, field: CustomField): Html {
  const name = fieldName(field.key);
  const label = named(field.label.custom, field);
  const preset = (field.dropdown ?? field.numeric ?? field.text)?.default_value ?? '';
  const value = asking.typed.answers.customFields[field.key] ?? preset;
  if (field.dropdown === undefined) return textField(asking, { name, label, value });
  return markup`<label>${label} <select name="${name}"${wrong(asking, name)}>
      <option value="">Please choose</option>
      ${field.dropdown.options.map((option) => markup`<option value="${option.value}"${chosen(option.value, value)}>${option.label}</option>`)}
    </select></label>`;
}

const promotionsField = (asking: Asking): Html => markup`<label class="tick">
    <input type="checkbox" name="promotions" value="true"${asking.typed.answers.promotions ? markup` checked` : null}>
    <span>Send me news and offers.</span></label>`;

const termsField = (asking: Asking): Html => markup`<label class="tick">
    <input type="checkbox" name="termsOfService" value="accepted"${asking.typed.terms ? markup` checked` : null}${wrong(asking, 'termsOfService')}>
    <span>${asking.session.custom_text.terms_of_service_acceptance?.message ?? 'I agree to the terms of service.'}</span>
  </label>`;
