namespace GbGateway.Content.Filtering;

/// <summary>One line of a keyword library.</summary>
public sealed record KeywordEntry
{
    /// <summary>The text looked for, the phrase allowed or the first term.</summary>
    public required string Text { get; init; }

    /// <summary>What the entry asks for.</summary>
    public KeywordKind Kind { get; init; }

    /// <summary>The risk of GB/T 45654 it belongs to.</summary>
    public KeywordRisk Risk { get; init; }

    /// <summary>How grave a hit is.</summary>
    public KeywordSeverity Severity { get; init; } = KeywordSeverity.Medium;

    /// <summary>What is done about a hit; null leaves it to the policy's risk table.</summary>
    public FilterAction? Action { get; init; }

    /// <summary>What is forgiven; null leaves it to the library.</summary>
    public TextFolding? Folding { get; init; }

    /// <summary>The terms behind the first, for <see cref="KeywordKind.Near"/> and <see cref="KeywordKind.Without"/>.</summary>
    public IReadOnlyList<string> OtherTerms { get; init; } = [];

    /// <summary>Characters between two terms, 0 to 200.</summary>
    public int Within { get; init; } = 20;

    /// <summary>What <see cref="FilterAction.Replace"/> puts in the hit's place; null leaves it to the policy.</summary>
    public string? Replacement { get; init; }

    /// <summary>The operator's words for finding entries again.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Last day the entry counts.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>The rule id of verdicts; null makes one of the library's name and a hash of the text.</summary>
    public string? Id { get; init; }

    /// <summary>Name of its file; empty if there's none.</summary>
    public string File { get; init; } = "";

    /// <summary>Line in its file, 1 and up; 0 if there's none.</summary>
    public int Line { get; init; }
}
