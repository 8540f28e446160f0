namespace GbGateway.Content;

/// <summary>What an answer says beside its text, each a text of its own for the keywords.</summary>
[Flags]
public enum SideTexts
{
    /// <summary>The text alone.</summary>
    None = 0,

    /// <summary>Reasoning, thoughts and their summaries.</summary>
    Reasoning = 1,

    /// <summary>The model's own refusals.</summary>
    Refusals = 2,

    /// <summary>What is said to tools: arguments, code, free input.</summary>
    ToolArguments = 4,

    /// <summary>What a spoken answer says.</summary>
    Transcripts = 8,

    /// <summary>All of it.</summary>
    All = Reasoning | Refusals | ToolArguments | Transcripts,
}
