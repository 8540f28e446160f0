namespace GbGateway.Content.Filtering;

/// <summary>What an entry asks for.</summary>
public enum KeywordKind : byte
{
    /// <summary>Its text.</summary>
    Word,

    /// <summary>Nothing: its text shields what is found within it.</summary>
    Allow,

    /// <summary>All of its terms, each within so many characters of the last.</summary>
    Near,

    /// <summary>Its first term with none of the others within so many characters.</summary>
    Without,

    /// <summary>A regular expression in the linear-time subset, found in the text as it stands.</summary>
    Regex,
}
