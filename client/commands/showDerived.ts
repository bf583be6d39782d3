import type { DerivedForm } from '../../shared/protocol.ts';
import { chooseSchemaPlace } from './chooseSchemaPlace.ts';
import type { Command } from './context.ts';
import { tellRefusal } from './refusal.ts';

/** Shows the Parsing Canonical Form of a schema beside it. */
export const showCanonicalForm = showing('canonical', 'Show Parsing Canonical Form', "Can't show the canonical form");

/** Shows a schema with all that it refers to in one text, beside it. */
export const showSelfContained = showing('selfContained', 'Show Self-Contained Schema', "Can't show the self-contained schema");

function showing(form: DerivedForm, title: string, failure: string): Command {
  return {
    failure,
    create:
      (context) =>
      async (...args) => {
        const chosen = await chooseSchemaPlace(context, args, title);
        if (!chosen.ok) return tellRefusal(context, failure, chosen);
        const { uri, fullname, label } = chosen;
        const params = { form, uri, fullname };
        // A document is opened only where there is something to show.
        const made = await context.ui.progress(`Resolving ${label}`, (_report, signal) =>
          context.languageServer.derivedSchema(params, signal),
        );
        return made.ok ? context.derived.show(params) : tellRefusal(context, failure, made);
      },
  };
}
