namespace GbGateway.Content.Filtering;

/// <summary>What a found pattern stands for.</summary>
internal enum RuleKind : byte
{
    Word,
    Allow,
    Term,
}
