namespace GbGateway.Content.Filtering;

/// <summary>What a code point is to the filter, whatever the library folds.</summary>
[Flags]
internal enum CharacterKinds : byte
{
    None = 0,
    Invisible = 1,
    Separator = 2,
    Word = 4,
    Joins = 8,
    LineEnd = 16,
}
