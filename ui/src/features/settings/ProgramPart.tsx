// How the program starts and ends, and what it tells while its window is away.
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { SwitchSetting } from "./fields";
import { keepSetting, useSettings } from "./keep";
import { PartSection } from "./PartHead";

export function ProgramPart() {
  const settings = useSettings();
  if (settings.error) return <ErrorNote what="The settings could not be read" error={settings.error} />;
  const now = settings.data?.program;
  if (!now) return null;
  return (
    <PartSection title="Program">
      <div className="grid gap-4">
        <SwitchSetting
          label="Start with the system"
          hint="In the tray, without a window."
          value={now.start_with_system}
          keep={(start_with_system) =>
            keepSetting(
              "program",
              { start_with_system },
              { start_with_system: now.start_with_system },
              "change the start with the system",
            )
          }
        />
        <SwitchSetting
          label="Closing the window keeps Troupe running"
          hint="The queue goes on; the tray opens the window again and quits."
          value={now.close_keeps_running}
          keep={(close_keeps_running) =>
            keepSetting(
              "program",
              { close_keeps_running },
              { close_keeps_running: now.close_keeps_running },
              "change what closing does",
            )
          }
        />
      </div>
    </PartSection>
  );
}

export function NotificationsPart() {
  const settings = useSettings();
  if (settings.error) return <ErrorNote what="The settings could not be read" error={settings.error} />;
  const now = settings.data?.notifications;
  if (!now) return null;
  return (
    <PartSection title="Notifications" words="by the system, while the window is hidden">
      <div className="grid gap-4">
        <SwitchSetting
          label="Pictures are done"
          hint="Once the queue has run empty."
          value={now.generation_done}
          keep={(generation_done) =>
            keepSetting(
              "notifications",
              { generation_done },
              { generation_done: now.generation_done },
              "change the notification of pictures",
            )
          }
        />
        <SwitchSetting
          label="Posts are published"
          hint="Once they were seen on the platform. Those that go out together are told together."
          value={now.published}
          keep={(published) =>
            keepSetting(
              "notifications",
              { published },
              { published: now.published },
              "change the notification of posts",
            )
          }
        />
        <SwitchSetting
          label="Something needs you"
          hint="A post failed, asks or is late, an account must be connected again, an approval is due."
          value={now.needs_attention}
          keep={(needs_attention) =>
            keepSetting(
              "notifications",
              { needs_attention },
              { needs_attention: now.needs_attention },
              "change the notification of what needs you",
            )
          }
        />
      </div>
    </PartSection>
  );
}
