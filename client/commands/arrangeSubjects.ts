import { isCancelled } from '../../shared/errors.ts';
import { WentBack } from './steps.ts';
import type { Command, RegistryView } from './context.ts';
import { connectionTarget, subjectTarget } from './targets.ts';

/** Shows only subjects that contain a text, while it is being typed. */
export const filterSubjects: Command = {
  failure: "Can't filter the subjects",
  create: (context) => async () => {
    const before = context.registryView.filter();
    try {
      const text = await context.ui.input({
        title: 'Filter Subjects',
        prompt: 'Only subjects whose name contains this text are shown.',
        placeholder: 'orders',
        value: before,
        onType: (typed) => void context.registryView.filter(typed),
      });
      context.registryView.filter(text);
    } catch (error) {
      if (isCancelled(error) || error instanceof WentBack) context.registryView.filter(before);
      throw error;
    }
  },
};

export const clearSubjectFilter = arranging("Can't clear the filter", (view) => void view.filter(''));
export const groupSubjects = arranging("Can't group the subjects", (view) => view.group(true));
export const ungroupSubjects = arranging("Can't list the subjects", (view) => view.group(false));
export const showDeletedSubjects = arranging("Can't show deleted subjects", (view) => view.showDeleted(true));
export const hideDeletedSubjects = arranging("Can't hide deleted subjects", (view) => view.showDeleted(false));

/** A command that shows the view "Registries" another way. */
function arranging(failure: string, arrange: (view: RegistryView) => void): Command {
  return {
    failure,
    create: (context) => () => {
      arrange(context.registryView);
      return Promise.resolve();
    },
  };
}

/** Fetches again whatever the view "Registries" shows, and what is known of subjects elsewhere. */
export const refreshRegistries: Command = {
  failure: "Can't refresh the registries",
  create:
    (context) =>
    async (...args) => {
      const target = connectionTarget(args);
      await context.registries.refresh(target?.connection);
      context.registryView.refresh(target);
    },
};

/** Fetches again what could not be fetched: the subjects of a registry, or what is below one of them. */
export const retryRegistryItem: Command = {
  failure: "Can't try again",
  create:
    (context) =>
    async (...args) => {
      const target = connectionTarget(args);
      if (target === undefined) return;
      // What failed may be remembered there, too.
      await context.registries.refresh(target.connection);
      context.registryView.refresh({ ...target, subject: subjectTarget(args)?.subject });
    },
};
