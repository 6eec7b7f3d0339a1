import { exitCode } from '../../model/exit-code.ts';
import { readOrder, type InvoiceFlags } from '../invoice/invoice-order.ts';
import { invoiceText } from '../invoice/invoice-text.ts';
import type { AddCommand } from './command.ts';

const help = `
Prices: the ConfigMap inference-system/billing-prices of the stack; with --prometheus, those that ship in
k8s-fixtures/base/platform/billing-prices.yaml. Money is exact and not rounded.
The stack's own Prometheus keeps six hours of samples; of a longer period, the invoice says since when it has any.

Exit codes:
  0 here is the invoice   21 no stack is up, or Prometheus does not answer   104 bad input

Examples:
  tenantproof invoice --tenant tenant-a                          what the last day cost
  tenantproof invoice --tenant tenant-a --period-days 0.25       the last six hours
  tenantproof invoice --tenant tenant-b --json | jq -r .total    for programs`;

export const addInvoice: AddCommand = (program, run) => {
  program
    .command('invoice')
    .summary("say what a tenant of the stack that 'up' left running owes, by tier")
    .requiredOption('--tenant <name>', 'whose invoice')
    .option('--period-days <days>', 'length of the period, which ends now', '1')
    .option('--prometheus <url>', 'ask this Prometheus, instead of that of the stack')
    .option('--json', 'for programs')
    .addHelpText('after', help)
    .action((flags: InvoiceFlags & { json?: boolean }) =>
      run(async (context) => {
        const order = readOrder(flags);
        // The Kubernetes client takes half a second to load, which --help and bad input need not wait for.
        const { invoiceFor } = await import('../invoice/invoice.ts');
        const invoice = await invoiceFor(order, context);
        context.print(flags.json ? `${JSON.stringify(invoice, null, 2)}\n` : invoiceText(invoice));
        return exitCode.held;
      }),
    );
};
