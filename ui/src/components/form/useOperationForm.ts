// Forms over an operation: the rules are the program's own, and what it refuses lands at its field.
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type RegisterOptions,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import {
  type ApiError,
  call,
  fieldErrors,
  type Input,
  type OperationName,
  type Output,
  operationMeta,
  ruleWords,
  toApiError,
} from "@/api";

export interface OperationForm<V extends FieldValues, N extends OperationName> {
  form: UseFormReturn<V>;
  /** Props for a text field: its registration, and its error's sentence. */
  field(
    path: Path<V>,
    options?: RegisterOptions<V, Path<V>>,
  ): ReturnType<UseFormReturn<V>["register"]> & { error?: string };
  /** Checks and sends. `toInput` turns the form's values into the operation's input. */
  submit(
    toInput: (values: V) => Input<N>,
    done: (output: Output<N>) => void,
  ): (event?: React.BaseSyntheticEvent) => Promise<void>;
  /** What failed and belongs to no field. */
  failure: ApiError | null;
  busy: boolean;
}

/** A form whose fields carry the input's names (dotted where they nest). */
export function useOperationForm<V extends FieldValues, N extends OperationName>(
  name: N,
  defaultValues: DefaultValues<V>,
): OperationForm<V, N> {
  const form = useForm<V>({ defaultValues, mode: "onTouched" });
  const rules = operationMeta[name].rules ?? {};
  const { errors, isSubmitting } = form.formState;
  const rootError = errors.root as { failure?: { cause?: ApiError } } | undefined;

  return {
    form,
    field(path, options = {}) {
      const error = form.getFieldState(path, form.formState).error?.message;
      return {
        ...form.register(path, { ...ruleWords(rules[path]), ...options } as RegisterOptions<V, Path<V>>),
        ...(error ? { error } : {}),
      };
    },
    submit: (toInput, done) =>
      form.handleSubmit(async (values) => {
        try {
          done(await call(name, toInput(values)));
        } catch (thrown) {
          const error = toApiError(thrown);
          const named = fieldErrors(error).filter(([path]) => path in form.control._fields || rules[path]);
          for (const [path, message] of named) form.setError(path as Path<V>, { message });
          if (named.length === 0) form.setError("root.failure", { message: error.message, cause: error } as never);
        }
      }),
    failure: rootError?.failure?.cause ?? null,
    busy: isSubmitting,
  };
}
