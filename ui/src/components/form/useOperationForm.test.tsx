// Forms: the program's rules before sending, its refusals at their fields after.
import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ApiError, fieldErrors, ruleWords } from "@/api";
import { host } from "@/host";
import { useOperationForm } from "./useOperationForm";

interface Values {
  name: string;
  age: string;
}

async function send(values: Values, answer: () => unknown) {
  const calls: [name: string, input: unknown][] = [];
  vi.spyOn(host, "run").mockImplementation(async (name, input) => {
    calls.push([name, input]);
    return answer();
  });
  const { result } = renderHook(() => {
    const made = useOperationForm<Values, "characters.create">("characters.create", values);
    // What a drawn form reads: both fields with their errors.
    return { ...made, name: made.field("name"), age: made.field("age") };
  });
  await act(() =>
    result.current.submit(
      ({ name, age }) => ({ name, age: Number(age) }),
      () => {},
    )(),
  );
  return {
    calls,
    errors: { name: result.current.name.error, age: result.current.age.error },
    failure: result.current.failure,
  };
}

test("what breaks a rule is not sent", async () => {
  const { calls, errors } = await send({ name: "Sol", age: "17" }, () => ({}));
  expect(calls).toEqual([]);
  expect(errors).toEqual({ name: undefined, age: "18 or over" });
});

test("what holds is sent as the operation takes it", async () => {
  const { calls, errors } = await send({ name: "Sol", age: "18" }, () => ({}));
  expect(calls).toEqual([["characters.create", { name: "Sol", age: 18 }]]);
  expect(errors).toEqual({ name: undefined, age: undefined });
});

test("a refusal of the program lands at its field", async () => {
  const { errors, failure } = await send({ name: "Sol", age: "18" }, () => {
    throw new ApiError("validation_error", "The name is taken", {
      fields: [{ field: "name", message: "Sol is taken" }],
    });
  });
  expect(errors.name).toBe("Sol is taken");
  expect(failure).toBeNull();
});

test("a failure without a field is kept apart", async () => {
  const { failure } = await send({ name: "Sol", age: "18" }, () => {
    throw new ApiError("storage_error", "The disk is full.");
  });
  expect(failure?.message).toBe("The disk is full.");
});

test.each([
  [new ApiError("validation_error", "x", { fields: [{ field: "a", message: "b" }] }), [["a", "b"]]],
  [new ApiError("validation_error", "x", { fields: "odd" }), []],
  [new ApiError("validation_error", "x"), []],
  [new ApiError("conflict", "x", { fields: [{ field: "a", message: "b" }] }), []],
])("fields of %s", (error, expected) => {
  expect(fieldErrors(error)).toEqual(expected);
});

test("rules become those of the form", () => {
  expect(ruleWords(undefined)).toEqual({});
  expect(ruleWords({ required: true, minimum: 0, maximum: 1 })).toMatchObject({
    required: "Is needed",
    min: { value: 0 },
    max: { value: 1 },
  });
});
