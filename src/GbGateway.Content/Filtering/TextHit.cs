namespace GbGateway.Content.Filtering;

/// <summary>A hit in the window of a <see cref="TextFilter"/>, in the order of the text; of two at one place the stronger action first.</summary>
internal readonly record struct TextHit(int Start, int End, int Rule, FilterAction Action) : IComparable<TextHit>
{
    public int CompareTo(TextHit other)
    {
        int order = Start.CompareTo(other.Start);
        order = order == 0 ? other.Action.CompareTo(Action) : order;
        order = order == 0 ? End.CompareTo(other.End) : order;
        return order == 0 ? Rule.CompareTo(other.Rule) : order;
    }

    internal TextHit Shift(int bytes) => this with { Start = Start - bytes, End = End - bytes };
}
