// Forms over an operation: the rules are the program's own, and what it refuses lands at its field.
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type RegisterOptions,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { type ApiError, toApiError } from "@/host";
import { call, type Input, type Output } from "./call";
import { type FieldRules, type OperationName, operationMeta } from "./operations";

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
        ...form.register(path, { ...registerRules(rules[path]), ...options } as RegisterOptions<V, Path<V>>),
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

/** The program's rules as those of the form, with sentences of what is allowed. */
export function registerRules(rules: FieldRules | undefined): RegisterOptions {
  if (!rules) return {};
  return {
    ...(rules.required ? { required: "Is needed" } : {}),
    ...(rules.minimum === undefined ? {} : { min: { value: rules.minimum, message: `${rules.minimum} or over` } }),
    ...(rules.maximum === undefined ? {} : { max: { value: rules.maximum, message: `${rules.maximum} at most` } }),
    ...(rules.min_length === undefined || rules.min_length < 2
      ? {}
      : { minLength: { value: rules.min_length, message: `At least ${rules.min_length} characters` } }),
    ...(rules.max_length === undefined
      ? {}
      : { maxLength: { value: rules.max_length, message: `At most ${rules.max_length} characters` } }),
    ...(rules.pattern === undefined
      ? {}
      : { pattern: { value: new RegExp(rules.pattern, "u"), message: "Is not written as it should be" } }),
  };
}

/** What the program's rules say against a value, for what is edited outside of a form. */
export function checkRules(rules: FieldRules | undefined, value: unknown): string | undefined {
  const { required, min, max, minLength, maxLength, pattern } = registerRules(rules) as RuleWords;
  const isEmpty = value === undefined || value === null || value === "" || Number.isNaN(value);
  if (isEmpty) return required;
  if (typeof value === "number") {
    return (min && value < min.value && min.message) || (max && value > max.value && max.message) || undefined;
  }
  if (typeof value !== "string") return undefined;
  if (required && value.trim() === "") return required;
  if (minLength && value.length < minLength.value) return minLength.message;
  if (maxLength && value.length > maxLength.value) return maxLength.message;
  return pattern && !pattern.value.test(value) ? pattern.message : undefined;
}

interface RuleWords {
  required?: string;
  min?: { value: number; message: string };
  max?: { value: number; message: string };
  minLength?: { value: number; message: string };
  maxLength?: { value: number; message: string };
  pattern?: { value: RegExp; message: string };
}

/** The fields that a validation error names, each with its sentence. */
export function fieldErrors(error: ApiError): [string, string][] {
  if (error.code !== "validation_error") return [];
  const fields = (error.details as { fields?: unknown } | null)?.fields;
  if (!Array.isArray(fields)) return [];
  return fields
    .filter((one): one is { field: string; message: string } => typeof one?.field === "string")
    .map(({ field, message }) => [field, message]);
}
