using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>One choice's reasoning, refusal or tool call as it streams by: filtered like its text, never labelled.</summary>
/// <param name="Slot">Where it stands.</param>
/// <param name="Run">The choice.</param>
/// <param name="Filter">Its way through the keywords.</param>
/// <param name="Part">Which of several tool calls.</param>
internal sealed record SideRun(ContentSlot Slot, TextRun Run, FilteredText Filter, int Part);
