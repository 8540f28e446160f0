using GbGateway.Content.Profiles;

namespace GbGateway.Tests.Rules;

/// <summary>What a filter holds back must have a way to leave.</summary>
public sealed class SlotTests
{
    [Fact]
    public void Every_streamed_text_has_an_event_of_its_own() =>
        Assert.Equal("", string.Join('\n', ApiProfiles.All
            .SelectMany(static profile => profile.Stream.Slots.Select(slot => (profile.Name, Slot: slot)))
            .Where(static one => one.Slot.Kind is SlotKind.Text or SlotKind.SideText && one.Slot.Event is null)
            .Select(static one => $"{one.Name}: {one.Slot.Path}")));
}
