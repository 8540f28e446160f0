namespace GbGateway.Content.Filtering;

/// <summary>Why a place of a text is a hit.</summary>
/// <param name="Finding">The rule.</param>
/// <param name="Start">First character of the hit.</param>
/// <param name="Length">Its length in UTF-16 units.</param>
/// <param name="Text">The text hit: for the operator's eyes, never for a log.</param>
/// <param name="Steps">Foldings without which it would not be one.</param>
/// <param name="Shielded">Whether an allowed phrase shields it.</param>
public sealed record KeywordExplanation(KeywordFinding Finding, int Start, int Length, string Text, TextFolding Steps, bool Shielded);
