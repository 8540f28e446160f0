using GbGateway.Content;
using GbGateway.Content.Profiles;

namespace GbGateway.Tests.Rules;

/// <summary>What a filter holds back must have a way to leave.</summary>
public sealed class SlotTests
{
    [Fact]
    public void Every_streamed_text_has_an_event_of_its_own() =>
        Assert.Equal("", string.Join('\n', ApiProfiles.All
            .SelectMany(static profile => profile.Stream.Slots.Select(slot => (profile.Name, Slot: slot)))
            // A call to a tool that always comes whole is never held back.
            .Where(static one => one.Slot.Kind is SlotKind.Text or SlotKind.SideText && one.Slot is { Event: null, Side: not SideTexts.ToolArguments })
            .Select(static one => $"{one.Name}: {one.Slot.Path}")));
}
