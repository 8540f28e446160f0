namespace GbGateway.Content.Profiles.Configured;

/// <summary>One entry of an operator's profile, as written.</summary>
/// <param name="Key">Where it stands in the configuration, for messages.</param>
/// <param name="Path">The place: <c>choices[].delta.content</c>, <c>$.</c> before it and <c>[*]</c> for <c>[]</c> allowed.</param>
/// <param name="Kind">One of the words of <see cref="ConfiguredKind"/>.</param>
/// <param name="When">The type of events it belongs to; null for all.</param>
/// <param name="Event">For streamed text, an event that carries nothing but text, with <c>{text}</c> in it; null to make one from the paths.</param>
/// <param name="EventName">The SSE name of that event; null to repeat that of the event beside it.</param>
public sealed record ConfiguredSlot(string Key, string Path, string Kind, string? When = null, string? Event = null, string? EventName = null);
