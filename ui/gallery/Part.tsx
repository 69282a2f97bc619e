// A titled part of the gallery.
import type { ReactNode } from "react";

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-4">
      <h2 className="mb-2 text-12">{title}</h2>
      {children}
    </section>
  );
}

export function Shown({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      {children}
      <p className="mt-1 text-11 text-ink-3">{name}</p>
    </div>
  );
}
