namespace GbGateway.Content.Bodies;

/// <summary>A value that stands at a slot.</summary>
/// <param name="Slot">Index of the slot in its <see cref="Profiles.SlotTree"/>.</param>
/// <param name="Token">The value's kind.</param>
/// <param name="Start">Where it begins in the document; for a string, after the quote.</param>
/// <param name="Length">Its bytes; for a string, without the quotes, escapes as they stand.</param>
/// <param name="Ordinal">Index of the element of the outermost array it stands in; 0 outside arrays.</param>
public readonly record struct SlotHit(int Slot, JsonToken Token, int Start, int Length, int Ordinal);
