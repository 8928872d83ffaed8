import { newConfiguration, type PortalConfiguration } from '../domain/portal.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

/** The configuration that is named, else the account's default one, which is made when first needed. */
export function configurationFor(unit: Unit, id: string | undefined): PortalConfiguration {
  if (id !== undefined) return required(unit, 'billing_portal.configuration', [id, 'configuration']);
  const known = unit.list('billing_portal.configuration', {}).find(({ is_default }) => is_default);
  if (known !== undefined) return known;
  const made = newConfiguration(
    {
      isDefault: true,
      features: {
        customer_update: { enabled: true, allowed_updates: ['email', 'name', 'address', 'phone'] },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true, cancellation_reason: { enabled: true } },
      },
    },
    unit,
  );
  unit.save(made);
  return made;
}
