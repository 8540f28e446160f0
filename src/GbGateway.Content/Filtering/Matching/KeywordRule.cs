using System.Runtime.InteropServices;

namespace GbGateway.Content.Filtering;

/// <summary>What a <see cref="KeywordSet"/> keeps of an entry: enough for a verdict, nothing of its text.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct KeywordRule(ulong textHash, KeywordRisk risk, KeywordSeverity severity, FilterAction action, RuleKind kind, byte layer)
{
    internal ulong TextHash { get; } = textHash;

    internal KeywordRisk Risk { get; } = risk;

    internal KeywordSeverity Severity { get; } = severity;

    internal FilterAction Action { get; } = action;

    internal RuleKind Kind { get; } = kind;

    internal byte Layer { get; } = layer;
}
