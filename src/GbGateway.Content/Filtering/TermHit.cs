namespace GbGateway.Content.Filtering;

/// <summary>A term of a combination in the text: bytes of the window, characters of the run.</summary>
internal readonly record struct TermHit(int Combination, int Start, int End, long StartCharacter, long EndCharacter)
{
    internal static TermHit Never { get; } = new(-1, int.MaxValue, int.MinValue, long.MinValue / 2, long.MinValue / 2);

    internal TermHit Shift(int bytes) => this == Never ? this : this with { Start = Start - bytes, End = End - bytes };
}
